"""What an approved claim brings about: a commitment of money, which the ledger makes."""

from django.urls import reverse

from financing.subsidies.actions.line_files import register_files
from financing.subsidies.case_part import (
    SUBSIDY,
    SubsidyCasePart,
    refuse_what_came_first,
)
from procedures.cases.lifecycle import MACHINE
from procedures.cases.outcomes import Result, register, register_results
from procedures.cases.parts import register_part
from procedures.models import Application, Snapshot
from procedures.models.application import State


class SubsidyOutcome:
    """Money that was decided on. It may be had again: caps and exclusions say how often. What is
    paid follows from the ledger, which listens to the life of the case."""

    label = "资金支持"
    once = False
    held_words = ""
    held_at = "financing:own_claims"

    def grant(self, application: Application, snapshot: Snapshot) -> None:
        """Nothing besides the decision itself: its amount stands in the claim."""

    def withdraw(self, application: Application, reason: str) -> None:
        """Nothing: a decision that was corrected is taken back in the ledger by its own act."""


def decided_money(application: Application) -> Result | None:
    """What was decided, as the page of the case tells its owner."""
    outcome = application.scheme_version.parsed.outcome
    if application.state != State.APPROVED or outcome != SUBSIDY:
        return None
    claim = getattr(application, "claim", None)
    amount = claim.approved_amount if claim else None
    headline = f"已审定，支持 {amount / 10_000:,.2f} 万元" if amount else "已审定"
    page = reverse("financing:claim_lines", args=[application.pk])
    return Result(headline, SubsidyOutcome.label, ("查看明细和算式", page))


def register_outcomes() -> None:
    register(SUBSIDY, SubsidyOutcome())
    register_part(SubsidyCasePart())
    register_results(decided_money)
    register_files()
    MACHINE.subscribe(refuse_what_came_first)
