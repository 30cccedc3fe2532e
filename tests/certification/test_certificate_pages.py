"""The pages of one certificate: its holder's, the bureaus', the city's acts, the ladder."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import system_scope
from certification.models import Certificate
from certification.update_reminders import Owed
from enterprises.models import Enterprise, YearlyReport
from procedures.models import Application
from tests.certification.certificates import act, certified, ends_in, fresh


def page_of(client, certificate):
    return client.get(reverse("certification:detail", args=[certificate.pk]))


def address(certificate, name):
    return reverse("certification:act", args=[certificate.pk, name])


def said(certificate, **values):
    return {"version": certificate.version, "reason_kind": "other", "reason": "核查。", **values}


@pytest.mark.parametrize("who", ["staff", "reviewer", "city"])
def test_history_is_told_to_everybody_who_sees_the_certificate(people, signed_in, who):
    certificate = certified(people)
    act(people.city, certificate, "suspend", reason="发生质量事故。")
    text = page_of(signed_in(getattr(people, who)), certificate).content.decode()
    assert "发生质量事故。" in text
    assert certificate.number in text


def test_page_has_a_fixed_number_of_queries(people, signed_in, django_assert_max_num_queries):
    certificate = certified(people)
    for _ in range(3):
        act(people.city, certificate, "suspend")
        act(people.city, certificate, "lift")
    client = signed_in(people.city)
    page_of(client, certificate)
    with django_assert_max_num_queries(40):
        page_of(client, certificate)


@pytest.mark.parametrize(("who", "acts"), [("staff", 0), ("reviewer", 0), ("city", 4)])
def test_acts_are_offered_to_the_city_only(people, signed_in, who, acts):
    page = page_of(signed_in(getattr(people, who)), certified(people))
    assert len(page.context["available"]) == acts


def test_page_of_an_act_says_what_it_brings_about(people, signed_in):
    text = signed_in(people.city).get(address(certified(people), "revoke")).content.decode()
    assert "企业层级由“专精特新产品（技术）”降为“培育中”" in text


def test_second_certificate_of_the_rung_keeps_it(people, signed_in):
    certified(people)
    text = signed_in(people.city).get(address(certified(people), "suspend")).content.decode()
    assert "企业层级不变" in text


def test_city_suspends_from_the_page(people, signed_in):
    certificate = certified(people)
    answer = signed_in(people.city).post(address(certificate, "suspend"), said(certificate))
    assert answer.headers["Location"] == reverse("certification:detail", args=[certificate.pk])
    assert fresh(certificate).state == "suspended"


def test_refused_act_keeps_the_words_and_marks_the_fields(people, signed_in):
    certificate = certified(people)
    data = said(certificate, reason_kind="", reason="写了很久的原因")
    page = signed_in(people.city).post(address(certificate, "revoke"), data)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"reason_kind"}
    assert "写了很久的原因" in page.content.decode()


def test_unknown_code_is_marked_at_its_field(people, signed_in):
    certificate = certified(people)
    data = said(certificate, credit_code="91370200000000000X", document_number="1")
    page = signed_in(people.city).post(address(certificate, "merge"), data)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"credit_code"}


def test_stale_page_of_an_act_changes_nothing(people, signed_in):
    certificate = certified(people)
    act(people.city, certificate, "suspend")
    act(people.city, certificate, "lift")
    signed_in(people.city).post(address(certificate, "revoke"), said(certificate))
    assert fresh(certificate).state == "valid"


@pytest.mark.parametrize("name", ["expire", "renew", "nonsense"])
def test_what_the_portal_does_by_itself_has_no_page(people, signed_in, name):
    assert signed_in(people.city).get(address(certified(people), name)).status_code == 404


def test_act_that_is_not_possible_now_leads_back(people, signed_in):
    certificate = certified(people)
    answer = signed_in(people.city).get(address(certificate, "lift"))
    assert answer.headers["Location"] == reverse("certification:detail", args=[certificate.pk])


def test_holder_starts_the_recheck_from_the_page(people, signed_in):
    certificate = ends_in(certified(people), 20)
    client = signed_in(people.staff)
    assert "开始复核申报" in page_of(client, certificate).content.decode()
    answer = client.post(reverse("certification:recheck", args=[certificate.pk]))
    with system_scope(reason="test"):
        case = Application.objects.get(purpose="recheck")
    assert answer.headers["Location"] == reverse("procedures:fill", args=[case.pk])


def test_case_of_a_recheck_says_so(people, signed_in):
    certificate = ends_in(certified(people), 20)
    client = signed_in(people.staff)
    client.post(reverse("certification:recheck", args=[certificate.pk]))
    assert "复核" in client.get(reverse("procedures:own")).content.decode()


@pytest.mark.parametrize(("state", "word"), [("suspend", "暂停"), ("revoke", "撤销")])
def test_public_check_says_what_became_of_it(people, state, word):
    certificate = certified(people)
    act(people.city, certificate, state)
    page = Client().get(reverse("certification:verify", args=[certificate.token]))
    assert f"证书已被发证机关{word}" in page.content.decode()


@pytest.mark.parametrize(("days", "shown"), [("7", 0), ("30", 1), ("90", 1)])
def test_list_shows_those_that_run_out_soon(people, signed_in, days, shown):
    ends_in(certified(people), 20)
    page = signed_in(people.city).get(reverse("certification:listing"), {"within": days})
    assert len(page.context["page"].rows) == shown


def listed(signed_in, people, attention):
    page = signed_in(people.city).get(reverse("certification:listing"), {"attention": attention})
    return [row.number for row in page.context["page"].rows]


def test_list_shows_holders_that_missed_their_update(people, signed_in, monkeypatch):
    certificate = ends_in(certified(people), 400)
    assert listed(signed_in, people, "update") == []
    yesterday = timezone.localdate() - timedelta(days=1)
    owed = [Owed(certificate.scheme_version_id, yesterday.year - 1, yesterday)]
    monkeypatch.setattr("certification.update_reminders.last_due", lambda today: owed)
    assert listed(signed_in, people, "update") == [certificate.number]
    with system_scope(reason="test"):
        YearlyReport.objects.create(
            organisation_id=certificate.organisation_id, district_id=certificate.district_id,
            year=yesterday.year - 1, state="submitted",
            submitted_at=timezone.now() - timedelta(days=1),
        )  # fmt: skip
    assert listed(signed_in, people, "update") == []


def test_list_shows_holders_that_have_a_new_name_in_the_registry(people, signed_in):
    certificate = certified(people)
    assert listed(signed_in, people, "name") == []
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=certificate.organisation_id).update(name="改了名的公司")
    assert listed(signed_in, people, "name") == [certificate.number]
    assert "“改了名的公司”" in page_of(signed_in(people.staff), certificate).content.decode()


def test_last_day_of_the_yearly_update_stands_on_the_holders_page(people, signed_in, monkeypatch):
    certificate = ends_in(certified(people), 400)
    terms = fresh(certificate).terms.model_copy(update={"yearly_update_by": "01-01"})
    monkeypatch.setattr(Certificate, "terms", terms)
    text = page_of(signed_in(people.staff), certificate).content.decode()
    assert f"{timezone.localdate().year}-01-01" in text
    assert "未按期更新" in text


# --- the ladder ----------------------------------------------------------------------------------


def ladder(client):
    return client.get(reverse("certification:ladder"))


def test_ladder_of_a_newcomer_shows_the_first_rung_as_the_next(people, signed_in):
    page = ladder(signed_in(people.staff))
    assert page.context["following"].level == 1
    assert page.context["standing"].version.parsed.outcome == "certified_product"


def test_ladder_says_since_when_and_what_is_next(people, signed_in):
    certified(people)
    page = ladder(signed_in(people.staff))
    assert page.context["level"] == 1
    assert page.context["since"] == timezone.localdate()
    assert page.context["following"].level == 2


def test_ladder_tells_of_what_is_over(people, signed_in):
    certificate = ends_in(certified(people), -10)
    page = ladder(signed_in(people.staff))
    gone = certificate.valid_to + timedelta(days=1)
    assert page.context["level"] == 0
    assert [one["when"] for one in page.context["history"]] == [
        f"{gone:%Y-%m-%d} — 至今",
        f"{certificate.valid_from:%Y-%m-%d} — {gone:%Y-%m-%d}",
    ]


@pytest.mark.parametrize("who", ["reviewer", "city"])
def test_bureaus_see_where_an_enterprise_stands(people, signed_in, who):
    certificate = certified(people)
    address = reverse("certification:standing", args=[certificate.organisation_id])
    page = signed_in(getattr(people, who)).get(address)
    assert page.context["here"] == "专精特新产品（技术）"
    assert [one.pk for one in page.context["certificates"]] == [certificate.pk]


def test_ladder_names_the_bureau_and_no_person(people, signed_in):
    page = ladder(signed_in(people.staff))
    text = page.content.decode()
    assert people.reviewer.organisation_name in text
    assert people.reviewer.user_name not in text
