"""The form of a scheme: sections and typed fields, as data."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemes.definition.criteria import Figure, Key, Misfit, Strict, Text


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
    TABLE = "table"
    FILE = "file"
    DECLARATION = "declaration"


KIND_LABELS = {
    FieldKind.TEXT: "单行文字",
    FieldKind.LONG_TEXT: "多行文字",
    FieldKind.INTEGER: "整数",
    FieldKind.NUMBER: "数字",
    FieldKind.MONEY: "金额（万元）",
    FieldKind.PERCENT: "百分比",
    FieldKind.DATE: "日期",
    FieldKind.CHOICE: "单选",
    FieldKind.CHOICES: "多选",
    FieldKind.TABLE: "表格",
    FieldKind.FILE: "附件",
    FieldKind.DECLARATION: "承诺勾选",
}
UNITS = {FieldKind.MONEY: "万元", FieldKind.PERCENT: "%"}
NUMERIC = frozenset({FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.PERCENT})
WITH_CHOICES = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
IN_A_TABLE = NUMERIC | {FieldKind.TEXT, FieldKind.DATE, FieldKind.CHOICE}
# The properties that only some kinds of questions have.
ONLY_FOR: dict[str, set[FieldKind]] = {
    "max_length": {FieldKind.TEXT, FieldKind.LONG_TEXT},
    "decimals": {FieldKind.NUMBER, FieldKind.MONEY, FieldKind.PERCENT},
    "minimum": {FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.PERCENT},
    "maximum": {FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.PERCENT},
    "max_files": {FieldKind.FILE},
    "template_file": {FieldKind.FILE},
    "sample_file": {FieldKind.FILE},
    "sample": {FieldKind.FILE},
    "max_rows": {FieldKind.TABLE},
    "columns": {FieldKind.TABLE},
    "choices": set(WITH_CHOICES),
}
_HAPPENED = re.compile(
    r"投产|投入|成立|设立|注册|取得|获得|获批|授权|发证|颁发|认定|出生|开业|量产"
)
_SHARE = re.compile(r"占|比重|份额|比例|负债率")
PRODUCTS = "products"  # prefills a table with the enterprise's products
_PHONE = re.compile(r"(?:电话|手机)(?:号码?)?$")
DECLARED = "yes"  # the answer to a declaration that was ticked


def belongs(name: str, kind: FieldKind) -> bool:
    """Whether questions of `kind` have the property `name`."""
    return name not in ONLY_FOR or kind in ONLY_FOR[name]


FileId = Annotated[
    str, StringConstraints(pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$")
]
Sample = Annotated[str, StringConstraints(max_length=2000)]
Unit = Annotated[str, StringConstraints(max_length=10)]
Help = Annotated[str, StringConstraints(max_length=1000)]


class Choice(Strict):
    """An answer to choose; one that is `alone` goes with no other, such as 都没有."""

    value: Key
    label: Text
    alone: bool = False


class Condition(Strict):
    """True when the answer to `field` is one of `values`."""

    field: Key
    values: tuple[str, ...] = Field(min_length=1, max_length=50)

    def holds(self, answers: Mapping[str, object]) -> bool:
        answer = answers.get(self.field)
        given = answer if isinstance(answer, list) else [answer]
        return any(value in self.values for value in given)


class Question(Strict):
    """What every question has, in the form and as a column of a table. Money is in 万元, a
    percentage in per cent (3 means 3 %)."""

    key: Key
    label: Text
    kind: FieldKind
    required: bool = True
    unit: Unit = ""
    choices: tuple[Choice, ...] = Field(default=(), max_length=100)
    max_length: int = Field(default=200, ge=1, le=5000)
    decimals: int = Field(default=2, ge=0, le=4)
    minimum: Figure | None = None
    maximum: Figure | None = None
    prefill: Annotated[str, StringConstraints(max_length=60)] = ""

    @property
    def shown_unit(self) -> str:
        """The unit that people read, also where the kind alone settles it."""
        return self.unit or UNITS.get(self.kind, "")

    @property
    def alone(self) -> set[str]:
        """The choices that go with no other."""
        return {choice.value for choice in self.choices if choice.alone}

    @property
    def is_share(self) -> bool:
        """Whether it asks for a part of a whole in per cent, as its name says (市场占有率)."""
        return self.kind == FieldKind.PERCENT and bool(_SHARE.search(self.label))

    @property
    def asks_about_past(self) -> bool:
        """Whether the date is one of something that has happened, as its name says (投产日期)."""
        return self.kind == FieldKind.DATE and bool(_HAPPENED.search(self.label))

    @property
    def asks_for_phone(self) -> bool:
        """Whether a line of text is a telephone number, as its name says (联系电话)."""
        return self.kind == FieldKind.TEXT and bool(_PHONE.search(self.label))

    @model_validator(mode="after")
    def limits_and_choices_make_sense(self) -> Self:
        if (self.kind in WITH_CHOICES) != bool(self.choices):
            raise Misfit(f"“{self.label}”：单选和多选要列出选项，其他类型没有选项", "choices")
        values = [choice.value for choice in self.choices]
        if len(set(values)) != len(values):
            raise Misfit(f"“{self.label}”的选项标识重复", "choices")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise Misfit(f"“{self.label}”的最小值大于最大值", "maximum")
        return self


class Column(Question):
    """A column of a table."""

    @model_validator(mode="after")
    def kind_fits_a_cell(self) -> Self:
        if self.kind not in IN_A_TABLE:
            raise Misfit(f"表格的列“{self.label}”不能是{KIND_LABELS[self.kind]}", "kind")
        return self


class FormField(Question):
    """One question of the form. `required_if` asks for an answer that is else optional.

    For a file the city may offer an empty form (`template_file`) and an example, either as a file
    (`sample_file`) or as lines to be typeset (`sample`: what is asked, a colon, what is written).

    `for_experts` says whether experts, who judge blindly, see the answer; None leaves it to
    `panels.blind_paper`.
    """

    help: Help = ""
    visible_if: Condition | None = None
    required_if: Condition | None = None
    max_files: int = Field(default=3, ge=1, le=10)
    template_file: FileId = ""
    sample_file: FileId = ""
    sample: Sample = ""
    for_experts: bool | None = None
    columns: tuple[Column, ...] = Field(default=(), max_length=12)
    max_rows: int = Field(default=20, ge=1, le=100)

    @model_validator(mode="after")
    def columns_where_needed(self) -> Self:
        if (self.kind == FieldKind.TABLE) != bool(self.columns):
            raise Misfit(f"“{self.label}”：表格要列出各列，其他类型没有列", "columns")
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise Misfit(f"表格“{self.label}”的列标识重复", "columns")
        if self.required and self.required_if:
            raise Misfit(
                f"“{self.label}”已是必填，不用再写必填条件；只在这些回答下必填的，请去掉“必填”",
                "required_if",
            )
        return self

    def is_required(self, answers: Mapping[str, object]) -> bool:
        """Whether the question must be answered, given the other answers."""
        return self.required or (self.required_if is not None and self.required_if.holds(answers))


class Section(Strict):
    key: Key
    title: Text
    help: Help = ""
    fields: tuple[FormField, ...] = Field(min_length=1, max_length=100)


MISSING: tuple[object, ...] = (None, "", [])


def is_missing(answer: object) -> bool:
    """Whether a stored answer is none."""
    return answer in MISSING
