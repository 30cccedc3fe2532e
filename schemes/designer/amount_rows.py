"""Rows inside the parts of an amount rule: figures, thresholds, kinds of lines, parts of a formula,
caps, instalments, goals, causes of recovery."""

import re
from decimal import Decimal

from django import forms

from pages.fields import offer
from pages.written_fields import WrittenDecimal, WrittenInteger
from schemes.definition.amount_terms import ASKS, CAUSES, MISSED
from schemes.definition.stored import Stored, part_in, rows_in, text_in, texts_in
from schemes.designer.amount_forms import amount_of, figures_of, kinds_of
from schemes.designer.row_form import RangeRow, RowForm

EVERY = ("", "各类")


def clause() -> forms.CharField:
    return forms.CharField(label="条款", max_length=200, required=False)


def offer_if_any(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Let choose from these; without any the field is not asked."""
    if choices:
        offer(form, name, choices)
    else:
        del form.fields[name]


class FigureRow(RowForm):
    name, noun, identifier = "figures", "填报的数字", "key"

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="名称", max_length=500)
    unit = forms.CharField(label="单位", max_length=10, required=False, initial="元")
    required = forms.BooleanField(label="必填（不勾选的不填按 0 计）", required=False, initial=True)
    clause = clause()


class ThresholdRow(RowForm):
    name, noun = "thresholds", "起点"

    label = forms.CharField(label="名称", max_length=500)
    of = forms.ChoiceField(label="看哪个数", required=False)
    minimum = WrittenDecimal(label="至少（元）")
    included = forms.BooleanField(label="含本数", required=False, initial=True)
    clause = clause()

    def offer_choices(self, scheme: Stored) -> None:
        offer(self, "of", [("", "计算基数"), *figures_of(scheme)])


class KindRow(RowForm):
    name, noun, identifier = "kinds", "明细类别", "key"

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="类别", max_length=500, help_text="如：省内首台（套）")


class RatioRow(RowForm):
    name, noun, only_for = "parts", "比例项", "ratios"

    label = forms.CharField(label="名称", max_length=500)
    of = forms.ChoiceField(label="基数", required=False)
    percent = WrittenDecimal(label="比例（%）")
    of_kinds = forms.MultipleChoiceField(
        label="只计这些类别", required=False, widget=forms.CheckboxSelectMultiple
    )
    clause = clause()

    def offer_choices(self, scheme: Stored) -> None:
        offer(self, "of", [("", "计算基数"), *figures_of(scheme)])
        offer_if_any(self, "of_kinds", kinds_of(scheme))

    @classmethod
    def shown(cls, row: Stored) -> dict[str, object]:
        return {**row, "of_kinds": texts_in(row, "of_kinds")}


class EventRow(RowForm):
    name, noun, identifier, only_for = "events", "事件", "key", "fixed"

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="事件", max_length=500)
    amount = WrittenDecimal(label="金额（元）")
    clause = clause()


class StepRow(EventRow):
    name, noun, only_for = "steps", "阶段", "staged"

    label = forms.CharField(label="阶段", max_length=500)


class AmountBandRow(RangeRow):
    name, noun, only_for = "bands", "分档", "bands"

    amount = WrittenDecimal(label="金额（元）")
    clause = clause()


class ShareRow(RowForm):
    name, noun, only_for = "shares", "补偿比例", "premium"

    of_kind = forms.ChoiceField(label="明细类别", required=True)
    percents = forms.CharField(
        label="各年比例（%）", max_length=100, help_text="从第一年起，用顿号分开，如 80、70、60"
    )
    clause = clause()

    def offer_choices(self, scheme: Stored) -> None:
        offer(self, "of_kind", [("", "请选择"), *kinds_of(scheme)])

    @classmethod
    def shown(cls, row: Stored) -> dict[str, object]:
        return {**row, "percents": "、".join(texts_in(row, "percents"))}

    def clean_percents(self) -> list[Decimal | None]:
        read = WrittenDecimal(label="比例（%）").clean
        pieces = re.split(r"[、,，;；\s]+", self.cleaned_data["percents"])
        return [read(one) for one in pieces if one]


class UnitRow(RowForm):
    name, noun, only_for = "units", "每件金额", "per_unit"

    of_kind = forms.ChoiceField(label="明细类别", required=False)
    amount = WrittenDecimal(label="每件（元）")
    clause = clause()

    def offer_choices(self, scheme: Stored) -> None:
        offer(self, "of_kind", [EVERY, *kinds_of(scheme)])


class ItemCapRow(RowForm):
    name, noun = "item", "单行上限"

    of_kind = forms.ChoiceField(label="明细类别", required=False)
    amount = WrittenDecimal(label="最多（元）")
    each_unit = forms.BooleanField(label="按数量计（每个展位、每台）", required=False)
    clause = clause()

    def offer_choices(self, scheme: Stored) -> None:
        offer(self, "of_kind", [EVERY, *kinds_of(scheme)])


class RaisedRow(RowForm):
    name, noun, identifier = "raised", "提高的项目上限", "key"

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="什么情形", max_length=500)
    amount = WrittenDecimal(label="提高到（元）")
    clause = clause()


class InstalmentRow(RowForm):
    name, noun, identifier = "instalments", "分期", "key"

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="哪一期", max_length=500)
    percent = WrittenDecimal(label="比例（%）")
    needs = forms.MultipleChoiceField(
        label="须先完成的绩效目标", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="新加的绩效目标保存后才能选",
    )  # fmt: skip
    clause = clause()

    def offer_choices(self, scheme: Stored) -> None:
        goals = rows_in(part_in(amount_of(scheme), "pay"), "goals")
        offer_if_any(self, "needs", [(text_in(one, "key"), text_in(one, "label")) for one in goals])

    @classmethod
    def shown(cls, row: Stored) -> dict[str, object]:
        return {**row, "needs": texts_in(row, "needs")}


class GoalRow(RowForm):
    name, noun, identifier = "goals", "绩效目标", "key"

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="目标", max_length=500)
    comparison = forms.ChoiceField(label="方向", choices=[(">=", "不低于"), ("<=", "不高于")])
    target = WrittenDecimal(label="目标值")
    unit = forms.CharField(label="单位", max_length=10, required=False)
    missed = forms.ChoiceField(label="未完成时", choices=list(MISSED.items()))
    clause = clause()


class CauseRow(RowForm):
    name, noun = "causes", "追回情形"

    cause = forms.ChoiceField(label="情形", choices=list(CAUSES.items()))
    years = WrittenInteger(label="支付后几年内", required=False)
    asks = forms.ChoiceField(
        label="追回多少", choices=list(ASKS.items()), required=False, initial="all"
    )
    with_interest = forms.BooleanField(label="加收利息", required=False)
    clause = clause()


AMOUNT_ROWS: dict[str, tuple[type[RowForm], ...]] = {
    "amount": (FigureRow, ThresholdRow),
    "amount_base": (KindRow,),
    "amount_formula": (
        RatioRow,
        EventRow,
        StepRow,
        AmountBandRow,
        ShareRow,
        UnitRow,
    ),
    "amount_caps": (ItemCapRow, RaisedRow),
    "amount_pay": (InstalmentRow, GoalRow),
    "amount_clawback": (CauseRow,),
}
