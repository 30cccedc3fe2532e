"""A panel on its way: settled cases, further opinions, replaced experts, its end."""

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor
from lifecycle.transitions import TransitionInput
from procedures.experts.panels import case_machine, panel_machine, sheet_machine
from procedures.experts.panels.seats import seat_another
from procedures.experts.pool import candidates
from procedures.models import PanelCase, ReviewPanel, ScoreSheet


def ask_another_opinion(actor: Actor, panel_id: int, panel_case_id: int) -> ScoreSheet:
    """Ask one more expert about a case whose totals lie too far apart.

    Raises `RuleViolation` for a case that is not, and when nobody of the pool may judge it.
    """
    with transaction.atomic():
        panel = open_panel(actor, panel_id)
        pk = panel.cases.get(pk=panel_case_id).pk
        case = case_machine.MACHINE.execute(actor, pk, "ask_another")
        sheet = seat_another(case, is_additional=True, why="补充评审")
        if sheet is None:
            raise RuleViolation("参加抽取的专家里没有人可以再评审这一件，请先增加专家。")
        return sheet


def accept_result(actor: Actor, panel_id: int, panel_case_id: int, reason: str) -> PanelCase:
    """Take the result of a case as it is, with the reason: although the totals lie far apart, or
    although fewer experts than planned have scored and no other may be drawn."""
    with transaction.atomic():
        panel = open_panel(actor, panel_id)
        pk = panel.cases.get(pk=panel_case_id).pk
        return case_machine.MACHINE.execute(actor, pk, "accept", TransitionInput(reason))


def replace_expert(actor: Actor, panel_id: int, sheet_id: int, reason: str) -> ScoreSheet | None:
    """Take an open sheet from an expert who does not score, and draw another.

    Returns the new sheet, or None when nobody of the pool may judge the case.
    """
    with transaction.atomic():
        panel = open_panel(actor, panel_id)
        rows = ScoreSheet.objects.visible_to(actor)
        taken = rows.get(panel_case__panel=panel, pk=sheet_id)
        sheets = rows.filter(panel_case=taken.panel_case_id).order_by("-id")
        last = sheets[0].pk
        sheet_machine.MACHINE.execute(actor, taken.pk, "replace", TransitionInput(reason))
        return sheets.filter(pk__gt=last).first()


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
                kind=Kind.REMINDERS,
            )
        return len(waiting)


def close_panel(actor: Actor, panel_id: int) -> ReviewPanel:
    """End a panel: its results are fixed, and every case is judged again with the experts' marks.

    Raises `RuleViolation` while a case is not scored.
    """
    return panel_machine.MACHINE.execute(actor, panel_id, "close")


def open_panel(actor: Actor, panel_id: int) -> ReviewPanel:
    """The panel, locked. Raises `NotPermitted`, and `RuleViolation` for one that has ended."""
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以组织专家评审。")
    panel: ReviewPanel = ReviewPanel.objects.select_for_update(of=("self",)).get(pk=panel_id)
    if panel.state != ReviewPanel.State.SCORING:
        raise RuleViolation("这次评审已经结束。")
    return panel
