"""Registering an enterprise, and the district's answer."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Membership
from accounts.tenancy import system_scope
from enterprises.actions.rename_enterprise import take_new_name
from enterprises.models import Enterprise, RegistrationState
from tests.enterprises.entries import code_of, entry, seen, typed
from tests.factories import UserFactory

REGISTER = "/enterprises/register/"


@pytest.fixture
def newcomer(client, db):
    """Somebody signed in who has no duty anywhere."""
    user = UserFactory()
    client.force_login(user, "accounts.sign_in.PortalBackend")
    return user


def registry():
    with system_scope(reason="test"):
        return list(Enterprise.objects.order_by("pk"))


def test_registration_waits_for_the_district(client, newcomer, district):
    response = client.post(REGISTER, typed(district))
    assert (response.status_code, response.headers["Location"]) == (
        302,
        reverse("enterprises:profile"),
    )
    (enterprise,) = registry()
    assert enterprise.registration_state == RegistrationState.PENDING
    assert (enterprise.credit_code, enterprise.district_id) == (code_of(1), district.pk)


def test_registration_makes_its_author_the_administrator(client, newcomer, district):
    client.post(REGISTER, typed(district))
    with system_scope(reason="test"):
        membership = Membership.objects.get(user=newcomer)
    assert membership.is_administrator and membership.duty == Duty.ENTERPRISE_STAFF
    assert client.get(reverse("enterprises:profile")).status_code == 200


def test_registration_classes_the_enterprise_and_keys_its_name(client, newcomer, district):
    client.post(REGISTER, typed(district))
    (enterprise,) = registry()
    assert enterprise.size_class == "small"
    assert enterprise.name_key == "示例齿轮1" and enterprise.name_pinyin.startswith("qing dao")


def test_code_is_taken_with_spaces_and_small_letters(client, newcomer, district):
    written = " ".join(code_of(1).lower())
    assert client.post(REGISTER, typed(district, credit_code=written)).status_code == 302
    assert registry()[0].credit_code == code_of(1)


@pytest.mark.parametrize(
    ("code", "message"),
    [("9137", "应为 18 位"), (code_of(1)[:-1] + "?", "不能含有")],
)
def test_wrong_code_is_told_beside_the_field(client, newcomer, district, code, message):
    response = client.post(REGISTER, typed(district, credit_code=code))
    assert response.status_code == 422
    assert message in response.context["form"].errors["credit_code"][0]
    assert registry() == []


def test_taken_code_leads_to_the_claim_and_tells_nothing_of_its_holder(client, newcomer, district):
    entry(1, district="370214", name="青岛保密名称有限公司")
    response = client.post(REGISTER, typed(district))
    page = response.content.decode()
    assert response.status_code == 422 and reverse("enterprises:claim") in page
    assert "这个代码已经登记" in page and "保密名称" not in page
    assert len(registry()) == 1


def test_unclaimed_entry_of_the_name_is_claimed_and_not_doubled(client, newcomer, district):
    waiting = entry(7, name="青岛示例齿轮1有限公司", state=RegistrationState.UNCLAIMED)
    response = client.post(REGISTER, typed(district))
    assert f"entry={waiting.pk}" in response.context["claim_url"]
    assert len(registry()) == 1


def test_district_confirms(signed_in, as_actor, district):
    enterprise = entry(state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = reverse("enterprises:detail", args=[enterprise.pk])
    address = reverse("enterprises:decide", args=[enterprise.pk])
    client.post(address, seen(client, page, decision="confirm"))
    assert registry()[0].registration_state == RegistrationState.CONFIRMED


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("青岛示例齿轮1有限公司", "名录中已有同名企业"),
        ("青岛市示例齿轮１有限责任公司", "名录中有名称相近的企业"),
    ],
)
def test_reviewer_is_told_of_the_enterprise_with_that_name(
    signed_in, as_actor, district, name, said
):
    known = entry(1)
    waiting = entry(2, name=name, state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = client.get(reverse("enterprises:detail", args=[waiting.pk])).content.decode()
    assert said in page and reverse("enterprises:detail", args=[known.pk]) in page
    assert code_of(1) in page
    page = client.get(reverse("enterprises:detail", args=[known.pk])).content.decode()
    assert "名录中" not in page


def test_namesake_in_another_district_is_named_without_a_link(signed_in, as_actor, district):
    known = entry(1, district="370214")
    waiting = entry(2, name=known.name, state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = client.get(reverse("enterprises:detail", args=[waiting.pk])).content.decode()
    assert "名录中已有同名企业" in page and "城阳区" in page
    assert reverse("enterprises:detail", args=[known.pk]) not in page


@pytest.mark.parametrize("field", ["name", "legal_representative", "contact_name"])
def test_error_value_is_no_name(client, newcomer, district, field):
    response = client.post(REGISTER, typed(district, **{field: "#N/A"}))
    assert response.context["form"].errors[field] == ["这一格是错误值 #N/A，请改为正确的内容。"]
    assert registry() == []


def test_refusal_needs_a_reason(signed_in, as_actor, district):
    enterprise = entry(state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = reverse("enterprises:detail", args=[enterprise.pk])
    address = reverse("enterprises:decide", args=[enterprise.pk])
    client.post(address, seen(client, page, decision="refuse", reason=" "))
    assert registry()[0].registration_state == RegistrationState.PENDING
    client.post(address, seen(client, page, decision="refuse", reason="代码与执照不符"))
    assert registry()[0].refusal_reason == "代码与执照不符"


def test_registration_that_changed_under_the_reviewers_eyes_is_not_confirmed(
    signed_in, as_actor, district
):
    enterprise = entry(state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = reverse("enterprises:detail", args=[enterprise.pk])
    shown = seen(client, page, decision="confirm")
    with system_scope(reason="test"):
        take_new_name(
            enterprise.pk, "青岛示例别家有限公司", since=date(2026, 3, 1), document_number=""
        )
    address = reverse("enterprises:decide", args=[enterprise.pk])
    said = client.post(address, shown, follow=True).content.decode()
    assert "修改了企业名称" in said and "青岛示例别家有限公司" in said
    assert registry()[0].registration_state == RegistrationState.PENDING


@pytest.mark.parametrize("damaged", ["", "yesterday", "2026-11-23T08:00:00"])
def test_confirmation_without_a_version_is_refused(signed_in, as_actor, district, damaged):
    enterprise = entry(state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    address = reverse("enterprises:decide", args=[enterprise.pk])
    client.post(address, {"decision": "confirm", "version": damaged})
    assert registry()[0].registration_state == RegistrationState.PENDING


@pytest.mark.parametrize("page", ["detail", "decide"])
def test_foreign_district_finds_nothing(
    transactional_db, signed_in, as_actor, other_district, page
):
    enterprise = entry(state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=other_district))
    address = reverse(f"enterprises:{page}", args=[enterprise.pk])
    ask = client.get if page == "detail" else client.post
    assert ask(address, {"decision": "confirm"}).status_code == 404
    assert registry()[0].registration_state == RegistrationState.PENDING


def test_enterprise_may_not_decide(transactional_db, signed_in, as_actor):
    enterprise = entry(state=RegistrationState.PENDING)
    own = as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)
    address = reverse("enterprises:decide", args=[enterprise.pk])
    assert signed_in(own).post(address, {"decision": "confirm"}).status_code == 403


def test_queue_says_how_many_wait(signed_in, as_actor, district):
    for number in (1, 2, 3):
        entry(number, state=RegistrationState.PENDING)
    entry(4, district="370214", state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = client.get(reverse("enterprises:queue"))
    assert "崂山区有 3 家企业等待确认登记" in page.content.decode()
