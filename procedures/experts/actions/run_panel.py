"""A panel on its way: settled cases, further opinions, replaced experts, its end."""

import secrets
from decimal import Decimal

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from procedures.cases.submission import evaluate_submission
from procedures.experts.actions.draw_panel import new_sheet, tell_experts
from procedures.experts.panels.drawing import draw_another
from procedures.experts.panels.results import PanelItem, PanelResult, result_of
from procedures.experts.pool import candidates, subjects
from procedures.models import Application, PanelCase, ReviewPanel, ScoreSheet


def settle(panel_case_id: int) -> PanelCase:
    """Count a case once all its sheets are in: scored, or with totals too far apart.

    A case that already had a further opinion is scored whatever the spread. Needs a scope that
    sees the panel.
    """
    case: PanelCase = (
        PanelCase.objects.select_for_update(of=("self",))
        .select_related("panel")
        .get(pk=panel_case_id)
    )
    if case.state == PanelCase.State.RELEASED or case.sheets.open().exists():
        return case
    sheets = _handed_in(case)
    if len(sheets) < case.panel.experts_per_case:
        return case  # somebody stood aside and nobody could be drawn: the city was told
    result = _count(case, sheets)
    had_more = any(sheet.is_additional for sheet in sheets)
    is_wide = result.spread > case.panel.spread_limit and not had_more
    case.state = PanelCase.State.WIDE if is_wide else PanelCase.State.SCORED
    case.save(update_fields=["total", "spread", "result", "state"])
    if is_wide:
        _tell_city(
            case.panel,
            f"{case.code} 的专家分差 {result.spread} 分，超过 {case.panel.spread_limit} 分",
            "请补充一位专家评审，或写明理由后接受。",
            f"wide:{case.pk}",
        )
    elif not case.panel.cases.filter(
        state__in=(PanelCase.State.SCORING, PanelCase.State.WIDE)
    ).exists():
        _tell_city(
            case.panel, f"{case.panel.title}已全部评完", "可以结束评审。", f"done:{case.panel_id}"
        )
    return case


def _handed_in(case: PanelCase) -> list[ScoreSheet]:
    return list(case.sheets.filter(state=ScoreSheet.State.SUBMITTED).order_by("id"))


def _count(case: PanelCase, sheets: list[ScoreSheet]) -> PanelResult:
    items = [PanelItem.from_json(item) for item in sheets[0].items]
    marks = [sheet.decimal_marks for sheet in sheets]
    result = result_of(items, marks, trimming=case.panel.trimming)
    case.total, case.spread = result.total, result.spread
    case.result = {**result.as_json(), "sheets": [sheet.pk for sheet in sheets]}
    return result


def _tell_city(panel: ReviewPanel, title: str, body: str, key: str) -> None:
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=title,
        body=body,
        link=reverse("procedures:panel", args=[panel.pk]),
        dedupe_key=f"panel:{panel.pk}:{key}",
    )


def seat_another(case: PanelCase, *, is_additional: bool, why: str) -> ScoreSheet | None:
    """Draw one more expert for a locked case, from the panel's pool; the city hears when nobody
    may judge it. Needs a scope that sees the panel."""
    panel = ReviewPanel.objects.get(pk=case.panel_id)
    application = Application.objects.get(pk=case.application_id)
    seated = frozenset(case.sheets.values_list("reviewer_id", flat=True))
    load = dict(
        ScoreSheet.objects.counted()
        .filter(panel_case__panel=panel)
        .values_list("reviewer_id")
        .annotate(number=Count("id"))
    )
    (subject,) = subjects([application])
    chosen = draw_another(
        subject, candidates(panel.pool), load, seated, secrets.randbits(60)
    )  # fmt: skip
    if chosen is None:
        _tell_city(
            panel,
            f"{case.code} 没有可以再抽取的专家（{why}）",
            "请在专家库中增加专家，并加入本评审组。",
            f"short:{case.pk}:{len(seated)}",
        )
        return None
    items = case.sheets.order_by("id")[0].items
    sheet = new_sheet(case, panel, chosen, items, is_additional=is_additional)
    tell_experts(panel, [(chosen, 1)])
    return sheet


def ask_another_opinion(actor: Actor, panel_id: int, panel_case_id: int) -> ScoreSheet:
    """Ask one more expert about a case whose totals lie too far apart.

    Raises `RuleViolation` for a case that is not, and when nobody of the pool may judge it.
    """
    with transaction.atomic():
        case = _wide_case(actor, panel_id, panel_case_id)
        sheet = seat_another(case, is_additional=True, why="补充评审")
        if sheet is None:
            raise RuleViolation("参加抽取的专家里没有人可以再评审这一件，请先增加专家。")
        case.state = PanelCase.State.SCORING
        case.save(update_fields=["state"])
        return sheet


def accept_result(actor: Actor, panel_id: int, panel_case_id: int, reason: str) -> PanelCase:
    """Take the result of a case as it is, with the reason: although the totals lie far apart, or
    although fewer experts than planned have scored and no other may be drawn."""
    if not reason.strip():
        raise RuleViolation({"reason": "请写明接受的理由。"})
    with transaction.atomic():
        panel = open_panel(actor, panel_id)
        case = _locked_case(panel, panel_case_id)
        sheets = _handed_in(case)
        if not is_undecided(case, sheets):
            raise RuleViolation(f"{case.code} 现在是“{case.get_state_display()}”，不用另行接受。")
        _count(case, sheets)
        case.state = PanelCase.State.SCORED
        case.accepted_reason = reason.strip()[:500]
        case.save(update_fields=["state", "accepted_reason", "total", "spread", "result"])
        return case


def is_undecided(case: PanelCase, handed_in: list[ScoreSheet]) -> bool:
    """Whether a case waits for the city: its totals lie far apart, or nobody else can be drawn."""
    if case.state == PanelCase.State.WIDE:
        return True
    is_stuck = case.state == PanelCase.State.SCORING and not case.sheets.open().exists()
    return is_stuck and bool(handed_in)


def _locked_case(panel: ReviewPanel, panel_case_id: int) -> PanelCase:
    case: PanelCase = (
        panel.cases.select_for_update(of=("self",)).select_related("panel").get(pk=panel_case_id)
    )
    return case


def _wide_case(actor: Actor, panel_id: int, panel_case_id: int) -> PanelCase:
    panel = open_panel(actor, panel_id)
    case = _locked_case(panel, panel_case_id)
    if case.state != PanelCase.State.WIDE:
        raise RuleViolation(f"{case.code} 现在是“{case.get_state_display()}”，不用处理分差。")
    return case


def replace_expert(actor: Actor, panel_id: int, sheet_id: int, reason: str) -> ScoreSheet | None:
    """Take an open sheet from an expert who does not score, and draw another.

    Returns the new sheet, or None when nobody of the pool may judge the case.
    """
    if not reason.strip():
        raise RuleViolation({"reason": "请写明更换的原因。"})
    with transaction.atomic():
        panel = open_panel(actor, panel_id)
        sheet = (
            ScoreSheet.objects.visible_to(actor)
            .filter(panel_case__panel=panel)
            .select_for_update(of=("self",))
            .get(pk=sheet_id)
        )
        if sheet.state != ScoreSheet.State.OPEN:
            raise RuleViolation(f"这份评审表{sheet.get_state_display()}，不能更换。")
        sheet.state = ScoreSheet.State.REPLACED
        sheet.reason = reason.strip()[:500]
        sheet.paper = {}
        sheet.save(update_fields=["state", "reason", "paper"])
        case = PanelCase.objects.select_for_update(of=("self",)).get(pk=sheet.panel_case_id)
        return seat_another(case, is_additional=sheet.is_additional, why="更换专家")


def add_to_pool(actor: Actor, panel_id: int, user_ids: list[int]) -> ReviewPanel:
    """Let more experts take part in a panel; cases that lack an expert get one."""
    with transaction.atomic():
        panel = open_panel(actor, panel_id)
        fresh = {one.user_id for one in candidates(user_ids)} - set(panel.pool)
        if not fresh:
            raise RuleViolation("请选择还没有参加抽取、可以抽取的专家。")
        panel.pool = sorted({*panel.pool, *fresh})
        panel.save(update_fields=["pool"])
        for case in panel.cases.filter(state=PanelCase.State.SCORING).select_for_update(
            of=("self",)
        ):
            while case.sheets.counted().count() < _wanted(panel, case):
                if seat_another(case, is_additional=_lacks_additional(case), why="补抽") is None:
                    break
        return panel


def _wanted(panel: ReviewPanel, case: PanelCase) -> int:
    return panel.experts_per_case + bool(case.sheets.filter(is_additional=True).exists())


def _lacks_additional(case: PanelCase) -> bool:
    asked = case.sheets.filter(is_additional=True)
    return asked.exists() and not asked.counted().exists()


def remind_experts(actor: Actor, panel_id: int) -> int:
    """Remind everybody who has open sheets of a panel; returns how many people."""
    with transaction.atomic():
        panel = open_panel(actor, panel_id)
        waiting = list(
            ScoreSheet.objects.open()
            .filter(panel_case__panel=panel)
            .values_list("reviewer_id")
            .annotate(number=Count("id"))
        )
        for user_id, number in waiting:
            notify(
                [user_id],
                title=f"还有 {number} 件没有评分：{panel.title}",
                body=f"请在 {panel.due_on:%Y-%m-%d} 前完成。",
                link=reverse("procedures:reviews"),
                dedupe_key=f"panel:{panel.pk}:remind:{timezone.localdate()}",
            )
        return len(waiting)


def close_panel(actor: Actor, panel_id: int) -> ReviewPanel:
    """End a panel: its results are fixed, and every case is judged again with the experts' marks.

    Raises `RuleViolation` while a case is not scored.
    """
    with transaction.atomic():
        panel = open_panel(actor, panel_id)
        cases = list(
            panel.cases.exclude(state=PanelCase.State.RELEASED)
            .select_related("application__scheme_version")
            .select_for_update(of=("self",))
        )
        waiting = [case.code for case in cases if case.state != PanelCase.State.SCORED]
        if waiting:
            raise RuleViolation(f"还有 {len(waiting)} 件没有评完：{'、'.join(waiting[:5])}。")
        for case in cases:
            case.evaluation = _judged(case)
            case.save(update_fields=["evaluation"])
        panel.state = ReviewPanel.State.CLOSED
        panel.closed_by_id = actor.user_id
        panel.closed_at = timezone.now()
        panel.save(update_fields=["state", "closed_by", "closed_at"])
        return panel


def _judged(case: PanelCase) -> dict[str, object]:
    snapshot = case.application.snapshots.order_by("-number").first()
    assert snapshot is not None, "a case before experts was submitted"
    marks = {key: Decimal(mark) for key, mark in case.result["marks"].items()}
    return evaluate_submission(case.application, snapshot, marks).as_json()


def open_panel(actor: Actor, panel_id: int) -> ReviewPanel:
    """The panel, locked. Raises `NotPermitted`, and `RuleViolation` for one that has ended."""
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以组织专家评审。")
    panel: ReviewPanel = ReviewPanel.objects.select_for_update(of=("self",)).get(pk=panel_id)
    if panel.state != ReviewPanel.State.SCORING:
        raise RuleViolation("这次评审已经结束。")
    return panel
