"""Budgets for claims, and claims on their way to their money."""

from types import SimpleNamespace

from accounts.tenancy import acting_as, system_scope
from financing.ledger.positions import Position, position_of
from financing.models import BudgetChange, Fund, Payable, SubsidyClaim
from procedures.models import Application
from tests.financing.ledger import money
from tests.procedures import filings, notices

FUND = "technology"
YEAR = 2026


def with_budget(
    people: SimpleNamespace, amount: object = "100000000", code: str = FUND, year: int = YEAR
) -> Fund:
    """A fund with a budget that one officer proposed and another approved."""
    fund = money.fund(code)
    money.changed(people, fund, BudgetChange.Kind.APPROPRIATE, amount, year)
    return fund


def now(code: str = FUND, year: int = YEAR) -> Position:
    return position_of(code, year)


def proposed(people: SimpleNamespace, claim: SubsidyClaim) -> Application:
    """The claim in the city's review, proposed."""
    return filings.done(people.city, claim.application, "propose")


def on_notice(people: SimpleNamespace, *cases: Application) -> None:
    """Proposed cases of one batch, their public notice at its end."""
    notices.ended(notices.published(people, list(cases)))


def decided(people: SimpleNamespace, *cases: Application) -> None:
    """Proposed cases of one batch, decided after their public notice."""
    on_notice(people, *cases)
    for case in cases:
        filings.done(people.city, case, "certify")


def payables(case: Application) -> list[Payable]:
    with system_scope(reason="test"):
        return list(Payable.objects.filter(application=case).order_by("number"))


def paid(people: SimpleNamespace, *cases: Application) -> None:
    """What is due of the cases, paid by a batch that the bank answered in full, and closed."""
    from financing.ledger.actions.make_batch import make_batch

    due = [one for case in cases for one in payables(case) if one.state == "due"]
    with acting_as(people.city):
        batch = make_batch(people.city, due[0].fund_year_id, [one.pk for one in due])
    money.sent(people, batch)
    lines = [money.line(order, row) for row, order in enumerate(money.orders(batch), 2)]
    money.imported(people.city, batch, lines)
    money.done(people.city2, batch, "close")
