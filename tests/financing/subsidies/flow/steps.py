"""Budgets for claims, and claims on their way to their money."""

from collections.abc import Mapping
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from financing.ledger.positions import Position, position_of
from financing.models import (
    BudgetChange,
    Fund,
    Payable,
    Recovery,
    SubsidyClaim,
    SubsidyKey,
    SubsidyLine,
)
from procedures.cases.actions.reopen_decision import reopen_decision
from procedures.models import Application, Batch, CaseEvent, Snapshot
from tests.financing.ledger import money
from tests.financing.subsidies import claims as lines
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


def filed(
    staff: Actor, batch: Batch, *typed: Mapping[str, object], kind: str = "invoice",
    state: str = "city_review",
) -> SubsidyClaim:  # fmt: skip
    """A claim with lines as the enterprise types them, in `state`."""
    case = lines.draft(staff, batch)
    for one in typed:
        lines.add(staff, case, one, kind)
    with system_scope(reason="test"):
        Snapshot.objects.create(
            **case.home, application=case, number=1, answers={}, files=[], sha256="",
            facts={"enterprise": {"name": "示例"}}, evaluation={"groups": [], "score": None},
        )  # fmt: skip
    moved(case, state)
    with system_scope(reason="test"):
        rows = SubsidyClaim.objects.select_related(
            "application__scheme_version", "application__batch"
        )
        return rows.get(application=case)


def moved(case: Application, state: str, name: str = "submit", source: str = "draft") -> None:
    """Put the case into a state, with the event that the database asks for."""
    with system_scope(reason="test"):
        CaseEvent.objects.create(
            **case.home, application=case, transition=name, source=source, target=state,
            at=timezone.now(),
        )  # fmt: skip
        Application.objects.filter(pk=case.pk).update(state=state, submitted_at=timezone.now())


def keyed(claim: SubsidyClaim, number: int, key: str, kind: str = "invoice") -> None:
    """Give a line a number, such as one that was put right after the payment."""
    with system_scope(reason="test"):
        line = SubsidyLine.objects.get(claim=claim, number=number)
        SubsidyKey.objects.filter(line=line, kind=kind).delete()
        SubsidyKey.objects.create(**line.home, claim=claim, line=line, kind=kind, key=key)


def reopened(people: SimpleNamespace, case: Application) -> SubsidyClaim:
    """The claim of the case that decides `case` anew."""
    with acting_as(people.city):
        again = reopen_decision(people.city, case.pk, "示例：原决定有误")
        rows = SubsidyClaim.objects.select_related("application__scheme_version")
        return rows.get(application=again)


def corrected(people: SimpleNamespace, case: Application) -> Application:
    """The case decided anew as it was."""
    again = reopened(people, case).application
    decided(people, filings.done(people.city, again, "propose"))
    return filings.fresh(again)


def recoveries() -> list[tuple[int, str, Decimal]]:
    """The case, cause and principal of all that is asked back."""
    with system_scope(reason="test"):
        return list(Recovery.objects.order_by("pk").values_list("application", "cause", "amount"))
