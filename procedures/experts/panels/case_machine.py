"""The life of a case before a panel of experts, declared once."""

from typing import TypeAlias

from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_the_portal
from lifecycle.transitions import Change, Transition, TransitionInput
from procedures.experts.panels.results import PanelItem, PanelResult, result_of
from procedures.experts.panels.seats import tell_city
from procedures.models import PanelCase, PanelCaseEvent, ScoreSheet

State = PanelCase.State
PanelCaseTransition: TypeAlias = Transition[PanelCase, TransitionInput]
PanelCaseChange: TypeAlias = Change[PanelCase, TransitionInput]


def handed_in(case: PanelCase) -> list[ScoreSheet]:
    return list(case.sheets.filter(state=ScoreSheet.State.SUBMITTED).order_by("id"))


def computed_result(case: PanelCase, sheets: list[ScoreSheet]) -> PanelResult:
    """What the panel's settings make of the marks on `sheets`."""
    items = [PanelItem.from_json(item) for item in sheets[0].items]
    marks = [sheet.decimal_marks for sheet in sheets]
    return result_of(items, marks, trimming=case.panel.trimming)


# --- when it is possible --------------------------------------------------------------------------


def waits_for_the_city(actor: Actor | None, case: PanelCase) -> str:
    """Its totals lie far apart, or fewer than planned have scored and nobody else can be drawn."""
    if case.state == State.WIDE:
        return ""
    if case.sheets.open().exists() or not handed_in(case):
        return f"{case.code} 还在评分，不用另行接受。"
    return ""


# --- what it does ---------------------------------------------------------------------------------


def count_marks(change: PanelCaseChange) -> None:
    case = change.row
    sheets = handed_in(case)
    result = computed_result(case, sheets)
    case.total, case.spread = result.total, result.spread
    case.result = {**result.as_json(), "sheets": [sheet.pk for sheet in sheets]}


def save_reason(change: PanelCaseChange) -> None:
    change.row.accepted_reason = change.input.reason.strip()[:500]


def tell_city_of_spread(change: PanelCaseChange) -> None:
    case = change.row
    tell_city(
        case.panel,
        f"{case.code} 的专家分差 {case.spread} 分，超过 {case.panel.spread_limit} 分",
        "请补充一位专家评审，或写明理由后接受。",
        f"wide:{case.pk}",
    )


def tell_city_of_the_last(change: PanelCaseChange) -> None:
    panel = change.row.panel
    if not panel.cases.filter(state__in=(State.SCORING, State.WIDE)).exists():
        tell_city(panel, f"{panel.title}已全部评完", "可以结束评审。", f"done:{panel.pk}")


TRANSITIONS = (
    PanelCaseTransition(
        name="score",
        label="评完",
        sources=frozenset({State.SCORING}),
        target=State.SCORED,
        may=is_the_portal,
        effects=(count_marks,),
        notify=(tell_city_of_the_last,),
        by_hand=False,
    ),
    PanelCaseTransition(
        name="differ",
        label="分差过大",
        sources=frozenset({State.SCORING}),
        target=State.WIDE,
        may=is_the_portal,
        effects=(count_marks,),
        notify=(tell_city_of_spread,),
        by_hand=False,
    ),
    PanelCaseTransition(
        name="ask_another",
        label="补充专家评审",
        sources=frozenset({State.WIDE}),
        target=State.SCORING,
        may=is_city_officer,
    ),
    PanelCaseTransition(
        name="accept",
        label="另行接受",
        history_label="接受评审结果",
        sources=frozenset({State.SCORING, State.WIDE}),
        target=State.SCORED,
        may=is_city_officer,
        guards=(waits_for_the_city,),
        effects=(count_marks, save_reason),
        reason_required=True,
        reason_missing="请写明接受的理由。",
    ),
    PanelCaseTransition(
        name="release",
        label="撤出评审",
        sources=frozenset({State.SCORING, State.WIDE, State.SCORED}),
        target=State.RELEASED,
        may=is_the_portal,
        by_hand=False,
    ),
)

MACHINE = Machine(
    name="panel_case",
    model=PanelCase,
    noun="件评审",
    rows=TRANSITIONS,
    first=frozenset({State.SCORING}),
    final=frozenset({State.RELEASED}),
    tones={State.WIDE: "wait", State.SCORED: "ok"},
    events=PanelCaseEvent,
    parent="panel_case",
    takes=TransitionInput,
    select_related=("panel",),
)


def settle(panel_case_id: int) -> None:
    """Count a case once all its sheets are in: scored, or with totals too far apart.

    A case that already had a further opinion is scored whatever the spread. Needs a scope that
    sees the panel.
    """
    rows = PanelCase.objects.select_for_update(of=("self",)).select_related("panel")
    case: PanelCase = rows.get(pk=panel_case_id)
    if case.state != State.SCORING or case.sheets.open().exists():
        return
    sheets = handed_in(case)
    if len(sheets) < case.panel.experts_per_case:
        return  # somebody stood aside and nobody could be drawn: the city was told
    had_more = any(sheet.is_additional for sheet in sheets)
    is_wide = computed_result(case, sheets).spread > case.panel.spread_limit and not had_more
    MACHINE.execute(None, case.pk, "differ" if is_wide else "score")
