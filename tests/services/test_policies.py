"""Policies: who reads, who writes, whom they fit; the catalogue that proves the kit."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.models import SizeClass
from services.models import Policy
from tests.enterprises.entries import entry

LIST = "/services/policies/"


def policy(number=1, **values):
    usual = {
        "title": f"示例政策{number}", "document_number": f"示例〔2026〕{number}号",
        "issuer": "示例局", "level": "city", "valid_from": date(2020, 1, number), "text": "内容",
    }  # fmt: skip
    with system_scope(reason="test"):
        return Policy.objects.create(**usual | values)


@pytest.fixture
def officer(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def enterprise(as_actor, district):
    """The staff of a small manufacturer of general equipment in 崂山."""
    row = entry(1, industry_code="34")
    with system_scope(reason="test"):
        type(row).objects.filter(pk=row.pk).update(size_class=SizeClass.SMALL)
    return as_actor(Duty.ENTERPRISE_STAFF, organisation=row.organisation)


def titles(response):
    return [row.title for row in response.context["page"]]


def test_enterprise_sees_what_is_in_force_and_fits(signed_in, enterprise, district, other_district):
    today = timezone.localdate()
    policy(1, title="人人适用")
    policy(2, title="本区小型制造业", level="district", district=district, sizes=["small", "micro"],
           industries=["C"])  # fmt: skip
    policy(3, title="别的区", level="district", district=other_district)
    policy(4, title="大型", sizes=["large"])
    policy(5, title="农业", industries=["A"])
    policy(6, title="过期", valid_to=today - timedelta(days=1))
    policy(7, title="未生效", valid_from=today + timedelta(days=1))
    policy(8, title="停用", retired_at=timezone.now())
    client = signed_in(enterprise)
    assert titles(client.get(LIST)) == ["本区小型制造业", "人人适用"]
    everything = titles(client.get(LIST, {"show": "all"}))
    assert sorted(everything) == sorted(["人人适用", "本区小型制造业", "别的区", "大型", "农业"])


def test_last_day_of_a_policy_is_in_force(officer):
    today = timezone.localdate()
    policy(1, valid_from=today, valid_to=today)
    with acting_as(officer):
        assert Policy.objects.in_force().count() == 1
        assert Policy.objects.get().status == "生效中"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "2号"}, ["乙"]),
        ({"level": "state"}, ["乙"]),
        ({"tag": "融资"}, ["甲"]),
        ({"year": "2021"}, ["乙"]),
        ({"force": "no"}, ["乙"]),
        ({"force": "yes"}, ["甲"]),
        ({"retired": "only"}, ["丙"]),
        ({"retired": "with"}, ["乙", "丙", "甲"]),
        ({}, ["乙", "甲"]),
    ],
)
def test_city_filters_all_policies(signed_in, officer, query, found):
    policy(1, title="甲", tags=["融资", "技改"])
    policy(2, title="乙", level="state", valid_from=date(2021, 1, 1), valid_to=date(2021, 12, 31))
    policy(3, title="丙", retired_at=timezone.now())
    assert titles(signed_in(officer).get(LIST, query)) == found


def test_readers_are_not_offered_retired_policies(signed_in, as_actor):
    policy(1, retired_at=timezone.now())
    client = signed_in(as_actor(Duty.BANK_OFFICER))
    assert titles(client.get(LIST)) == []
    assert client.get(LIST, {"retired": "only"}).status_code == 422


def test_only_the_city_writes_even_past_the_page(as_actor, district):
    row = policy(1)
    for duty in set(Duty) - {Duty.CITY_OFFICER, Duty.LEADER}:
        with acting_as(as_actor(duty, district=district if "district" in duty else None)):
            assert Policy.objects.filter(pk=row.pk).exists()
            assert not Policy.objects.filter(pk=row.pk).update(title="改了")
            with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                Policy.objects.create(
                    title="新", document_number="新", issuer="新", level="city",
                    valid_from=date(2026, 1, 1), text="新",
                )  # fmt: skip


def test_list_and_page_take_few_queries(signed_in, enterprise):
    for number in range(1, 20):
        policy(number)
    client = signed_in(enterprise)

    def asked(path):
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        return len(seen)

    few = asked(LIST)
    for number in range(20, 29):
        policy(number)
    assert asked(LIST) == few
    with system_scope(reason="test"):
        pk = Policy.objects.first().pk
    assert asked(f"{LIST}{pk}/") <= few + 2


def test_export_has_the_rows_and_columns_of_the_page(signed_in, officer):
    policy(1, title="甲", tags=["融资"])
    policy(2, title="乙", level="state")
    answer = signed_in(officer).get(LIST, {"level": "city", "export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        "政策名称,级别,标签,生效日期,失效日期,状态", "甲,市,融资,2020-01-01,长期有效,生效中"
    ]  # fmt: skip


def test_navigation_leads_to_the_policies(signed_in, as_actor):
    page = signed_in(as_actor(Duty.EXPERT)).get("/people/notifications/").content.decode()
    assert f'href="{LIST}"' in page
