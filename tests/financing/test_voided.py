"""What a bank reported by mistake is voided: it stays on record and counts for nothing."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from audit.models import TrailEntry
from financing.feedback.actions.void_credit import void_credit
from financing.feedback.results import results_by
from financing.models import CreditFeedback
from tests.financing.credits import credit, line, reported
from tests.financing.listing import listed
from tests.financing.test_api import is_problem, token_of
from tests.financing.test_renewals import old_loan, renewal

FEEDBACK = "/api/v1/feedback/"
REASON = "编号填错"


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def voided(bank, reference="A-1", reason=REASON, **more):
    with acting_as(bank):
        return void_credit(bank, reference, reason, bank.user_name, **more)


def on_record():
    with system_scope(reason="test"):
        return list(CreditFeedback.with_voided.order_by("id"))


def test_voided_credit_stays_with_who_when_and_why(entry, bank):
    reported(bank, line(entry))
    voided(bank)
    (row,) = on_record()
    assert (row.voided_by, row.void_reason) == (bank.user_name, REASON)
    assert timezone.now() - row.voided_at < timedelta(minutes=1)
    with system_scope(reason="test"):
        assert not CreditFeedback.objects.exists()
        changed = TrailEntry.objects.filter(table_name="financing_creditfeedback", operation="U")
        assert changed.get().changes["void_reason"] == ["", REASON]


def test_enterprise_is_told_why(entry, bank, people):
    reported(bank, line(entry))
    deliver_next()
    voided(bank)
    while deliver_next():
        pass
    with system_scope(reason="test"):
        told = Notification.objects.filter(
            recipient_id=people.staff.user_id, title__contains="已作废"
        )
        assert REASON in told.get().body


def test_enterprise_and_bureaus_no_longer_see_it(entry, bank, people, signed_in):
    reported(bank, line(entry, "SEEN-1"))
    voided(bank, "SEEN-1")
    page = signed_in(people.staff).get(reverse("financing:own_credits")).content.decode()
    assert "SEEN-1" not in page
    listed_page = reverse("financing:credits")
    assert "SEEN-1" not in signed_in(people.city).get(listed_page).content.decode()
    with_it = signed_in(people.city).get(listed_page, {"state": "voided"}).content.decode()
    assert "SEEN-1" in with_it
    assert REASON in with_it


def test_figures_leave_it_out(entry, bank, people):
    reported(bank, line(entry))
    today = timezone.localdate()
    with acting_as(people.city):
        assert results_by("bank", today - timedelta(days=30), today)
    voided(bank)
    with acting_as(people.city):
        assert results_by("bank", today - timedelta(days=30), today) == []


def test_number_is_reported_anew(entry, bank):
    reported(bank, line(entry))
    voided(bank)
    (result,) = reported(bank, line(entry, rate="4.1"))
    assert result.status == "created"
    assert [row.voided_at is None for row in on_record()] == [False, True]
    assert str(credit().rate) == "4.100"


def test_voiding_twice_gives_what_is_there(entry, bank):
    reported(bank, line(entry))
    first = voided(bank)
    assert voided(bank, reason="再次").void_reason == first.void_reason == REASON


@pytest.mark.parametrize(("reason", "told"), [(" ", "请写明"), ("长" * 201, "最多 200 字")])
def test_reason_is_asked_for(entry, bank, reason, told):
    reported(bank, line(entry))
    with pytest.raises(RuleViolation, match=told):
        voided(bank, reason=reason)
    assert credit().voided_at is None


def test_another_bank_finds_nothing_to_void(entry, bank, other_bank):
    reported(bank, line(entry))
    with pytest.raises(CreditFeedback.DoesNotExist):
        voided(other_bank)


def test_enterprise_voids_nothing(entry, bank, people):
    reported(bank, line(entry))
    with pytest.raises(NotPermitted):
        voided(people.staff)


def test_page_that_is_out_of_date_voids_nothing(entry, bank):
    reported(bank, line(entry))
    with pytest.raises(RuleViolation, match="您打开页面之后"):
        voided(bank, version=1)
    assert credit().voided_at is None


# --- renewals ------------------------------------------------------------------------------------


def test_loan_that_another_renews_is_not_voided_before_it(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"), renewal(entry, renews="OLD-1"))
    with pytest.raises(RuleViolation, match="NEW-1"):
        voided(bank, "OLD-1")
    voided(bank, "NEW-1")
    voided(bank, "OLD-1")
    assert all(row.voided_at for row in on_record())


def test_second_renewal_of_a_loan_is_refused_with_the_number_of_the_first(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"), renewal(entry, "NEW-1", renews="OLD-1"))
    (result,) = reported(bank, renewal(entry, "NEW-2", renews="OLD-1"))
    assert "NEW-1" in result.errors["renews"]


def test_second_renewal_of_the_same_batch_is_refused(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"))
    results = reported(
        bank, renewal(entry, "NEW-1", renews="OLD-1"), renewal(entry, "NEW-2", renews="OLD-1")
    )
    assert [one.status for one in results] == ["created", "rejected"]


def test_renewal_is_reported_again(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"), renewal(entry, "NEW-1", renews="OLD-1"))
    (result,) = reported(bank, renewal(entry, "NEW-1", renews="OLD-1", balance="200"))
    assert result.status == "updated"


def test_loan_is_free_for_another_when_its_renewal_is_voided_or_corrected(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"), old_loan(entry, "OLD-2"))
    reported(bank, renewal(entry, "NEW-1", renews="OLD-1"))
    results = reported(
        bank, renewal(entry, "NEW-1", renews="OLD-2"), renewal(entry, "NEW-2", renews="OLD-1")
    )
    assert [one.status for one in results] == ["updated", "created"]
    voided(bank, "NEW-2")
    (result,) = reported(bank, renewal(entry, "NEW-3", renews="OLD-1"))
    assert result.status == "created"


def test_renewal_is_not_asked_for_a_loan_that_another_renews(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"), renewal(entry, "NEW-1", renews="OLD-1"))
    (result,) = reported(bank, renewal(entry, "NEW-2"))
    assert result.status == "created"
    (result,) = reported(bank, renewal(entry, "NEW-1"))
    assert "OLD-1" in result.errors["renews"]


# --- page ----------------------------------------------------------------------------------------


def test_officer_voids_on_the_page_of_the_credit(entry, bank, signed_in):
    reported(bank, line(entry))
    client = signed_in(bank)
    page = client.get(reverse("financing:report_again", args=["A-1"]))
    assert "作废这笔反馈" in page.content.decode()
    answer = client.post(
        reverse("financing:void_credit", args=["A-1"]),
        {"reason": REASON, "version": page.context["version"]},
    )
    assert answer.status_code == 302
    assert on_record()[0].void_reason == REASON


def test_refused_voiding_says_why_beside_the_field(entry, bank, signed_in):
    reported(bank, line(entry))
    answer = signed_in(bank).post(reverse("financing:void_credit", args=["A-1"]), {"reason": ""})
    assert answer.status_code == 422
    assert "请写明作废的原因" in answer.content.decode()


# --- interface -----------------------------------------------------------------------------------


@pytest.fixture
def ask(program):
    token = token_of(program.client, program.secret).json()["access_token"]

    def asked(method, path, data=None, **headers):
        return getattr(Client(), method)(
            path, data, headers={"Authorization": f"Bearer {token}", **headers},
            content_type="application/json",
        )  # fmt: skip

    return asked


def void_asked(ask, reference="A-1", body=None, key="key-00000009"):
    said = json.dumps({"reason": REASON} if body is None else body)
    return ask("post", f"{FEEDBACK}{reference}/void/", said, **{"Idempotency-Key": key})


def test_program_voids_and_reads_it_back(entry, bank, ask):
    reported(bank, line(entry))
    began = timezone.now().isoformat().replace("+00:00", "Z")
    answer = void_asked(ask)
    assert answer.status_code == 200
    assert answer.json()["void_reason"] == REASON
    assert ask("get", f"{FEEDBACK}A-1/").json()["voided_at"] == answer.json()["voided_at"]
    changed = ask("get", f"{FEEDBACK}?changed_since={began.replace('+', '%2B')}").json()["items"]
    assert [(one["reference"], one["void_reason"]) for one in changed] == [("A-1", REASON)]


def test_repeated_voiding_does_not_void_what_was_reported_since(entry, bank, ask):
    reported(bank, line(entry))
    void_asked(ask)
    reported(bank, line(entry))
    assert void_asked(ask)["Idempotent-Replayed"] == "true"
    assert credit().voided_at is None
    assert ask("get", f"{FEEDBACK}A-1/").json()["voided_at"] is None


def test_key_of_another_credit_is_a_conflict(entry, bank, ask):
    reported(bank, line(entry), line(entry, "A-2"))
    void_asked(ask)
    is_problem(void_asked(ask, "A-2"), 409, "key-used-otherwise")


def test_voiding_without_a_reason_or_of_nothing_is_a_problem(entry, bank, ask):
    reported(bank, line(entry))
    (error,) = is_problem(void_asked(ask, body={}), 400, "invalid-request")["errors"]
    assert error == {"field": "reason", "message": "请写明作废的原因，企业会看到。"}
    is_problem(void_asked(ask, "A-9", key="key-00000010"), 404, "not-found")


def test_unknown_field_of_a_voiding_is_refused_by_name(entry, bank, ask):
    reported(bank, line(entry))
    body = {"reason": REASON, "amount": 5}
    (error,) = is_problem(void_asked(ask, body=body), 400, "invalid-request")["errors"]
    assert error["field"] == "amount"
    assert credit().voided_at is None
