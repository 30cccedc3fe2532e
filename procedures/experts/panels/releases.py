"""Cases that end while experts score them."""

from accounts.tenancy import system_scope
from lifecycle.transitions import TransitionInput
from procedures.cases.changes import CaseChange
from procedures.cases.lifecycle import MACHINE
from procedures.experts.panels import case_machine, sheet_machine
from procedures.models import PanelCase, ScoreSheet
from procedures.models.application import FINISHED_STATES, State

ENDED = TransitionInput("申报已办结，不再评审")


def release_experts(change: CaseChange) -> None:
    """Nobody goes on scoring a case that has ended; an enterprise that withdraws sees no sheet."""
    if change.source != State.EXPERT_REVIEW or change.target not in FINISHED_STATES:
        return
    with system_scope(reason="release the experts of a case"):
        case = PanelCase.objects.filter(application=change.row).first()
        if case is None:
            return
        sheets = ScoreSheet.objects.open().filter(panel_case=case).order_by("id")
        for pk in list(sheets.values_list("pk", flat=True)):
            sheet_machine.MACHINE.execute(None, pk, "release", ENDED)
        case_machine.MACHINE.execute(None, case.pk, "release")


def register_releases() -> None:
    MACHINE.subscribe(release_experts)
