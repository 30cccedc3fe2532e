"""Experts' seats before a case: their sheets, drawing one more, and who is told."""

import secrets

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from procedures.experts.panels.drawing import draw_another
from procedures.experts.pool import candidates, subjects
from procedures.models import Application, PanelCase, ReviewPanel, ScoreSheet


def new_sheet(
    case: PanelCase,
    panel: ReviewPanel,
    user_id: int,
    items: list[dict[str, str]],
    *,
    is_additional: bool = False,
) -> ScoreSheet:
    """An expert's sheet for a case, with all that they will see of it."""
    return ScoreSheet.objects.create(
        panel_case=case,
        **case.home,
        reviewer_id=user_id,
        code=case.code,
        heading=panel.title,
        paper=case.paper,
        items=items,
        due_on=panel.due_on,
        is_additional=is_additional,
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
    chosen = draw_another(subject, candidates(panel.pool), load, seated, secrets.randbits(60))
    if chosen is None:
        tell_city(
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


def tell_experts(panel: ReviewPanel, loads: list[tuple[int, int]]) -> None:
    """Owe each expert the news of their cases: user id and how many."""
    for user_id, number in loads:
        notify(
            [user_id],
            title=f"请评审：{panel.title}（{number} 件）",
            body=f"请在 {panel.due_on:%Y-%m-%d} 前完成评分。如与申报有利害关系，请申请回避。",
            link=reverse("procedures:reviews"),
            dedupe_key=f"panel:{panel.pk}:{user_id}:{number}:{timezone.now():%Y%m%d%H%M%S%f}",
            kind=Kind.WORK,
        )


def tell_city(panel: ReviewPanel, title: str, body: str, key: str) -> None:
    """Owe the city's officers news of a panel, once for each `key`."""
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=title,
        body=body,
        link=reverse("procedures:panel", args=[panel.pk]),
        dedupe_key=f"panel:{panel.pk}:{key}",
        kind=Kind.WORK,
    )
