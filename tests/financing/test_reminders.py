"""What banks and enterprises are told every night."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import OutboxMessage
from accounts.tenancy import system_scope
from financing.models import DemandHandling
from financing.nightly import run_nightly
from tests.financing.credits import line, reported
from tests.financing.demands import posted
from tests.financing.listing import listed


def titles(user_id):
    with system_scope(reason="test"):
        told = OutboxMessage.objects.filter(topic="accounts.notify")
        return [one.payload["title"] for one in told if one.payload["recipient_id"] == user_id]


def due_in(days):
    with system_scope(reason="test"):
        DemandHandling.objects.update(due_on=timezone.localdate() + timedelta(days=days))


def of_demands(bank):
    return [title for title in titles(bank.user_id) if title.startswith("融资需求待答复")]


def of_loans(user_id):
    return [title for title in titles(user_id) if "到期" in title and "贷款" in title]


def test_bank_is_told_of_a_demand_the_day_before_its_time_is_up(people, holder, bank):
    listed(people)
    posted(people.staff, bank)
    due_in(1)
    run_nightly()
    assert of_demands(bank) == ["融资需求待答复：1 项今明两天到期"]


def test_bank_is_told_of_a_late_demand(people, holder, bank):
    listed(people)
    posted(people.staff, bank)
    due_in(-1)
    run_nightly()
    run_nightly()
    assert of_demands(bank) == ["融资需求待答复：1 项已超过答复时限"]


def test_bank_with_time_left_is_not_told(people, holder, bank):
    listed(people)
    posted(people.staff, bank)
    due_in(2)
    run_nightly()
    assert of_demands(bank) == []


def test_enterprise_and_bank_are_told_of_a_loan_that_runs_out(people, holder, bank):
    entry = listed(people)
    reported(bank, line(entry, due_on=str(timezone.localdate() + timedelta(days=90))))
    run_nightly()
    run_nightly()
    assert len(of_loans(people.staff.user_id)) == 1
    assert of_loans(bank.user_id) == ["1 笔贷款 90 天内到期"]


def test_loan_with_more_time_is_not_told(people, holder, bank):
    entry = listed(people)
    reported(bank, line(entry, due_on=str(timezone.localdate() + timedelta(days=91))))
    run_nightly()
    assert of_loans(people.staff.user_id) == of_loans(bank.user_id) == []
