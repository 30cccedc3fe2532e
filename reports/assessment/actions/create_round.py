"""A new round, with the indicators of a former one or of the shipped example."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.assessment.indicators import IndicatorSet
from reports.assessment.round_machine import MACHINE
from reports.assessment.rounds import set_of
from reports.assessment.shipped import SHIPPED
from reports.models import AssessmentRound, RoundIndicator
from reports.models.assessment import RoundState

# What may be changed of a round later, and until when: the period decides what is collected.
PERIOD = ("starts_on", "ends_on")
BEFORE_FIGURES = (RoundState.DRAFT, RoundState.CONSULTING, RoundState.SETTLED)


def create_round(
    actor: Actor, values: Mapping[str, Any], *, based_on: int | None
) -> AssessmentRound:
    """Make a draft; `based_on` is the id of the round whose indicators it takes, None for the
    shipped example (示例). Raises `NotPermitted`, and `RuleViolation` by field."""
    if not actor.is_city:
        raise NotPermitted("评价轮次由市级主管部门建立。")
    with transaction.atomic():
        before = AssessmentRound.objects.visible_to(actor).get(pk=based_on) if based_on else None
        taken = set_of(before) if before else SHIPPED
        one = AssessmentRound(**values, based_on=before, **_frame(taken))
        _refuse_wrong(one)
        one.save()
        RoundIndicator.objects.bulk_create(
            RoundIndicator(
                round=one, code=each.code, name=each.name, sort=sort,
                definition=each.model_dump(mode="json"),
            )
            for sort, each in enumerate(taken.indicators, 1)
        )  # fmt: skip
        return MACHINE.begin(actor, one, "create")


def _frame(taken: IndicatorSet) -> dict[str, Any]:
    """What a round has of a set besides its indicators."""
    return {
        "is_example": taken.example,
        "bonus_ceiling": taken.bonus_ceiling,
        "penalty_ceiling": taken.penalty_ceiling,
        "vetoes": [[one.code, one.cause] for one in taken.vetoes],
    }


def edit_round(
    actor: Actor, pk: int, values: Mapping[str, Any], *, version: int | None
) -> AssessmentRound:
    """Change a round's title, planned days and ceilings until it is frozen, its period until
    figures are collected. Raises `NotPermitted`, `StaleVersion`, and `RuleViolation` by field."""
    if not actor.is_city:
        raise NotPermitted("评价轮次由市级主管部门修改。")
    with transaction.atomic():
        one = AssessmentRound.objects.visible_to(actor).select_for_update().get(pk=pk)
        refuse_stale(one, version)
        if one.seal or one.state == RoundState.DROPPED:
            raise RuleViolation("这一轮已经封存或作废，不能再修改。")
        moved = any(getattr(one, name) != values[name] for name in PERIOD if name in values)
        if moved and one.state not in BEFORE_FIGURES:
            raise RuleViolation({"ends_on": "已经采数，不能再改评价期。需要改时请先退回。"})
        for name, value in values.items():
            setattr(one, name, value)
        _refuse_wrong(one)
        one.version += 1
        one.save()
    return one


def _refuse_wrong(one: AssessmentRound) -> None:
    """The model's own rules, by field."""
    try:
        one.full_clean(exclude=["based_on"])
    except ValidationError as wrong:
        errors = {}
        for name, messages in wrong.message_dict.items():
            place = {"__all__": "title"}.get(name, name)
            errors[place] = "".join(messages)
        if "结束日期" in errors.get("title", ""):
            errors["ends_on"] = errors.pop("title")
        raise RuleViolation(errors) from wrong
