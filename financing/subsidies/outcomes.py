"""What an approved claim brings about: a promise of money, in the ledger."""

from django.urls import reverse

from financing.ledger.origins import register_origin
from financing.money import wan
from financing.subsidies.actions.line_files import register_files
from financing.subsidies.actions.share_budget import ACT
from financing.subsidies.case_part import (
    SUBSIDY,
    refuse_what_came_first,
)
from financing.subsidies.money.following import (
    follow_money,
    grant_money,
    withdraw_money,
)
from financing.subsidies.money.origin import origin_of_payment
from lifecycle.two_persons import register_act
from procedures.cases.lifecycle import MACHINE
from procedures.cases.outcomes import Result, register, register_references, register_results
from procedures.models import Application, Snapshot
from procedures.models.application import State


class SubsidyOutcome:
    """Money that was decided on. It may be had again: caps and exclusions say how often."""

    label = "资金支持"
    once = False
    held_words = ""
    held_at = "financing:own_claims"

    def grant(self, application: Application, snapshot: Snapshot) -> None:
        grant_money(application)

    def withdraw(self, application: Application, reason: str) -> None:
        withdraw_money(application, reason)


def decided_money(application: Application) -> Result | None:
    """What was decided, as the page of the case tells its owner."""
    outcome = application.scheme_version.parsed.outcome
    if application.state != State.APPROVED or outcome != SUBSIDY:
        return None
    claim = getattr(application, "claim", None)
    amount = claim.approved_amount if claim else None
    headline = f"已审定，支持 {wan(amount)} 万元" if amount else "已审定"
    page = reverse("financing:claim_lines", args=[application.pk])
    return Result(headline, SubsidyOutcome.label, ("查看明细和算式", page))


def numbers_of(case_ids: list[int]) -> dict[int, str]:
    """A claim that was decided goes by the number of its case: there is no certificate."""
    rows = Application.objects.filter(pk__in=case_ids, claim__isnull=False)
    return {pk: number or "" for pk, number in rows.values_list("pk", "number")}


def register_outcomes() -> None:
    register(SUBSIDY, SubsidyOutcome())
    register_results(decided_money)
    register_references(numbers_of)
    register_files()
    MACHINE.subscribe(refuse_what_came_first)
    MACHINE.subscribe(follow_money)
    register_origin(origin_of_payment)
    register_act(ACT)
