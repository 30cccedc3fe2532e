"""The goals that a report asks for: those that the claim set, and those of the amount rule on which
instalments hang."""

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from financing.models import EffectFigure, SubsidyClaim, SubsidyGoal
from financing.subsidies.claims import rule_of
from financing.subsidies.effect.rules import a_year_after
from schemes.definition.amount_terms import Goal

_DIRECTIONS = {">=": SubsidyGoal.Direction.AT_LEAST, "<=": SubsidyGoal.Direction.AT_MOST}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal with the local day on which it is to be reached; `key` is that of the rule's goal."""

    key: str
    name: str
    dimension: str
    direction: str
    base: Decimal | None
    target: Decimal
    unit: str
    weight: Decimal
    source: str
    due_on: date

    def as_figure(self, number: int) -> EffectFigure:
        return EffectFigure(
            number=number, goal_key=self.key, name=self.name, dimension=self.dimension,
            direction=self.direction, base=self.base, target=self.target, unit=self.unit,
            weight=self.weight, source=self.source, due_on=self.due_on,
        )  # fmt: skip


def goals_of(claim: SubsidyClaim, paid_on: date) -> list[Wanted]:
    """The goals of a claim that was first paid on `paid_on`. A goal without a day is due a year
    after it; one of the rule at the end of the time that its scheme assesses (its months of
    validity). A claim's goal of the same name gives the rule's goal its day and weight, never
    another target."""
    rule = rule_of(claim.application)
    of_rule = {one.label: one for one in rule.pay.goals} if rule else {}
    own = list(claim.goals.all())
    found = [_own(one, of_rule.get(one.name), claim, paid_on) for one in own]
    named = {one.name for one in own}
    months = claim.application.scheme_version.parsed.timetable.validity_months
    return found + [
        _ruled(one, months_after(paid_on, months))
        for label, one in of_rule.items()
        if label not in named
    ]


def _own(goal: SubsidyGoal, ruled: Goal | None, claim: SubsidyClaim, paid_on: date) -> Wanted:
    usual = a_year_after(paid_on)
    if ruled is not None:
        months = claim.application.scheme_version.parsed.timetable.validity_months
        usual = months_after(paid_on, months)
    return Wanted(
        key=ruled.key if ruled else "",
        name=goal.name,
        dimension=goal.dimension,
        direction=_DIRECTIONS[ruled.comparison] if ruled else goal.direction,
        base=goal.base,
        target=Decimal(str(ruled.target)) if ruled else goal.target,
        unit=ruled.unit if ruled else goal.unit,
        weight=goal.weight,
        source=goal.source,
        due_on=goal.due_on or usual,
    )


def _ruled(goal: Goal, due_on: date) -> Wanted:
    return Wanted(
        goal.key, goal.label, SubsidyGoal.Dimension.QUANTITY, _DIRECTIONS[goal.comparison], None,
        Decimal(str(goal.target)), goal.unit, Decimal(0), "奖补规则的目标", due_on,
    )  # fmt: skip


def months_after(day: date, months: int) -> date:
    """The same day of the month, or its last one."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
