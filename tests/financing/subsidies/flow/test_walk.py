"""One claim from its draft to the reconciled payment, by the acts alone."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from accounts.tenancy import acting_as
from financing.ledger.positions import paid_to
from financing.models import SubsidyClaim
from financing.subsidies.actions.explain_hit import explain_hit
from financing.subsidies.actions.withdraw_line import withdraw_line
from financing.subsidies.gate import standing_of
from financing.subsidies.review.actions.tell_cut import answer_cut, tell_cut
from financing.subsidies.review.cut_machine import MACHINE as CUTS
from financing.subsidies.review.cut_machine import CutInput
from procedures.models import Application
from tests.financing.ledger import money
from tests.financing.subsidies import claims
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.review.claims import AMOUNTS, WAN, WITHDRAWN, checked, cut_as_drawn
from tests.procedures import filings

FUND = "technical_upgrading"
pytestmark = pytest.mark.django_db


def filled(people: SimpleNamespace) -> Application:
    """The draft of look/money: 12 machines, one of them withdrawn, with photos and goals."""
    case = claims.draft(people.staff, claims.batch_of(claims.EQUIPMENT))
    for number, wan in enumerate(AMOUNTS, 1):
        claims.add(people.staff, case, claims.invoice(number, str(Decimal(wan) * WAN)))
    claims.photographed(people.staff, case)
    claims.with_goals(people.staff, case)
    with acting_as(people.staff):
        withdraw_line(people.staff, case.pk, WITHDRAWN)
        for hit in standing_of(claims.claim(case)).open_hits:
            explain_hit(people.staff, case.pk, hit.line, hit.key, "同一供应商分批供货")
    return filings.fresh(case)


def cut(people: SimpleNamespace, claim: SubsidyClaim) -> None:
    """Three lines are cut, the enterprise agrees, the district keeps the cut."""
    cut_as_drawn(people.reviewer, claim)
    checked(people.reviewer, claim)
    with acting_as(people.reviewer):
        notice = tell_cut(people.reviewer, claim.pk, "请核对")
    with acting_as(people.staff):
        answer_cut(people.staff, notice.pk, position="agrees", text="", line_answers={})
    with acting_as(people.reviewer):
        CUTS.execute(people.reviewer, notice.pk, "settle", CutInput("维持核减"))


def test_claim_goes_from_its_draft_to_a_reconciled_payment(people):
    """205.60 declared, 180.96 counted, 1,809,600.00 paid (look/money)."""
    steps.with_budget(people, "10000000", FUND)
    money.account_of(people.staff)
    case = filled(people)
    assert amounts(people, case)[0] == Decimal("2056000.00")
    filings.done(people.staff, case, "submit")
    with acting_as(people.reviewer):
        claim = claims.claim(case)
    cut(people, claim)
    assert amounts(people, case)[1] == Decimal("1809600.00")
    filings.done(people.reviewer, case, "recommend")
    filings.done(people.city, case, "propose")
    assert amounts(people, case)[2:] == [Decimal("1809600.00")] * 2
    assert steps.now(FUND).reserved == Decimal("1809600.00")
    steps.decided(people, case)
    [payable] = steps.payables(case)
    assert (payable.state, payable.amount) == ("due", Decimal("1809600.00"))
    assert (steps.now(FUND).reserved, steps.now(FUND).committed) == (0, payable.amount)
    steps.paid(people, case)
    with acting_as(people.city):
        [paid] = paid_to([case.organisation_id], fund_code=FUND, year=steps.YEAR)
    assert (paid.application_id, paid.amount) == (case.pk, Decimal("1809600.00"))
    position = steps.now(FUND)
    assert (position.paid, position.available) == (paid.amount, Decimal("8190400.00"))
    assert position.difference == 0


def amounts(people: SimpleNamespace, case: Application) -> list[Decimal | None]:
    """Declared, counted by the district, by the city, and approved; in 元."""
    with acting_as(people.staff):
        row = SubsidyClaim.objects.get(application=case)
    return [row.declared_amount, row.district_amount, row.audited_amount, row.approved_amount]
