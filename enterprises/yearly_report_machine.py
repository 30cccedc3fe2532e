"""The life of a yearly report, declared once: a draft until the enterprise submits it."""

from dataclasses import dataclass, field
from typing import TypeAlias

from django.utils import timezone

from enterprises.actions.entry_values import take_reported_figures
from enterprises.models import Enterprise, YearlyReport, YearlyReportEvent
from enterprises.rules.plausibility import Figures
from lifecycle.machine import Machine
from lifecycle.policies import is_its_enterprise
from lifecycle.transitions import Change, Transition, TransitionInput

State = YearlyReport.State
NEEDED = ("revenue", "main_revenue", "rd_cost", "assets", "liabilities", "net_profit", "staff")
LEAST_EXPLANATION = 4


@dataclass(frozen=True)
class SubmissionInput(TransitionInput):
    """What is submitted: the figures of the report, how many of them are doubtful, and why."""

    figures: Figures = field(default_factory=dict)
    doubtful: int = 0
    explanation: str = ""


ReportTransition: TypeAlias = Transition[YearlyReport, SubmissionInput]
ReportChange: TypeAlias = Change[YearlyReport, SubmissionInput]


def needed_figures_are_given(given: SubmissionInput) -> dict[str, str]:
    return {
        name: "上报前请填写这一项，没有发生请填 0。"
        for name in NEEDED
        if given.figures.get(name) is None
    }


def doubts_are_explained(given: SubmissionInput) -> dict[str, str]:
    if not given.doubtful or len(given.explanation.strip()) >= LEAST_EXPLANATION:
        return {}
    return {"warnings_explained": f"有 {given.doubtful} 处数据需要说明，请核对后写明原因。"}


def note_submission(change: ReportChange) -> None:
    change.row.submitted_at = timezone.now()


def class_the_enterprise(change: ReportChange) -> None:
    rows = Enterprise.objects.select_for_update(of=("self",))
    enterprise = rows.get(pk=change.row.organisation_id)
    take_reported_figures(enterprise, change.row.year, change.input.figures)
    enterprise.save()


def forget_submission(change: ReportChange) -> None:
    change.row.submitted_at = None


TRANSITIONS = (
    ReportTransition(
        name="submit",
        label="上报",
        sources=frozenset({State.DRAFT}),
        target=State.SUBMITTED,
        may=is_its_enterprise,
        checks=(needed_figures_are_given, doubts_are_explained),
        effects=(note_submission, class_the_enterprise),
        tone="go",
        by_hand=False,  # goes with the form of the figures
    ),
    ReportTransition(
        name="reopen",
        label="撤回上报",
        sources=frozenset({State.SUBMITTED}),
        target=State.DRAFT,
        may=is_its_enterprise,
        effects=(forget_submission,),
        tone="no",
    ),
)

MACHINE = Machine(
    name="yearly_report",
    model=YearlyReport,
    noun="份年度数据",
    rows=TRANSITIONS,
    first=frozenset({State.DRAFT}),
    final=frozenset(),
    tones={State.DRAFT: "wait", State.SUBMITTED: "ok"},
    events=YearlyReportEvent,
    parent="report",
    takes=SubmissionInput,
)
