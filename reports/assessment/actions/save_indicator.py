"""The indicators of a draft: written, changed, put in order, taken out."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.assessment.checking import read_indicator
from reports.assessment.indicators import Indicator
from reports.models import AssessmentRound, RoundIndicator
from reports.models.assessment import RoundState

OPEN_STATES = (RoundState.DRAFT, RoundState.CONSULTING)


def round_to_edit(actor: Actor, round_id: int) -> AssessmentRound:
    """The locked round whose indicators may be changed. Raises as `save_indicator`."""
    if not actor.is_city:
        raise NotPermitted("评价指标由市级主管部门编制。")
    one = AssessmentRound.objects.visible_to(actor).select_for_update().get(pk=round_id)
    if one.state not in OPEN_STATES:
        raise RuleViolation(
            f"现在是“{one.get_state_display()}”，指标不能再改；需要改时请先退回草案。"
        )
    return one


def checked_indicator(data: Mapping[str, Any]) -> Indicator:
    """The indicator that a form holds. Raises `RuleViolation` by the dotted names of its fields."""
    indicator, problems = read_indicator(data)
    if indicator is None:
        raise RuleViolation({one.field: one.message for one in problems})
    return indicator


def save_indicator(
    actor: Actor, round_id: int, pk: int | None, data: Mapping[str, Any], *, version: int | None
) -> RoundIndicator:
    """Write a new indicator (`pk` None) or change one, of a draft or while comments are taken.

    Weights that do not make 100 are told on the page and refused when comments are asked for: on
    the way from one sound set to another no single change keeps the sum. Raises `NotPermitted`,
    `StaleVersion`, and `RuleViolation` by field ("scorer.x_yes").
    """
    with transaction.atomic():
        one = round_to_edit(actor, round_id)
        indicator = checked_indicator(data)
        others = one.indicators.exclude(pk=pk or 0)
        if others.filter(code=indicator.code).exists():
            raise RuleViolation({"code": f"编号“{indicator.code}”已经用于另一项指标。"})
        if pk is None:
            last = one.indicators.order_by("-sort").values_list("sort", flat=True).first()
            row = RoundIndicator(round=one, sort=(last or 0) + 1)
        else:
            row = one.indicators.select_for_update().get(pk=pk)
            refuse_stale(row, version)
            row.version += 1
        row.code, row.name = indicator.code, indicator.name
        row.definition = indicator.model_dump(mode="json")
        row.save()
    return row


def remove_indicator(actor: Actor, round_id: int, pk: int) -> str:
    """Take an indicator out; comments on it stay. Returns its name. Raises as `save_indicator`."""
    with transaction.atomic():
        row = round_to_edit(actor, round_id).indicators.get(pk=pk)
        row.delete()
    return row.name


def move_indicator(actor: Actor, round_id: int, pk: int, *, up: bool) -> None:
    """Change places with the one before or after. Raises as `save_indicator`."""
    with transaction.atomic():
        rows = list(round_to_edit(actor, round_id).indicators.all())
        keys = [row.pk for row in rows]
        if pk not in keys:
            raise RoundIndicator.DoesNotExist
        place = keys.index(pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
        for sort, row in enumerate(rows, 1):
            row.sort = sort
        RoundIndicator.objects.bulk_update(rows, ["sort"])
