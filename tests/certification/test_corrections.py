"""A decision that was found wrong is made again in a new case; its outcome follows the new one."""

import pytest

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from procedures.cases.actions.reopen_decision import reopen_decision
from procedures.models import Application
from tests.certification.certificates import certified, events_of, fresh
from tests.procedures import filings
from tests.procedures.notices import ended, published

State = Certificate.State


def reopened(people, case, reason="原审核漏看了检测报告。"):
    with acting_as(people.city):
        return reopen_decision(people.city, case.pk, reason)


def declined(people):
    case = filings.submitted(people.staff)
    return filings.done(people.reviewer, case, "decline", reason="材料不足")


def approve(people, case):
    filings.approved_by_city(people, case)
    ended(published(people, [case]))
    filings.done(people.city, case, "certify")


def test_new_case_is_in_the_citys_review_with_what_was_filed(people):
    wrong = declined(people)
    case = reopened(people, wrong)
    assert (case.state, case.corrects_id) == ("city_review", wrong.pk)
    assert case.answers == filings.fresh(wrong).answers
    with system_scope(reason="test"):
        files = lambda one: sorted(one.files.values_list("field", "attachment_id"))  # noqa: E731
        assert files(case) == files(wrong) != []
        assert case.snapshots.get().sha256 == wrong.snapshots.get().sha256
        event = case.events.get()
    assert (event.transition, event.reason) == ("reopen", "原审核漏看了检测报告。")


def test_old_case_is_not_touched(people):
    wrong = declined(people)
    before = filings.fresh(wrong)
    reopened(people, wrong)
    after = filings.fresh(wrong)
    assert (after.state, after.version, after.updated_at) == (
        before.state, before.version, before.updated_at,
    )  # fmt: skip


def test_applicant_is_told_why(people):
    reopened(people, declined(people))
    assert any("重新审核" in title for title in filings.told(people.staff.user_id))


def test_approved_after_a_wrong_decline_gets_a_certificate(people):
    case = reopened(people, declined(people))
    approve(people, case)
    with system_scope(reason="test"):
        assert Certificate.objects.get().application_id == case.pk


def test_declined_after_a_wrong_approval_loses_the_certificate(people):
    certificate = certified(people)
    case = reopened(people, certificate.application)
    filings.done(people.city, case, "decline", reason="检测报告不实")
    assert fresh(certificate).state == State.REVOKED
    event = events_of(certificate)[-1]
    assert (event.reason_kind, event.application_id) == ("correction", case.pk)


def test_approved_again_keeps_the_one_certificate(people):
    certificate = certified(people)
    case = reopened(people, certificate.application)
    approve(people, case)
    with system_scope(reason="test"):
        assert Certificate.objects.get() == certificate
    assert fresh(certificate).state == State.VALID


def test_second_correction_still_finds_the_certificate_of_the_first_case(people):
    certificate = certified(people)
    second = reopened(people, certificate.application)
    approve(people, second)
    third = reopened(people, second)
    filings.done(people.city, third, "decline", reason="不实")
    assert fresh(certificate).state == State.REVOKED


def test_applicant_cannot_withdraw_a_correction(people):
    case = reopened(people, certified(people).application)
    with pytest.raises(RuleViolation, match="不能撤回"):
        filings.done(people.staff, case, "withdraw", reason="不需要")


@pytest.mark.parametrize("reason", ["", "  "])
def test_reason_is_asked_for(people, reason):
    with pytest.raises(RuleViolation) as refused:
        reopened(people, declined(people), reason)
    assert set(refused.value.errors) == {"reason"}


def test_case_is_reopened_once(people):
    wrong = declined(people)
    reopened(people, wrong)
    with pytest.raises(RuleViolation, match="已经重新审核过"):
        reopened(people, wrong)


def test_running_case_is_not_reopened(people):
    case = filings.submitted(people.staff)
    with pytest.raises(RuleViolation, match="只有已认定或不予认定"):
        reopened(people, case)


@pytest.mark.parametrize("who", ["staff", "reviewer"])
def test_only_the_city_reopens(people, who):
    wrong, actor = declined(people), getattr(people, who)
    with acting_as(actor), pytest.raises(NotPermitted):
        reopen_decision(actor, wrong.pk, "错")


def test_foreign_case_does_not_exist(people, as_actor):
    wrong, stranger = declined(people), as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(stranger), pytest.raises(Application.DoesNotExist):
        reopen_decision(stranger, wrong.pk, "错")


def test_case_pages_lead_both_ways(people, signed_in):
    from django.urls import reverse

    wrong = declined(people)
    case = reopened(people, wrong)
    client = signed_in(people.city)
    old = client.get(reverse("procedures:case", args=[wrong.pk])).content.decode()
    new = client.get(reverse("procedures:case", args=[case.pk])).content.decode()
    assert reverse("procedures:case", args=[case.pk]) in old
    assert reverse("procedures:case", args=[wrong.pk]) in new
