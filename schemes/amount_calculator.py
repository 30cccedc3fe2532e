"""The calculator of an amount rule: a form with the figures that the rule asks for, read as the
facts of the one engine. Nothing of it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from documents.written.numbers import rate_as_fraction
from pages.fields import note, offer
from pages.written_fields import WrittenDate, WrittenDecimal, WrittenInteger
from schemes.amounts.engine import work_out
from schemes.amounts.facts import AmountFacts, AmountItem, EarlierPay, LoanPart, WrongFacts
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.amount import AmountRule
from schemes.definition.amount_formulas import Interest, Premium, Staged
from schemes.designer.row_form import ShownRows, kept_forms

MOST_ROWS = 200
ZERO = Decimal(0)
HUNDRED = Decimal(100)


def yuan(label: str, *, required: bool = False, help_text: str = "") -> WrittenDecimal:
    return WrittenDecimal(
        label=f"{label}（元）", required=required, help_text=help_text, min_value=0
    )


class CalculatorRow(forms.Form):
    """A row of the calculator, with the fields that the rule needs."""

    def __init__(self, *args: Any, rule: AmountRule, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rule = rule
        self.fit()

    def fit(self) -> None:
        """Take away the fields that the rule does not ask for."""


class LineRow(CalculatorRow):
    """A line of the claim."""

    net = yuan("发票金额")
    paid = yuan("实付金额", help_text="不填与发票金额相同")
    count = WrittenDecimal(label="数量", required=False, min_value=0)
    kind = forms.ChoiceField(label="类别", required=False)
    year = WrittenInteger(label="第几年投保", required=False, min_value=1, max_value=20)

    def fit(self) -> None:
        rule = self.rule
        is_premium, is_units = isinstance(rule.formula, Premium), rule.base.kind == "units"
        offer(self, "kind", [("", "请选择"), *rule.kinds.items()])
        if is_premium:
            self.fields["net"].label = "保险金额（元）"
            self.fields["paid"].label, self.fields["paid"].help_text = "实付保费（元）", ""
        else:
            del self.fields["year"]
        if is_units:
            del self.fields["net"], self.fields["paid"]
        if not is_units and not any(cap.each_unit for cap in rule.caps.item):
            del self.fields["count"]
        if not rule.kinds:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "kind" in self.fields and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "请选择类别。")
        for name in ("net", "count") if self.rule.base.kind != "units" else ("count",):
            wanted = name in self.fields and name not in self.errors
            if (
                wanted
                and cleaned.get(name) is None
                and (name == "net" or self.rule.base.kind == "units")
            ):
                self.add_error(name, "请填写。")
        return cleaned

    def item(self, number: int) -> AmountItem:
        """The line as the engine takes it."""
        found = self.cleaned_data
        net = found.get("net") or ZERO
        paid = found.get("paid")
        return AmountItem(
            number=number,
            net=net,
            paid=net if paid is None else paid,
            count=Decimal(1) if found.get("count") is None else found["count"],
            kind=found.get("kind") or "",
            year=found.get("year") or 1,
        )


class LoanRow(CalculatorRow):
    """A stretch of a loan's balance."""

    balance = yuan("贷款余额", required=True)
    begins = WrittenDate(label="起始日")
    ends = WrittenDate(label="截止日（不含）")
    rate = WrittenDecimal(label="年利率（%）", min_value=0, max_value=99)
    reference = WrittenDecimal(label="当时的 LPR（%）", required=False, min_value=0, max_value=99)

    def fit(self) -> None:
        if isinstance(self.rule.formula, Interest) and self.rule.formula.rate_of == "own":
            del self.fields["reference"]
        else:
            note(self.fields["reference"], needed=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and begins >= ends:
            self.add_error("ends", "应晚于起始日。")
        for name in ("rate", "reference"):
            if wrong := rate_as_fraction(cleaned.get(name) or ZERO):
                self.add_error(name, f"{wrong}。")
        is_asked = "reference" in self.fields and "reference" not in self.errors
        if is_asked and cleaned.get("reference") is None:
            self.add_error("reference", "请填写。")
        return cleaned

    def part(self) -> LoanPart:
        """The stretch as the engine takes it."""
        found: dict[str, Any] = self.cleaned_data
        return LoanPart(
            balance=found["balance"],
            begins=found["begins"],
            ends=found["ends"],
            rate=found["rate"] / HUNDRED,
            reference_rate=(found.get("reference") or ZERO) / HUNDRED,
        )


class FiguresForm(forms.Form):
    """The figures, events and earlier money."""

    def __init__(self, rule: AmountRule, data: Mapping[str, Any] | None = None) -> None:
        self.rule = rule
        super().__init__(data)
        self.fields.update(_fields(rule))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for asked in self.rule.figures:
            name = f"figure_{asked.key}"
            if asked.required and cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, "请填写；没有的填 0。")
        return cleaned


def _fields(rule: AmountRule) -> Iterator[tuple[str, forms.Field]]:
    for asked in rule.figures:
        label = f"{asked.label}（{asked.unit}）" if asked.unit else asked.label
        yield f"figure_{asked.key}", WrittenDecimal(label=label, required=False)
    events = list(rule.stated.items())
    if events:
        yield (
            "events",
            forms.MultipleChoiceField(
                label="已发生的事件或情形",
                required=False,
                choices=events,
                widget=forms.CheckboxSelectMultiple,
            ),
        )
    if isinstance(rule.formula, Interest) and rule.formula.up_to_paid:
        yield "interest_paid", yuan("实际支付的利息", required=True)
    if rule.exclusion:
        yield "earlier", yuan(f"“{rule.exclusion.label}”已得")
    if rule.caps.enterprise_year or rule.one_a_year or rule.formula.kind == "voucher":
        yield "paid_this_year", yuan("本项今年已付给该企业")
    if rule.caps.project or isinstance(rule.formula, Staged):
        yield "paid_for_project", yuan("本项目以前已付")
    yield (
        "factor",
        WrittenDecimal(
            label="预算系数（%）",
            required=False,
            min_value=0,
            max_value=100,
            help_text="预算足够时不填",
        ),
    )


class Calculator:
    """The forms for one rule; with `data` read and worked out."""

    def __init__(self, rule: AmountRule, data: QueryDict | None = None) -> None:
        self.rule = rule
        self.figures = FiguresForm(rule, data)
        self.sets = [_rows(rule, data)] if rule.base.kind in ("items", "units", "loans") else []

    @property
    def is_bound(self) -> bool:
        return self.figures.is_bound

    def is_valid(self) -> bool:
        return all([self.figures.is_valid(), *(one.is_valid() for one in self.sets)])

    def work_out(self) -> WorkedSum | None:
        """The sum; None where the forms hold errors, which they then tell."""
        if not self.is_valid():
            return None
        try:
            return work_out(self.rule, self.facts())
        except WrongFacts as wrong:
            for _, message in wrong.problems:
                self.figures.add_error(None, f"{message}。")
            return None

    def facts(self) -> AmountFacts:
        """What was typed, as the engine takes it."""
        found: dict[str, Any] = self.figures.cleaned_data
        kept: Sequence[Any] = [form for one in self.sets for form in kept_forms(one)]
        is_loans = self.rule.base.kind == "loans"
        earlier = found.get("earlier")
        asked = [(one.key, found.get(f"figure_{one.key}")) for one in self.rule.figures]
        factor = found.get("factor")
        return AmountFacts(
            items=() if is_loans else tuple(form.item(n) for n, form in enumerate(kept, 1)),
            loans=tuple(form.part() for form in kept) if is_loans else (),
            figures={key: value for key, value in asked if value is not None},
            events=tuple(found.get("events") or ()),
            interest_paid=found.get("interest_paid"),
            earlier=(EarlierPay("以前", earlier, self._this_year()),) if earlier else (),
            paid_this_year=found.get("paid_this_year") or ZERO,
            paid_for_project=found.get("paid_for_project") or ZERO,
            factor=None if factor is None else factor / HUNDRED,
        )

    @staticmethod
    def _this_year() -> int:
        today: date = timezone.localdate()
        return today.year


def _rows(rule: AmountRule, data: QueryDict | None) -> ShownRows:
    """The rows of the rule's lines or loans."""
    is_loans = rule.base.kind == "loans"
    name = "loans" if is_loans else "lines"
    factory = forms.formset_factory(
        LoanRow if is_loans else LineRow, formset=ShownRows, extra=2, can_delete=True,
        max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True,
    )  # fmt: skip
    if data is not None and f"{name}-TOTAL_FORMS" not in data:
        data = None if not data else QueryDict(f"{name}-TOTAL_FORMS=0&{name}-INITIAL_FORMS=0")
    rows = factory(data, prefix=name, form_kwargs={"rule": rule})
    assert isinstance(rows, ShownRows)
    rows.name, rows.noun = name, "贷款余额（每次还款另起一行）" if is_loans else "明细"
    return rows
