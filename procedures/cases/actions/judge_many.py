"""Judging one condition of several cases alike."""

from collections.abc import Collection
from dataclasses import dataclass, field

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from procedures.cases.actions.judge_condition import judge_condition
from procedures.models import Application

MOST_TOGETHER = 200


@dataclass
class Judged:
    """How many cases were judged, and of the others each with the reason."""

    number: int = 0
    refused: list[str] = field(default_factory=list)


def judge_many(
    actor: Actor, ids: Collection[int], criterion: str, *, is_met: bool | None, basis: str
) -> Judged:
    """Judge the condition of each of the cases as `judge_condition` does; one that is refused
    leaves the others alone. Raises `RuleViolation` by form field where nothing can be judged."""
    errors = {}
    if not ids:
        errors["cases"] = "请至少选择一件申报。"
    elif len(ids) > MOST_TOGETHER:
        errors["cases"] = f"一次最多判断 {MOST_TOGETHER} 件，请分批选择。"
    if is_met is None:
        errors["is_met"] = "请选择符合还是不符合。"
    if not basis.strip():
        errors["basis"] = "请写明判断的依据，企业会看到。"
    if errors:
        raise RuleViolation(errors)
    judged = Judged()
    for case in Application.objects.visible_to(actor).filter(pk__in=ids).order_by("id"):
        try:
            judge_condition(actor, case.pk, criterion, is_met=is_met, basis=basis)
        except (RuleViolation, NotPermitted) as refusal:
            judged.refused.append(f"{case}：{refusal}")
        else:
            judged.number += 1
    return judged
