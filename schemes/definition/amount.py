"""The amount rule of a scheme: who gets how much money, up to what, and under which terms.

Money is in 元 and a percentage in per cent; each part names the clause that it comes from. What is
no more than an example says so, and from which place it is borrowed. `amounts.engine` works it out.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from schemes.definition.amount_formulas import (
    BASES_OF,
    FORMULAS,
    Bands,
    Clause,
    Events,
    Formula,
    Increment,
    Interest,
    Money,
    OfWhat,
    Percent,
    Premium,
    Ratios,
    Staged,
    Units,
    Voucher,
)
from schemes.definition.amount_terms import (
    CONSENT,
    CONSENT_LABEL,
    Budget,
    Clawback,
    Exclusion,
    Pay,
)
from schemes.definition.criteria import Key, Misfit, Strict, Text

BASES = {
    "items": "逐行明细",
    "loans": "贷款余额",
    "figure": "一个数字",
    "events": "事件或阶段",
    "units": "件数",
}
COUNTED = {"lesser": "发票净额与实付从小", "invoice": "发票净额", "paid": "实付净额"}
LINE_KINDS = {
    "equipment": "设备与发票",
    "loans": "贷款与还款",
    "insurance": "保险单",
    "contracts": "服务合同",
    "booths": "展位",
    "trademarks": "商标申请",
    "units": "按件清单",
}
Source = Annotated[str, StringConstraints(max_length=500)]


class ItemKind(Strict):
    """A kind of lines that the rule tells apart, such as the level of an insured product."""

    key: Key
    label: Text


class Base(Strict):
    """What the amount is worked out of. `definition` says in words what belongs to it; lines are
    counted `net` or `gross` of VAT and duty, with the lesser of invoice and payment or one of
    them; `figure` is the key of a figure."""

    kind: Literal["items", "loans", "figure", "events", "units"]
    label: Text
    definition: Text
    tax: Literal["net", "gross"] = "net"
    counted: Literal["lesser", "invoice", "paid"] = "lesser"
    figure: OfWhat = ""
    kinds: tuple[ItemKind, ...] = Field(default=(), max_length=20)
    clause: Clause = ""

    @model_validator(mode="after")
    def figure_where_it_is_one(self) -> Self:
        if self.kind != "figure" and self.figure:
            raise Misfit("只有按“一个数字”计算时才选数字", "figure")
        keys = [one.key for one in self.kinds]
        if len(set(keys)) != len(keys):
            raise Misfit("明细类别的标识重复", "kinds")
        return self


class AskedFigure(Strict):
    """A figure in 元, or a number such as days, that the claim gives; an optional one that is
    missing counts as 0, a required one keeps the amount from being told."""

    key: Key
    label: Text
    required: bool = True
    unit: Annotated[str, StringConstraints(max_length=10)] = "元"
    clause: Clause = ""


class Threshold(Strict):
    """From which base, or which figure `of`, on anything is due; the edge is said."""

    label: Text
    of: OfWhat = ""
    minimum: Money
    included: bool = True
    clause: Clause = ""


class Cap(Strict):
    """The most in 元."""

    amount: Money
    clause: Clause = ""


class RaisedCap(Strict):
    """Another cap of a project once the event `key` is on record (重点领域, 经专家评审)."""

    key: Key
    label: Text
    amount: Money
    clause: Clause = ""


class ItemCap(Strict):
    """The most for one line of `of_kind` ("" for every line), or for each of its units."""

    of_kind: OfWhat = ""
    amount: Money
    each_unit: bool = False
    clause: Clause = ""


class ShareCap(Strict):
    """The most in per cent of the base, or of the figure `of`."""

    percent: Percent
    of: OfWhat = ""
    clause: Clause = ""


class Caps(Strict):
    """What limits the amount: of a line, of a project, of an enterprise in a year, of the base."""

    item: tuple[ItemCap, ...] = Field(default=(), max_length=20)
    project: Cap | None = None
    raised: tuple[RaisedCap, ...] = Field(default=(), max_length=10)
    enterprise_year: Cap | None = None
    share_of_base: ShareCap | None = None


class AmountRule(Strict):
    """All of a rule. Whether its parts fit each other is `checking.amounts`' to say."""

    subject: Text
    base: Base
    figures: tuple[AskedFigure, ...] = Field(default=(), max_length=20)
    thresholds: tuple[Threshold, ...] = Field(default=(), max_length=10)
    formula: Formula
    caps: Caps = Caps()
    exclusion: Exclusion | None = None
    one_a_year: bool = False
    # The question of the form that tells one project from another, such as 备案文号.
    project_field: Key | None = None
    pay: Pay = Pay()
    clawback: Clawback = Clawback()
    budget: Budget | None = None
    granted: Literal["declared", "automatic"] = "declared"
    item_fields: tuple[
        Literal[
            "equipment", "loans", "insurance", "contracts", "booths", "trademarks", "units"
        ],
        ...,
    ] = Field(default=(), max_length=7)  # fmt: skip
    is_example: bool = True
    borrowed_from: Source = ""
    source: Source = ""

    @model_validator(mode="after")
    def says_where_it_comes_from(self) -> Self:
        if not self.is_example and not self.source:
            raise Misfit("不是示例的规则要写明依据文件和日期", "source")
        return self

    @model_validator(mode="after")
    def base_fits_the_formula(self) -> Self:
        if self.base.kind not in BASES_OF[self.formula.kind]:
            wanted = "、".join(BASES[kind] for kind in BASES_OF[self.formula.kind])
            raise Misfit(f"“{FORMULAS[self.formula.kind]}”按{wanted}计算", "base")
        if self.base.kind == "figure" and self.formula.kind != "increment" and not self.base.figure:
            raise Misfit("请选择按哪个数字计算", "base")
        return self

    @property
    def kinds(self) -> dict[str, str]:
        """Key and label of every kind of lines that the rule tells apart."""
        return {one.key: one.label for one in self.base.kinds}

    @property
    def events(self) -> dict[str, str]:
        """Key and label of every event or stage that the claim may state."""
        if isinstance(self.formula, Events):
            listed = {one.key: one.label for one in self.formula.events}
        elif isinstance(self.formula, Staged):
            listed = {one.key: one.label for one in self.formula.steps}
        else:
            listed = {}
        return {**listed, **{one.key: one.label for one in self.caps.raised}}

    @property
    def asks_consent(self) -> bool:
        """Whether the consent of whoever paid the lower sum decides (A7: 就高 needs it)."""
        return self.exclusion is not None and self.exclusion.mode == "higher_of"

    @property
    def stated(self) -> dict[str, str]:
        """Key and label of all that a claim may state: its events, and the payer's consent."""
        return {**self.events, **({CONSENT: CONSENT_LABEL} if self.asks_consent else {})}

    def figure(self, key: str) -> AskedFigure | None:
        return next((one for one in self.figures if one.key == key), None)

    def named_figures(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The place of every mention of a figure, and its key."""
        if self.base.figure:
            yield ("base", "figure"), self.base.figure
        for place, threshold in enumerate(self.thresholds):
            yield ("thresholds", place, "of"), threshold.of
        if isinstance(self.formula, Ratios):
            for place, part in enumerate(self.formula.parts):
                yield ("formula", "parts", place, "of"), part.of
        if isinstance(self.formula, Interest | Units):
            yield ("formula", "already"), self.formula.already
        if isinstance(self.formula, Voucher):
            yield ("formula", "days"), self.formula.days
        if isinstance(self.formula, Increment):
            yield ("formula", "this"), self.formula.this
            yield ("formula", "before"), self.formula.before
        if self.caps.share_of_base:
            yield ("caps", "share_of_base", "of"), self.caps.share_of_base.of

    def named_kinds(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The place of every mention of a kind of lines, and its key."""
        if isinstance(self.formula, Ratios):
            for place, part in enumerate(self.formula.parts):
                for number, kind in enumerate(part.of_kinds):
                    yield ("formula", "parts", place, "of_kinds", number), kind
        if isinstance(self.formula, Premium):
            for place, share in enumerate(self.formula.shares):
                yield ("formula", "shares", place, "of_kind"), share.of_kind
        if isinstance(self.formula, Units):
            for place, unit in enumerate(self.formula.units):
                yield ("formula", "units", place, "of_kind"), unit.of_kind
        for place, cap in enumerate(self.caps.item):
            yield ("caps", "item", place, "of_kind"), cap.of_kind

    @property
    def fixed_sums(self) -> list[tuple[tuple[str | int, ...], Decimal]]:
        """Every sum that the formula gives as it stands, with its place."""
        formula = self.formula
        if isinstance(formula, Events):
            return [(("formula", "events", n), one.amount) for n, one in enumerate(formula.events)]
        if isinstance(formula, Bands):
            return [(("formula", "bands", n), one.amount) for n, one in enumerate(formula.bands)]
        if isinstance(formula, Staged):
            return [(("formula", "total"), formula.total)]
        return []
