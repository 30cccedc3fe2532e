"""One line of a bank's feedback: its fields, and what they must be to make sense together."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from financing.bounds import HIGHEST_AMOUNT, TOO_MUCH
from financing.models import CreditFeedback
from financing.models.demand import Guarantee
from financing.models.reasons import DeclineReason

State, Renewal = CreditFeedback.State, CreditFeedback.Renewal
DATES = ("contacted_on", "paid_out_on", "due_on", "settled_on")
EARLIEST = date(2000, 1, 1)
CREDIT_CODE = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
REFERENCE = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$"
NEEDED = {
    State.DECLINED: ("declined_because",),
    State.GRANTED: ("credit_line", "guarantee", "rate"),
    State.PAID_OUT: (
        "credit_line", "guarantee", "rate", "paid_out", "paid_out_on", "due_on", "balance",
    ),
    State.SETTLED: (
        "credit_line", "guarantee", "rate", "paid_out", "paid_out_on", "due_on", "settled_on",
    ),
}  # fmt: skip
_CREDIT = (State.GRANTED, State.PAID_OUT, State.SETTLED)
SAYS_NOTHING = (None, "", 0, Renewal.NONE)  # 0 is False too
_LOAN = (State.PAID_OUT, State.SETTLED)
# In which states a field says something; one that is not named belongs to all.
BELONGS: dict[str, tuple[str, ...]] = {
    "declined_because": (State.DECLINED,),
    **dict.fromkeys(("credit_line", "guarantee", "rate", "is_first_loan"), _CREDIT),
    **dict.fromkeys(("paid_out", "paid_out_on", "due_on", "renewal"), _LOAN),
    "balance": (State.PAID_OUT,),
    "is_overdue": (State.PAID_OUT,),
    "settled_on": (State.SETTLED,),
}
UNKNOWN_FIELD, MOST_UNKNOWN = "没有这个字段，请核对字段名。", 20


class Number(serializers.DecimalField):
    """A figure as a JSON string or number."""

    default_error_messages = {
        "invalid": "只填数字，不带单位、逗号和文字。",
        "min_value": "不能小于 0。",
        "max_decimal_places": "最多 {max_decimal_places} 位小数。",
    }


class Day(serializers.DateField):
    default_error_messages = {"invalid": "应为日期，如 2026-05-31。"}


def _amount(label: str, most: int | None = None) -> Number:
    """In 万元."""
    return Number(
        max_digits=12, decimal_places=2, min_value=0, max_value=most, required=False,
        allow_null=True, label=label, help_text=f"{label}，万元",
        error_messages={"max_value": TOO_MUCH},
    )  # fmt: skip


def _date(label: str) -> Day:
    return Day(required=False, allow_null=True, label=label, help_text=f"{label}，YYYY-MM-DD")


class FeedbackItem(serializers.Serializer[dict[str, object]]):
    """One credit as the bank has it now. What is left out is empty: a report replaces the one
    before under the same reference."""

    reference = serializers.RegexField(
        REFERENCE, label="银行业务编号", help_text="银行自己的编号，同一编号再次反馈即为更新",
        error_messages={
            "invalid": "只用字母、数字、点、横线和下划线，以字母或数字开头，最多 64 位。"
        },
    )  # fmt: skip
    credit_code = serializers.RegexField(
        CREDIT_CODE, label="统一社会信用代码",
        error_messages={"invalid": "应为 18 位统一社会信用代码（不含 I、O、S、V、Z）。"},
    )  # fmt: skip
    state = serializers.ChoiceField(State.choices, label="状态")
    contacted_on = Day(label="对接日期", help_text="对接日期，YYYY-MM-DD")
    declined_because = serializers.ChoiceField(
        DeclineReason.choices, required=False, allow_blank=True, label="未通过原因"
    )
    credit_line = _amount("授信额度", HIGHEST_AMOUNT)
    guarantee = serializers.ChoiceField(
        Guarantee.choices, required=False, allow_blank=True, label="担保方式"
    )
    rate = Number(
        max_digits=6, decimal_places=3, min_value=0, max_value=36, required=False,
        allow_null=True, label="年利率", help_text="年利率，%",
        error_messages={"max_value": "年利率不能超过百分之 36。"},
    )  # fmt: skip
    paid_out = _amount("放款金额")
    paid_out_on = _date("放款日期")
    due_on = _date("到期日")
    balance = _amount("余额")
    is_first_loan = serializers.BooleanField(required=False, default=False, label="首贷")
    renewal = serializers.ChoiceField(
        Renewal.choices, required=False, default=Renewal.NONE, label="续贷方式",
        help_text="这笔贷款本身是续贷时填；续贷的新贷款用新的编号反馈，原贷款另报结清",
    )  # fmt: skip
    is_overdue = serializers.BooleanField(required=False, default=False, label="逾期")
    settled_on = _date("结清日期")

    def to_internal_value(self, data: object) -> object:
        """Refuses what has no field: what is left out is empty, so that a misspelt name would
        erase what was reported."""
        unknown = {}
        if isinstance(data, Mapping):
            names = [str(name)[:64] for name in data if name not in self.fields]
            unknown = {name: [UNKNOWN_FIELD] for name in names[:MOST_UNKNOWN]}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as wrong:
            assert isinstance(wrong.detail, dict), "a serializer's, by field"
            raise serializers.ValidationError({**wrong.detail, **unknown}) from wrong
        if unknown:
            raise serializers.ValidationError(unknown)
        return values

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if errors := _contradictions(attrs):
            raise serializers.ValidationError(errors)
        return attrs


SHAPES: dict[str, serializers.Field] = dict(FeedbackItem().fields)
FIELDS: dict[str, str] = {name: str(field.label) for name, field in SHAPES.items()}


def _contradictions(said: dict[str, Any]) -> dict[str, str]:
    """What is missing in this state, and what cannot be true together, by field."""
    errors = {
        name: f"状态为“{State(said['state']).label}”时要填写{FIELDS[name]}。"
        for name in NEEDED[State(said["state"])]
        if said.get(name) in (None, "")
    }
    today = timezone.localdate()
    for name in ("contacted_on", "paid_out_on", "settled_on"):
        if said.get(name) and said[name] > today:
            errors.setdefault(name, f"{FIELDS[name]}不能晚于今天。")
    for name in DATES:
        if said.get(name) and said[name] < EARLIEST:
            errors.setdefault(name, f"{FIELDS[name]}早于 {EARLIEST:%Y-%m-%d}，请核对。")
    paid, due = said.get("paid_out_on"), said.get("due_on")
    if paid and due and due <= paid:
        errors.setdefault("due_on", "到期日应晚于放款日期。")
    if paid and "contacted_on" not in errors and paid < said["contacted_on"]:
        errors.setdefault("paid_out_on", "放款日期不能早于对接日期。")
    amount, balance = said.get("paid_out"), said.get("balance")
    if amount is not None and amount <= 0:
        errors.setdefault("paid_out", "放款金额应大于 0。")
    line = said.get("credit_line")
    if amount is not None and line is not None and amount > line:
        errors.setdefault("paid_out", "放款金额不能大于授信额度。")
    if amount is not None and balance is not None and balance > amount:
        errors.setdefault("balance", "余额不能大于放款金额。")
    if said["state"] == State.SETTLED and balance:
        errors.setdefault("balance", "已结清的余额应为 0。")
    settled = said.get("settled_on")
    if settled and paid and settled < paid:
        errors.setdefault("settled_on", "结清日期不能早于放款日期。")
    for name, states in BELONGS.items():
        if said["state"] not in states and said.get(name) not in SAYS_NOTHING:
            told = f"状态为“{State(said['state']).label}”时不填{FIELDS[name]}。"
            errors.setdefault(name, told)
    return errors
