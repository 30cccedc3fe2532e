"""The life of an expert's sheet, declared once."""

from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor, system_scope
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_the_portal
from lifecycle.transitions import Change, Transition, TransitionInput
from procedures.experts.panels.case_machine import settle
from procedures.experts.panels.marks import items_of, problems_of
from procedures.experts.panels.results import read_mark, total_of
from procedures.experts.panels.seats import seat_another
from procedures.models import PanelCase, ScoreSheet, ScoreSheetEvent

State = ScoreSheet.State
SheetTransition: TypeAlias = Transition[ScoreSheet, TransitionInput]
SheetChange: TypeAlias = Change[ScoreSheet, TransitionInput]


def is_its_expert(actor: Actor | None, sheet: ScoreSheet) -> bool:
    return actor is not None and sheet.reviewer_id == actor.user_id


def is_complete(actor: Actor | None, sheet: ScoreSheet) -> str:
    problems = problems_of(sheet)
    return f"还有 {len(problems)} 处没有填好。" if problems else ""


# --- what it does ---------------------------------------------------------------------------------


def fix_marks(change: SheetChange) -> None:
    sheet = change.row
    items = items_of(sheet)
    sheet.marks = {item.key: str(read_mark(item, sheet.marks[item.key])) for item in items}
    sheet.total = total_of(items, sheet.decimal_marks)
    sheet.submitted_at = timezone.now()


def take_the_paper(change: SheetChange) -> None:
    """Who does not score a case reads nothing of it any more."""
    change.row.reason = change.input.reason.strip()[:500]
    change.row.paper = {}


def settle_its_case(change: SheetChange) -> None:
    with system_scope(reason="settle a case that its experts have scored"):
        settle(change.row.panel_case_id)


def draw_another(change: SheetChange) -> None:
    """The case's row is the lock under which its seats are given."""
    sheet = change.row
    why = "更换专家" if change.transition.name == "replace" else "有专家回避"
    with system_scope(reason="draw an expert in the place of another"):
        case = PanelCase.objects.select_for_update(of=("self",)).get(pk=sheet.panel_case_id)
        seat_another(case, is_additional=sheet.is_additional, why=why)


OPEN = frozenset({State.OPEN})

TRANSITIONS = (
    SheetTransition(
        name="hand_in",
        label="提交评分",
        sources=OPEN,
        target=State.SUBMITTED,
        may=is_its_expert,
        guards=(is_complete,),
        effects=(fix_marks,),
        consequences=(settle_its_case,),
        tone="go",
    ),
    SheetTransition(
        name="recuse",
        label="申请回避",
        sources=OPEN,
        target=State.RECUSED,
        may=is_its_expert,
        effects=(take_the_paper,),
        consequences=(draw_another,),
        reason_required=True,
        reason_missing="请写明回避的原因。",
    ),
    SheetTransition(
        name="recuse_by_check",
        label="查出利害关系，自动回避",
        sources=OPEN,
        target=State.RECUSED,
        may=is_the_portal,
        effects=(take_the_paper,),
        consequences=(draw_another,),
        by_hand=False,
    ),
    SheetTransition(
        name="replace",
        label="更换专家",
        sources=OPEN,
        target=State.REPLACED,
        may=is_city_officer,
        effects=(take_the_paper,),
        consequences=(draw_another,),
        reason_required=True,
        reason_missing="请写明更换的原因。",
    ),
    SheetTransition(
        name="release",
        label="申报已办结",
        sources=OPEN,
        target=State.REPLACED,
        may=is_the_portal,
        effects=(take_the_paper,),
        by_hand=False,
    ),
)

MACHINE = Machine(
    name="score_sheet",
    model=ScoreSheet,
    noun="份评审表",
    rows=TRANSITIONS,
    first=OPEN,
    final=frozenset({State.SUBMITTED, State.RECUSED, State.REPLACED}),
    tones={State.OPEN: "wait", State.SUBMITTED: "ok"},
    events=ScoreSheetEvent,
    parent="sheet",
    takes=TransitionInput,
    carried=("reviewer_id",),
    version_field="revision",
)
