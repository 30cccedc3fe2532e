"""The conditions of a scheme: indicators, criteria and their groups, as typed data."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from enterprises.rules.industry import in_words, known_codes

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
ExpressionText = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
# As many digits as the registry's own columns take, and every ratio of them.
Figure = Annotated[Decimal, Field(max_digits=20, decimal_places=6)]
Comparison = Literal[">=", ">", "<=", "<", "is_true", "person"]
WITHOUT_THRESHOLD = ("is_true", "person")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Misfit(ValueError):
    """A property that does not fit the others; `field` is the one to be changed."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class Indicator(Strict):
    """A named expression over the registry's figures and the form's answers."""

    key: Key
    label: Text
    expression: ExpressionText
    unit: Annotated[str, StringConstraints(max_length=10)] = ""
    decimals: int = Field(default=2, ge=0, le=6)

    @property
    def is_share(self) -> bool:
        """Whether it says how much of a whole something is (占比, 占有率), by its name: such a
        figure cannot be above 100 %, as growth or a ratio of debts can."""
        return self.unit == "%" and "占" in self.label


class Case(Strict):
    """Another threshold for enterprises of one of `industries` (chosen by their codes), for those
    of whom the expression `when` is true, or, where both are given, for those of whom both hold.
    `label` says what `when` means; industries say themselves who they are."""

    when: Annotated[str, StringConstraints(max_length=1000)] = ""
    industries: tuple[str, ...] = Field(default=(), max_length=60)
    label: Annotated[str, StringConstraints(max_length=500)] = ""
    threshold: Figure

    @model_validator(mode="after")
    def says_for_whom(self) -> Self:
        if not (self.when or self.industries):
            raise Misfit("请选择行业，或写明什么情形", "industries")
        if self.when and not self.label:
            raise Misfit("请填写情形说明", "label")
        if unknown := [code for code in self.industries if code not in known_codes()]:
            raise Misfit(f"没有代码为“{'、'.join(unknown)}”的行业", "industries")
        return self

    @property
    def condition(self) -> str:
        """The expression that says for whom the case is."""
        codes = ", ".join(f'"{code}"' for code in self.industries)
        chosen = f"in_industry(enterprise.industry_code, [{codes}])" if codes else ""
        if chosen and self.when:
            return f"{chosen} && ({self.when})"
        return chosen or self.when

    @property
    def words(self) -> str:
        """For whom the case is, as people read it."""
        return words_of_case(self.industries, self.label)


def words_of_case(industries: Sequence[str], label: str) -> str:
    """For whom a case is, as people read it."""
    chosen = f"行业为 {in_words(industries)}" if industries else ""
    return "，".join(filter(None, (chosen, label)))


class Criterion(Strict):
    """One condition: the indicator compared with the threshold, the edge explicit.

    The first of `cases` whose `when` is true replaces the threshold. A condition that is `stated`
    is the enterprise's own word: it counts as met where a file answers one of the questions
    `proof`, or where the indicator `known` says that the registry has it; else a person judges it.
    `unmet` is said where it is known not to be met, `hint` where something is missing.
    """

    key: Key
    label: Text
    indicator: str = Field(default="", max_length=60)
    comparison: Comparison
    threshold: Figure | None = None
    cases: tuple[Case, ...] = Field(default=(), max_length=20)
    unit: Annotated[str, StringConstraints(max_length=10)] = ""
    source: Text
    hint: Annotated[str, StringConstraints(max_length=500)] = ""
    hint_url_name: Annotated[str, StringConstraints(max_length=60)] = ""
    unmet: Annotated[str, StringConstraints(max_length=500)] = ""
    stated: bool = False
    proof: tuple[Key, ...] = Field(default=(), max_length=10)
    known: str = Field(default="", max_length=60)

    @model_validator(mode="after")
    def threshold_where_compared(self) -> Self:
        needs_none = self.comparison in WITHOUT_THRESHOLD
        if needs_none == (self.threshold is not None):
            raise Misfit(f"条件 {self.key}：比较需要门槛值，其他条件不能有", "threshold")
        if needs_none and self.cases:
            raise Misfit(f"条件 {self.key}：只有比较才能按情形取不同门槛", "cases")
        if (self.comparison == "person") == bool(self.indicator):
            raise Misfit(f"条件 {self.key}：人工判断不用指标，其他条件必须有指标", "indicator")
        if self.stated and self.comparison == "person":
            raise Misfit(f"条件 {self.key}：人工判断的条件不用再注明企业自述", "stated")
        if (self.proof or self.known) and not self.stated:
            raise Misfit(f"条件 {self.key}：只有企业自述的条件才要证明", "stated")
        return self


class CriteriaGroup(Strict):
    """All of its members, or at least `at_least` of them, must be met; a member may be a group."""

    title: Text
    at_least: int | None = Field(default=None, ge=1)
    criteria: tuple[Criterion, ...] = Field(default=(), max_length=60)
    groups: tuple["CriteriaGroup", ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def members_suffice(self) -> Self:
        members = len(self.criteria) + len(self.groups)
        if not members:
            raise ValueError(f"条件组“{self.title}”里还没有条件")
        if self.at_least is not None and self.at_least > members:
            raise Misfit(
                f"条件组“{self.title}”只有 {members} 项，不能要求 {self.at_least} 项", "at_least"
            )
        return self

    def all_criteria(self) -> list[Criterion]:
        """Its criteria and those of the groups in it."""
        return [*self.criteria, *(one for group in self.groups for one in group.all_criteria())]

    @property
    def depth(self) -> int:
        return 1 + max((group.depth for group in self.groups), default=0)
