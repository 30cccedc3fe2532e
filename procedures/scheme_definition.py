"""What a scheme version holds, as typed data: form, criteria, timetable, outcome.

A definition is stored as JSON on `SchemeVersion`, shipped as YAML in `procedures/schemes/`, and
always read through these models: unknown keys and wrong types are refused.
"""

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    FILE = "file"


NUMERIC = frozenset({FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.PERCENT})


class Choice(Strict):
    value: Key
    label: Text


class Condition(Strict):
    """True when the answer to `field` is one of `values`."""

    field: Key
    values: tuple[str, ...]

    def holds(self, answers: dict[str, Any]) -> bool:
        answer = answers.get(self.field)
        given = answer if isinstance(answer, list) else [answer]
        return any(value in self.values for value in given)


class FormField(Strict):
    """One question. Money is in 万元, a percentage in per cent (3 means 3%)."""

    key: Key
    label: Text
    kind: FieldKind
    required: bool = True
    unit: str = ""
    help: str = ""
    choices: tuple[Choice, ...] = ()
    max_length: int = Field(default=200, ge=1, le=5000)
    decimals: int = Field(default=2, ge=0, le=4)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    prefill: str = ""
    visible_if: Condition | None = None
    max_files: int = Field(default=3, ge=1, le=10)

    @model_validator(mode="after")
    def choices_where_needed(self) -> Self:
        if (self.kind in (FieldKind.CHOICE, FieldKind.CHOICES)) != bool(self.choices):
            raise ValueError(f"字段 {self.key}：选项只用于、且必须用于单选和多选")
        return self


class Section(Strict):
    key: Key
    title: Text
    help: str = ""
    fields: tuple[FormField, ...] = Field(min_length=1)


class Criterion(Strict):
    """One condition: the indicator compared with the threshold, the edge explicit."""

    key: Key
    label: Text
    indicator: str
    comparison: Literal[">=", ">", "<=", "<", "is_true", "person"]
    threshold: Decimal | None = None
    unit: str = ""
    source: Text
    hint: str = ""
    hint_url_name: str = ""

    @model_validator(mode="after")
    def threshold_where_compared(self) -> Self:
        if (self.comparison in ("is_true", "person")) == (self.threshold is not None):
            raise ValueError(f"条件 {self.key}：比较需要门槛值，其他条件不能有")
        return self


class CriteriaGroup(Strict):
    """All of the criteria, or at least `at_least` of them, must be met."""

    title: Text
    at_least: int | None = Field(default=None, ge=1)
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Timetable(Strict):
    """Working days for each stage, months of validity."""

    district_review_days: int = Field(ge=1, le=90)
    city_review_days: int = Field(ge=1, le=90)
    correction_days: int = Field(ge=1, le=90)
    notice_days: int = Field(ge=1, le=60)
    validity_months: int = Field(ge=1, le=120)


class SchemeDefinition(Strict):
    """The whole of a scheme version."""

    title: Text
    sections: tuple[Section, ...] = Field(min_length=1)
    criteria: tuple[CriteriaGroup, ...] = ()
    timetable: Timetable
    stages: tuple[Literal["district_review", "city_review", "expert_review"], ...] = (
        "district_review",
        "city_review",
    )
    outcome: Key
    title_field: Key
    declaration: Annotated[str, StringConstraints(min_length=10, max_length=2000)]

    @model_validator(mode="after")
    def keys_are_unique_and_known(self) -> Self:
        keys = [field.key for field in self.fields()]
        if doubled := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"字段标识重复：{'、'.join(doubled)}")
        if self.title_field not in keys:
            raise ValueError(f"标题字段 {self.title_field} 不存在")
        for field in self.fields():
            if field.visible_if and field.visible_if.field not in keys:
                raise ValueError(f"字段 {field.key} 的显示条件引用了不存在的字段")
        return self

    def fields(self) -> list[FormField]:
        return [field for section in self.sections for field in section.fields]

    def field(self, key: str) -> FormField | None:
        return next((field for field in self.fields() if field.key == key), None)

    def visible_fields(self, answers: dict[str, Any]) -> list[FormField]:
        """The fields that are asked, given the answers so far."""
        return [
            field
            for field in self.fields()
            if field.visible_if is None or field.visible_if.holds(answers)
        ]


def load_definition(path: Path) -> SchemeDefinition:
    """Read a shipped scheme file. Raises `pydantic.ValidationError` for a wrong one."""
    return SchemeDefinition.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
