"""What the night finds that was paid twice."""

from decimal import Decimal

import pytest

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from financing.ledger.recovery_machine import MACHINE as RECOVERY
from financing.ledger.recovery_machine import RecoveryInput
from financing.models import Recovery, RecoveryCause, SubsidyClaim
from financing.subsidies.money.paid_twice import propose_what_was_paid_twice
from financing.subsidies.review.actions.decide_line import accept_the_rest
from tests.financing.ledger import money
from tests.financing.subsidies.claims import LOANS, batch_of, loan
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.flow.steps import keyed
from tests.financing.subsidies.flow.test_following import paid_case, told_and_agreed
from tests.financing.subsidies.review import claims
from tests.procedures import filings

FIRST, SECOND = "25370000000000000007", "25370000000000000008"


@pytest.fixture
def other(people, fund, claim, as_actor, district):
    """The claim of another enterprise in the same batch."""
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    made = claims.claim(staff, district.pk, claim.application.batch, state="city_review")
    money.account_of(staff, "802010200009999")
    return made


def paid(people, *both):
    cases = [steps.proposed(people, claims.fresh(one)) for one in both]
    steps.decided(people, *cases)
    steps.paid(people, *cases)


@pytest.fixture
def both_paid(people, claim, other):
    """Two claims that were paid; the second has the first one's invoice in its line 4 (200.00)."""
    paid(people, claim, other)
    keyed(claim, 1, FIRST)
    keyed(other, 4, FIRST)
    return claim, other


def test_what_was_paid_twice_is_proposed_to_be_asked_back_once(people, both_paid):
    """200.00 万元 at 16 % are 32.00 万元."""
    assert propose_what_was_paid_twice() == 1
    assert propose_what_was_paid_twice() == 0
    with acting_as(people.city):
        [row] = Recovery.objects.all()
    assert (row.application_id, row.cause) == (both_paid[1].application_id, RecoveryCause.DOUBLE)
    assert (row.amount, row.state) == (Decimal("320000.00"), "proposed")


def test_second_double_raises_the_proposal_that_is_open(people, both_paid):
    """Line 4 has 200.00 and line 5 128.00 at 16 %."""
    first, second = both_paid
    propose_what_was_paid_twice()
    keyed(first, 2, SECOND)
    keyed(second, 5, SECOND)
    assert propose_what_was_paid_twice() == 1
    assert steps.recoveries() == [(second.application_id, "double", Decimal("524800.00"))]
    assert propose_what_was_paid_twice() == 0


def test_second_double_is_proposed_after_the_first_was_dropped(people, both_paid):
    first, second = both_paid
    propose_what_was_paid_twice()
    keyed(first, 2, SECOND)
    keyed(second, 5, SECOND)
    with acting_as(people.city):
        row = Recovery.objects.get()
    with acting_as(people.city2):
        RECOVERY.execute(people.city2, row.pk, "drop", RecoveryInput(reason="示例"))
    assert propose_what_was_paid_twice() == 1
    assert steps.recoveries()[1:] == [(second.application_id, "double", Decimal("204800.00"))]


def test_share_of_a_short_budget_is_asked_back_by_its_share(people, claim, other):
    with system_scope(reason="test"):
        for one in (claim, other):
            row = SubsidyClaim.objects.get(pk=one.pk)
            row.audited_amount = Decimal("2056000.00")
            row.sums = {"budget": {"amount": "1028000.00", "before": "2056000.00", "sum": {}}}
            row.save()
    paid(people, claim, other)
    keyed(claim, 1, FIRST)
    keyed(other, 4, FIRST)
    propose_what_was_paid_twice()
    assert steps.recoveries() == [(other.application_id, "double", Decimal("160000.00"))]


def test_line_that_was_struck_first_was_paid_once(people, claim, other):
    claims.decided(people.city, claim, 1, "strike", reason="不是本企业的设备")
    with acting_as(people.city):
        accept_the_rest(people.city, claim.pk)
    told_and_agreed(people, claim)
    paid(people, claim, other)
    keyed(claim, 1, FIRST)
    keyed(other, 4, FIRST)
    assert propose_what_was_paid_twice() == 0


def test_correction_is_no_double_of_what_it_corrects(people, fund, claim):
    """A line that was cut is taken up again: the difference is paid by the second decision."""
    claims.decided(people.city, claim, 4, "reduce", "100", "只认一半")
    with acting_as(people.city):
        accept_the_rest(people.city, claim.pk)
    told_and_agreed(people, claim)
    keyed(claim, 4, FIRST)
    case = paid_case(people, claims.fresh(claim))
    again = steps.reopened(people, case)
    keyed(again, 4, FIRST)
    claims.decided(people.city, again, 4, "reduce", "150", "补认")
    told_and_agreed(people, again)
    case = steps.proposed(people, claims.fresh(again))
    steps.decided(people, case)
    steps.paid(people, case)
    assert [one.amount for one in steps.payables(case)] == [Decimal("80000.00")]
    assert propose_what_was_paid_twice() == 0


def test_loan_that_was_paid_for_twice_is_found(people, as_actor, district):
    """Its interest subsidy alone comes back, not that of the other loan."""
    steps.with_budget(people, code="unassigned")
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    filings.confirmed(staff, 2)
    money.account_of(people.staff)
    money.account_of(staff, "802010200009999")
    batch = batch_of(LOANS)
    another = loan(receipt_number="JJ-2", contract_number="H-2", drawn="15000000")
    first = steps.filed(people.staff, batch, loan(receipt_number="JJ-1"), kind="loan")
    second = steps.filed(staff, batch, loan(receipt_number="JJ-3"), another, kind="loan")
    paid(people, first, second)
    keyed(first, 1, "示例银行|jj9", "loan")
    keyed(second, 1, "示例银行|jj9", "loan")
    propose_what_was_paid_twice()
    assert steps.recoveries() == [(second.application_id, "double", Decimal("266875.00"))]
