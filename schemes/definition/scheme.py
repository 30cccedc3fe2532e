"""What a scheme version holds, as typed data: form, criteria, timetable, outcome, amount.

A definition is stored as JSON on `SchemeVersion`, shipped as YAML in `schemes/data/`, and
always read through these models: unknown keys and wrong types are refused.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemes.definition.amount import AmountRule
from schemes.definition.criteria import CriteriaGroup, Indicator, Key, Strict, Text
from schemes.definition.form import FormField, Section
from schemes.definition.scoring import Scoring

SUBSIDY = "subsidy"  # the outcome of a scheme that pays money
MonthAndDay = Annotated[
    str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
]


class Timetable(Strict):
    """Working days for each stage, months of validity, days before its end that a re-check may
    begin, and the day (MM-DD) by which a holder updates last year's figures. `source` says where
    these terms come from, or that they are examples."""

    district_review_days: int = Field(ge=1, le=90)
    city_review_days: int = Field(ge=1, le=90)
    expert_review_days: int = Field(default=15, ge=1, le=90)
    correction_days: int = Field(ge=1, le=90)
    notice_days: int = Field(ge=1, le=60)
    validity_months: int = Field(ge=1, le=120)
    recheck_notice_days: int = Field(default=90, ge=1, le=365)
    yearly_update_by: MonthAndDay | None = None
    source: Annotated[str, StringConstraints(max_length=500)] = ""


class Recheck(Strict):
    """What is different when a certificate is checked again: conditions that do not apply then, or
    conditions of its own, and another validity."""

    leave_out: tuple[Key, ...] = Field(default=(), max_length=60)
    criteria: tuple[CriteriaGroup, ...] = Field(default=(), max_length=30)
    validity_months: int | None = Field(default=None, ge=1, le=120)


class SchemeDefinition(Strict):
    """The whole of a scheme version. Whether it makes sense is `checking.check`'s to say."""

    title: Text
    sections: tuple[Section, ...] = Field(min_length=1, max_length=30)
    indicators: tuple[Indicator, ...] = Field(default=(), max_length=100)
    criteria: tuple[CriteriaGroup, ...] = Field(default=(), max_length=30)
    recheck: Recheck | None = None
    scoring: Scoring | None = None
    timetable: Timetable
    stages: tuple[Literal["district_review", "city_review", "expert_review"], ...] = (
        "district_review",
        "city_review",
    )
    outcome: Key
    amount: AmountRule | None = None
    title_field: Key
    declaration: Annotated[str, StringConstraints(min_length=10, max_length=2000)]

    def for_recheck(self) -> "SchemeDefinition":
        """The definition that a re-check is judged by: its own where it says nothing else."""
        if self.recheck is None:
            return self
        kept = (_without(group, self.recheck.leave_out) for group in self.criteria)
        months = self.recheck.validity_months or self.timetable.validity_months
        return self.model_copy(
            update={
                "criteria": self.recheck.criteria or tuple(one for one in kept if one is not None),
                "timetable": self.timetable.model_copy(update={"validity_months": months}),
            }
        )

    def fields(self) -> list[FormField]:
        return [field for section in self.sections for field in section.fields]

    def field(self, key: str) -> FormField | None:
        return next((field for field in self.fields() if field.key == key), None)

    @property
    def is_subsidy(self) -> bool:
        """Whether an approved case brings money, and no certificate."""
        return self.outcome == SUBSIDY

    @property
    def title_label(self) -> str:
        """What the title of a case is called, by the question that gives it."""
        field = self.field(self.title_field)
        return field.label if field else "申报内容"

    def visible_fields(self, answers: Mapping[str, object]) -> list[FormField]:
        """The fields that are asked, given the answers so far: those without a condition, and
        those whose condition holds on a field that is itself asked."""
        by_key = {field.key: field for field in self.fields()}

        def is_asked(field: FormField, seen: frozenset[str]) -> bool:
            condition = field.visible_if
            if condition is None:
                return True
            other = by_key.get(condition.field)
            return (
                other is not None
                and other.key not in seen
                and condition.holds(answers)
                and is_asked(other, seen | {other.key})
            )

        return [field for field in self.fields() if is_asked(field, frozenset({field.key}))]

    def asked_answers(self, answers: Mapping[str, object]) -> dict[str, object]:
        """The answers without those to questions that are hidden now."""
        asked = {field.key for field in self.visible_fields(answers)}
        return {key: answer for key, answer in answers.items() if key in asked}


def _without(group: CriteriaGroup, keys: tuple[str, ...]) -> CriteriaGroup | None:
    """The group without the criteria of these keys; None when nothing is left of it."""
    criteria = tuple(one for one in group.criteria if one.key not in keys)
    inner = (_without(one, keys) for one in group.groups)
    groups = tuple(one for one in inner if one is not None)
    if not criteria and not groups:
        return None
    most = len(criteria) + len(groups)
    at_least = min(group.at_least, most) if group.at_least else group.at_least
    return group.model_copy(update={"criteria": criteria, "groups": groups, "at_least": at_least})
