"""Which loan a renewal renews, and that the renewed one is to be settled."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import acting_as
from financing.models import CreditFeedback
from financing.nightly import run_nightly
from tests.financing.credits import credit, line, reported
from tests.financing.listing import listed
from tests.financing.test_reminders import of_loans, titles

TODAY = timezone.localdate()


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def old_loan(entry, reference, days=20):
    return line(
        entry,
        reference,
        contacted_on=str(TODAY - timedelta(days=320)),
        paid_out_on=str(TODAY - timedelta(days=300)),
        due_on=str(TODAY + timedelta(days=days)),
    )


def renewal(entry, reference="NEW-1", **more):
    return line(entry, reference, **({"renewal": "without_repayment"} | more))


def followed_up(bank):
    with acting_as(bank):
        rows = CreditFeedback.objects.to_follow_up().order_by("due_on")
        return list(rows.values_list("reference", flat=True))


def to_settle(bank):
    with acting_as(bank):
        return list(CreditFeedback.objects.to_settle().values_list("reference", flat=True))


def test_one_renewal_takes_one_of_two_loans_off_the_follow_up(entry, bank):
    reported(bank, old_loan(entry, "OLD-1", 20), old_loan(entry, "OLD-2", 25))
    (result,) = reported(bank, renewal(entry, renews="OLD-1"))
    assert result.status == "created"
    assert (followed_up(bank), to_settle(bank)) == (["OLD-2"], ["OLD-1"])


def test_renewed_loan_is_settled_and_gone_from_both(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"), renewal(entry, renews="OLD-1"))
    settled = old_loan(entry, "OLD-1") | {"state": "settled", "settled_on": str(TODAY)}
    settled.pop("balance")
    reported(bank, settled)
    assert (followed_up(bank), to_settle(bank)) == ([], [])


def test_renewal_that_names_no_loan_is_asked_for_it(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"), old_loan(entry, "OLD-2", 25))
    (result,) = reported(bank, renewal(entry))
    assert list(result.errors) == ["renews"]
    assert "OLD-1、OLD-2" in result.errors["renews"]


def test_renewal_of_a_loan_before_the_line_is_taken_without_it(entry, bank):
    assert [one.status for one in reported(bank, renewal(entry))] == ["created"]


def test_loan_of_the_same_batch_is_renewed(entry, bank):
    results = reported(bank, old_loan(entry, "OLD-1"), renewal(entry, renews="OLD-1"))
    assert [one.status for one in results] == ["created", "created"]


def test_credit_that_was_not_paid_out_is_not_renewed(entry, bank):
    reported(bank, line(entry, "GRANTED", state="granted"))
    (result,) = reported(bank, renewal(entry, renews="GRANTED"))
    assert "没有放款" in result.errors["renews"]


def test_loan_of_another_bank_is_not_renewed(entry, bank, other_bank):
    reported(other_bank, old_loan(entry, "OLD-1"))
    (result,) = reported(bank, renewal(entry, renews="OLD-1"))
    assert list(result.errors) == ["renews"]


def test_named_loan_asks_how_it_is_renewed(entry, bank):
    reported(bank, old_loan(entry, "OLD-1"))
    (result,) = reported(bank, line(entry, "NEW-1", renews="OLD-1"))
    assert list(result.errors) == ["renewal"]


def test_form_of_a_renewal_chooses_no_kind_and_tells_both_loans(entry, bank, signed_in):
    reported(bank, old_loan(entry, "OLD-1"))
    client, address = signed_in(bank), reverse("financing:report_credit")
    form = client.get(address, {"renews": "OLD-1"}).context["form"]
    assert (form["renews"].value(), form["renewal"].value()) == ("OLD-1", "")
    sent = renewal(entry, renews="OLD-1", renewal="")
    assert "renewal" in client.post(address, sent).context["form"].errors
    answer = client.post(address, sent | {"renewal": "renewed"}, follow=True)
    assert "所续的原贷款 OLD-1 还清后，请反馈结清" in answer.content.decode()
    assert credit("NEW-1").renews == "OLD-1"
    for one, other in (("OLD-1", "NEW-1"), ("NEW-1", "OLD-1")):
        page = client.get(reverse("financing:report_again", args=[one])).content.decode()
        assert reverse("financing:report_again", args=[other]) in page


def test_bank_is_reminded_to_settle_what_it_renewed(entry, people, bank, signed_in):
    reported(bank, old_loan(entry, "OLD-1"), renewal(entry, renews="OLD-1"))
    home = signed_in(bank).get("/home/").content.decode()
    assert "1 笔贷款已续贷，原贷款还没有反馈结清" in home and "OLD-1" in home
    run_nightly()
    assert "1 笔贷款已续贷，原贷款还没有反馈结清" in titles(bank.user_id)
    assert of_loans(people.staff.user_id) == []


def test_enterprise_sees_what_renews_its_loan(entry, people, bank, signed_in):
    reported(bank, old_loan(entry, "OLD-1"), renewal(entry, renews="OLD-1"))
    page = signed_in(people.staff).get(reverse("financing:own_credits")).content.decode()
    assert "续这笔贷款（无还本续贷）" in page and "NEW-1" in page
    assert "申请无还本续贷" not in page.split("授信记录")[0]
