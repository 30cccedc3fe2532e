"""Shareholders of an enterprise, and which enterprises are related by them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.save_item import save_item
from enterprises.models import Enterprise, Shareholder
from enterprises.models.shareholder import RELATED_FROM, identity_of
from enterprises.rules.holdings import share_problem
from tests.enterprises.entries import code_of, entry

PERSON = {"kind": "person", "name": "张示例", "percent": "60"}


@pytest.fixture
def enterprise(db):
    return entry(1, legal_representative="甲示例")


@pytest.fixture
def other(db):
    return entry(2, legal_representative="乙示例")


@pytest.fixture
def staff(as_actor, enterprise):
    return as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)


@pytest.fixture
def own(signed_in, staff):
    return signed_in(staff)


def holds(enterprise, name, percent, kind="person", **more):
    with system_scope(reason="test"):
        return Shareholder.objects.create(
            organisation_id=enterprise.pk, district_id=enterprise.district_id, kind=kind,
            name=name, percent=Decimal(str(percent)), **more,
        )  # fmt: skip


def related(enterprise):
    """As a function that runs past the wall finds them."""
    with system_scope(reason="test"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM enterprises_related(%s)", [enterprise.pk])
        return dict(cursor.fetchall())


def add(client, **typed):
    return client.post(reverse("enterprises:item_add", args=["shareholders"]), {**PERSON, **typed})


def test_share_is_told_back_and_shown_to_the_bureau(own, enterprise, signed_in, as_actor):
    assert add(own).status_code == 302
    page = own.get(reverse("enterprises:items", args=["shareholders"])).content.decode()
    assert "60%" in page and "用于核对关联企业" in page
    officer = signed_in(as_actor(Duty.CITY_OFFICER))
    page = officer.get(reverse("enterprises:detail", args=[enterprise.pk])).content.decode()
    assert "股东（企业自报）" in page and "张示例" in page


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"percent": "0"}, "percent", "大于 0"),
        ({"percent": "100.01"}, "percent", "不能超过 100"),
        ({"percent": "多半"}, "percent", ""),
        ({"name": ""}, "name", ""),
        ({"kind": "enterprise"}, "credit_code", "请填写企业股东的统一社会信用代码"),
        ({"kind": "enterprise", "credit_code": "123"}, "credit_code", "18 位"),
        ({"kind": "enterprise", "credit_code": code_of(1)}, "credit_code", "自己的股东"),
        ({"id_tail": "12A4"}, "id_tail", "最后四位"),
    ],
)
def test_wrong_input_is_told_beside_its_field(own, typed, field, words):
    answer = add(own, **typed)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]


def test_shares_together_are_no_more_than_the_whole(own):
    add(own)
    answer = add(own, name="李示例", percent="40.01")
    assert "还剩 40%" in answer.context["form"].errors["percent"][0]
    assert add(own, name="李示例", percent="40").status_code == 302


def test_share_beside_the_others():
    assert share_problem(Decimal(100), []) == ""
    assert share_problem(Decimal("0.01"), [Decimal(60), Decimal(40)]) != ""


def test_one_shareholder_is_registered_once_whatever_the_spelling(own):
    add(own, name="示例（青岛）控股", kind="other", percent="10")
    again = add(own, name="示例(青岛) 控股", kind="other", percent="10")
    assert "已经登记过" in again.context["form"].errors["name"][0]


def test_two_persons_of_one_name_are_told_apart_by_their_papers(own):
    add(own, percent="30", id_tail="123x")
    assert add(own, percent="30", id_tail="4567").status_code == 302
    with system_scope(reason="test"):
        assert set(Shareholder.objects.values_list("id_tail", flat=True)) == {"123X", "4567"}


def test_nobody_else_writes_them(staff, other, as_actor):
    stranger = as_actor(Duty.ENTERPRISE_STAFF, organisation=other.organisation)
    row = holds(other, "乙示例", 60)
    with acting_as(staff), pytest.raises(Shareholder.DoesNotExist):
        save_item(staff, "shareholders", {"name": "改"}, row.pk)
    with acting_as(stranger):
        assert list(Shareholder.objects.values_list("pk", flat=True)) == [row.pk]
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer), pytest.raises((NotPermitted, Enterprise.DoesNotExist, RuleViolation)):
        save_item(officer, "shareholders", {**PERSON, "percent": Decimal(60)})


def test_database_refuses_what_no_share_can_be(enterprise):
    with pytest.raises(IntegrityError, match="shareholder_percent"), transaction.atomic():
        holds(enterprise, "张示例", 101)


def test_a_third_with_a_quarter_of_both_relates_them(enterprise, other):
    holds(enterprise, "丙示例", RELATED_FROM)
    holds(other, "丙 示例", 80)
    assert related(enterprise) == {other.pk: "same_name"}
    assert related(other) == {enterprise.pk: "same_name"}


def test_the_same_paper_makes_it_certain(enterprise, other):
    for one in (enterprise, other):
        holds(one, "丙示例", RELATED_FROM, id_tail="001X")
    assert related(enterprise) == {other.pk: "shareholder"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"percent": "24.9999"}, {}),
        ({}, {"percent": "24.9999"}),
        ({"id_tail": "1234"}, {"id_tail": "5678"}),
        ({"name": "丁示例"}, {}),
        ({"kind": "other"}, {}),
    ],
)
def test_less_or_another_relates_nobody(enterprise, other, first, second):
    usual = {"name": "丙示例", "percent": "60"}
    holds(enterprise, **{**usual, **first})
    holds(other, **{**usual, **second})
    assert related(enterprise) == {}


def test_known_and_unknown_papers_may_be_one_person(enterprise, other):
    holds(enterprise, "丙示例", 60, id_tail="1234")
    holds(other, "丙示例", 60)
    assert related(enterprise) == {other.pk: "same_name"}


def test_what_the_state_holds_relates_nobody(enterprise, other):
    """国家税务总局公告2016年第42号: holdings of the state alone make no relation."""
    for one in (enterprise, other):
        holds(one, "示例市国资委", 60, kind="state")
    assert related(enterprise) == {}


def test_one_that_holds_a_quarter_of_the_other_is_related_both_ways(enterprise, other):
    holds(other, enterprise.name, RELATED_FROM, kind="enterprise", credit_code=code_of(1))
    assert related(enterprise) == {other.pk: "holding"}
    assert related(other) == {enterprise.pk: "holding"}


def test_third_enterprise_is_known_by_its_code(enterprise, other):
    for one, name in ((enterprise, "示例控股"), (other, "示例控股（集团）有限公司")):
        holds(one, name, 51, kind="enterprise", credit_code=code_of(9))
    assert related(enterprise) == {other.pk: "shareholder"}


def test_strongest_reason_is_given_once(enterprise, other):
    with system_scope(reason="test"):
        Enterprise.objects.update(legal_representative="丙示例")
    holds(enterprise, "丙示例", 60)
    holds(other, "丙示例", 60)
    assert related(enterprise) == {other.pk: "head"}


def test_reader_learns_of_no_foreign_relation(enterprise, other, staff):
    holds(enterprise, "丙示例", 60)
    holds(other, "丙示例", 60)
    with acting_as(staff), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM enterprises_related(%s)", [enterprise.pk])
        assert cursor.fetchall() == []


def test_identity_does_not_mix_kinds():
    assert identity_of("person", "丙示例") != identity_of("other", "丙示例")
    assert identity_of("enterprise", "甲", code_of(1)) == identity_of(
        "enterprise", "乙", code_of(1)
    )
