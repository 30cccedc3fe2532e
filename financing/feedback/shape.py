"""One line of a bank's feedback: its fields, and what they must be to make sense together."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn, cast

from django.utils import timezone
from rest_framework import serializers

from financing.bounds import HIGHEST_AMOUNT, TOO_MUCH
from financing.doubts import (
    ASK,
    CHECKED,
    amount_doubt,
    jump_doubt,
    offer_doubt,
    rate_doubt,
    still_asked,
)
from financing.feedback.written import NO_NUMBER, plain_text, read_code, read_day, read_number
from financing.models import CreditFeedback
from financing.models.demand import Guarantee
from financing.models.reasons import DeclineReason

State, Renewal = CreditFeedback.State, CreditFeedback.Renewal
DATES = ("contacted_on", "paid_out_on", "due_on", "settled_on")
EARLIEST = date(2000, 1, 1)
CREDIT_CODE = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
REFERENCE = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$"
DEMAND = r"^RZ[0-9]{10,20}$"
NO_REFERENCE = "只用字母、数字、点、横线和下划线，以字母或数字开头，最多 64 位。"
LONGEST_LOAN = 30  # years
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
    **dict.fromkeys(("credit_line", "guarantee", "rate", "is_first_loan", "renews"), _CREDIT),
    **dict.fromkeys(("paid_out", "paid_out_on", "due_on", "renewal"), _LOAN),
    "balance": (State.PAID_OUT,),
    "is_overdue": (State.PAID_OUT,),
    "settled_on": (State.SETTLED,),
}
TOO_LONG = "数字太长，请核对。"
UNKNOWN_FIELD, MOST_UNKNOWN = "没有这个字段，请核对字段名。", 20


class Number(serializers.DecimalField):
    """A figure as a JSON number or as people write it."""

    unit = "万元"
    default_error_messages = {
        "invalid": NO_NUMBER,
        "min_value": "不能小于 0。",
        "max_decimal_places": "最多 {max_decimal_places} 位小数。",
        **dict.fromkeys(("max_digits", "max_whole_digits", "max_string_length"), TOO_LONG),
    }

    def to_internal_value(self, data: object) -> Decimal:
        try:
            number = read_number(data, unit=self.unit)
        except ValueError as wrong:
            raise serializers.ValidationError(str(wrong)) from wrong
        return cast(Decimal, super().to_internal_value(number))


class Rate(Number):
    """In per cent a year."""

    unit = "%"

    def to_internal_value(self, data: object) -> Decimal:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError as wrong:
            # 0.0345 has too many decimals because it is a fraction.
            is_number = wrong.get_codes() == ["max_decimal_places"]
            if is_number and (doubt := rate_doubt(read_number(data, unit=self.unit))):
                raise serializers.ValidationError(doubt.removesuffix(ASK)) from wrong
            raise


class Day(serializers.DateField):
    """A local day as YYYY-MM-DD or as people write it."""

    def to_internal_value(self, value: object) -> date:
        try:
            return read_day(value)
        except ValueError as wrong:
            raise serializers.ValidationError(str(wrong)) from wrong


class CreditCode(serializers.RegexField):
    """The unified social credit code, in whatever width and case."""

    def to_internal_value(self, data: Any) -> str:
        return read_code(super().to_internal_value(data))


class Identifier(serializers.RegexField):
    """A number that somebody gave to a credit or a demand."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if "\0" in text:  # a fault of the program that wrote it, not something that nobody sees
            raise serializers.ValidationError("不能含有空字符。")
        return plain_text(text)


class Choice(serializers.ChoiceField):
    """One of some codes."""

    def fail(self, key: str, **kwargs: object) -> NoReturn:
        codes = "、".join(str(code) for code in self.choices if code)
        raise serializers.ValidationError(f"应为以下之一：{codes}。", code=key)


class Flag(serializers.BooleanField):
    default_error_messages = {"invalid": "应为 true 或 false。"}


def _choice(choices: list[tuple[str, str]], label: str) -> Choice:
    return Choice(choices, required=False, allow_null=True, allow_blank=True, label=label)


def _amount(label: str) -> Number:
    """In 万元."""
    return Number(
        max_digits=12, decimal_places=2, min_value=0, max_value=HIGHEST_AMOUNT, required=False,
        allow_null=True, label=label, help_text=f"{label}，万元",
        error_messages={"max_value": TOO_MUCH},
    )  # fmt: skip


def _date(label: str) -> Day:
    return Day(required=False, allow_null=True, label=label, help_text=f"{label}，YYYY-MM-DD")


class FeedbackItem(serializers.Serializer[dict[str, object]]):
    """One credit as the bank has it now. What is left out is empty: a report replaces the one
    before under the same reference."""

    reference = Identifier(
        REFERENCE, label="银行业务编号", help_text="银行自己的编号，同一编号再次反馈即为更新",
        error_messages={"invalid": NO_REFERENCE},
    )  # fmt: skip
    credit_code = CreditCode(
        CREDIT_CODE, label="统一社会信用代码",
        error_messages={"invalid": "应为 18 位统一社会信用代码（不含 I、O、S、V、Z）。"},
    )  # fmt: skip
    state = Choice(State.choices, label="状态")
    contacted_on = Day(label="对接日期", help_text="对接日期，YYYY-MM-DD")
    declined_because = _choice(DeclineReason.choices, "未通过原因")
    credit_line = _amount("授信额度")
    guarantee = _choice(Guarantee.choices, "担保方式")
    rate = Rate(
        max_digits=6, decimal_places=3, min_value=0, max_value=36, required=False,
        allow_null=True, label="年利率", help_text="年利率，%，如 3.45",
        error_messages={"max_value": "年利率不能超过 36%%。"},
    )  # fmt: skip
    paid_out = _amount("放款金额")
    paid_out_on = _date("放款日期")
    due_on = _date("到期日")
    balance = _amount("余额")
    is_first_loan = Flag(required=False, default=False, label="首贷")
    renewal = Choice(
        Renewal.choices, required=False, default=Renewal.NONE, label="续贷方式",
        help_text="这笔贷款本身是续贷时填；续贷的新贷款用新的编号反馈，原贷款另报结清",
    )  # fmt: skip
    is_overdue = Flag(required=False, default=False, label="逾期")
    settled_on = _date("结清日期")
    renews = Identifier(
        REFERENCE, required=False, allow_null=True, allow_blank=True, label="原贷款业务编号",
        help_text="续贷的，填所续的那笔贷款的银行业务编号；原贷款应先反馈，或在同一批中排在前面",
        error_messages={"invalid": NO_REFERENCE},
    )  # fmt: skip
    demand = Identifier(
        DEMAND, required=False, allow_null=True, allow_blank=True, label="融资需求编号",
        help_text="因平台上的融资需求授信的，填需求编号，如 RZ2026000001",
        error_messages={"invalid": "应为平台的融资需求编号，如 RZ2026000001。"},
    )  # fmt: skip
    is_checked = Flag(
        required=False, default=False, label=CHECKED,
        help_text="利率、金额与通常相差很大时平台会请您核对，确实如此的再填",
    )  # fmt: skip

    def to_internal_value(self, data: object) -> dict[str, Any]:
        """Says at once what is wrong with each field and with all of them together.

        What has no field is refused: what is left out is empty, so that a misspelt name would
        erase what was reported.
        """
        if not isinstance(data, Mapping):
            return cast(dict[str, Any], super().to_internal_value(data))
        names = [str(name)[:64] for name in data if name not in self.fields]
        errors: dict[str, Any] = dict.fromkeys(names[:MOST_UNKNOWN], UNKNOWN_FIELD)
        values: dict[str, Any] = {}
        for name, field in self.fields.items():
            said = data.get(name)
            if said is None or (isinstance(said, str) and not plain_text(said)):
                if field.required:
                    errors[name] = f"请填写{FIELDS[name]}。"
                elif field.default is not serializers.empty:
                    values[name] = field.default
                continue
            try:
                values[name] = field.run_validation(said)
            except serializers.ValidationError as wrong:
                errors[name] = wrong.detail
        if "state" in values:
            errors = {**_contradictions(values, errors), **errors}
        if errors:
            told = {
                name: text if isinstance(text, list) else [text] for name, text in errors.items()
            }
            raise serializers.ValidationError(told)
        return values


SHAPES: dict[str, serializers.Field] = dict(FeedbackItem().fields)
FIELDS: dict[str, str] = {name: str(field.label) for name, field in SHAPES.items()}


def doubts_about(
    said: Mapping[str, Any], before: CreditFeedback | None, wanted: Decimal | None
) -> dict[str, str]:
    """What is unusual about a line, as a question by field, beside the report `before` and the
    amount that was `wanted` in its demand; what was said to be so is not asked again."""
    found = {
        "state": _goes_back(before, State(said["state"])),
        "rate": rate_doubt(said["rate"]),
        **{
            name: amount_doubt(said[name])
            or (jump_doubt(getattr(before, name), said[name]) if before else "")
            for name in ("credit_line", "paid_out")
        },
    }
    if wanted and said["credit_line"] and not found["credit_line"]:
        found["credit_line"] = offer_doubt(wanted, said["credit_line"])
    return still_asked(found, said, before)


def _goes_back(before: CreditFeedback | None, now: CreditFeedback.State) -> str:
    order = list(State)
    if before is None or order.index(now) >= order.index(State(before.state)):
        return ""
    was = State(before.state).label
    return f"上次反馈的状态是“{was}”，这次是“{now.label}”，请核对。{ASK}"


def _contradictions(said: dict[str, Any], wrong: Collection[str]) -> dict[str, str]:
    """What is missing in this state, and what cannot be true together, by field; of those that are
    `wrong` already nothing."""
    label = State(said["state"]).label
    errors = {
        name: f"状态为“{label}”时要填写{FIELDS[name]}。"
        for name in NEEDED[State(said["state"])]
        if said.get(name) in (None, "") and name not in wrong
    }
    for found in (_of_days(said), _of_amounts(said), _of_renewals(said)):
        for name, text in found.items():
            errors.setdefault(name, text)
    for name, states in BELONGS.items():
        if said["state"] not in states and said.get(name) not in SAYS_NOTHING:
            errors.setdefault(name, f"状态为“{label}”时不填{FIELDS[name]}。")
    return errors


def _of_days(said: dict[str, Any]) -> dict[str, str]:
    errors = {}
    today = timezone.localdate()
    for name in ("contacted_on", "paid_out_on", "settled_on"):
        if said.get(name) and said[name] > today:
            errors[name] = f"{FIELDS[name]}不能晚于今天。"
    for name in DATES:
        if said.get(name) and said[name] < EARLIEST:
            errors.setdefault(name, f"{FIELDS[name]}早于 {EARLIEST:%Y-%m-%d}，请核对。")
    contacted, paid = said.get("contacted_on"), said.get("paid_out_on")
    due, settled = said.get("due_on"), said.get("settled_on")
    if paid and due and due <= paid:
        errors.setdefault("due_on", "到期日应晚于放款日期。")
    if due and due.year > (paid or today).year + LONGEST_LOAN:
        errors.setdefault("due_on", f"到期日在放款 {LONGEST_LOAN} 年以后，请核对年份。")
    if paid and contacted and "contacted_on" not in errors and paid < contacted:
        errors.setdefault("paid_out_on", "放款日期不能早于对接日期。")
    if settled and paid and settled < paid:
        errors.setdefault("settled_on", "结清日期不能早于放款日期。")
    return errors


def _of_amounts(said: dict[str, Any]) -> dict[str, str]:
    errors = {}
    line, amount, balance = said.get("credit_line"), said.get("paid_out"), said.get("balance")
    for name in ("credit_line", "paid_out", "rate"):
        if said["state"] in BELONGS[name] and said.get(name) == 0:
            errors[name] = f"{FIELDS[name]}应大于 0。"
    if amount is not None and line is not None and amount > line:
        errors.setdefault("paid_out", "放款金额不能大于授信额度。")
    if amount is not None and balance is not None and balance > amount:
        errors.setdefault("balance", "余额不能大于放款金额。")
    if said["state"] == State.SETTLED and balance:
        errors.setdefault("balance", "已结清的余额应为 0。")
    if said.get("is_overdue") and balance == 0:
        errors["is_overdue"] = "余额为 0 的贷款不会逾期，请核对余额；已还清的请改为“已结清”。"
    return errors


def _of_renewals(said: dict[str, Any]) -> dict[str, str]:
    is_renewal = said.get("renewal", Renewal.NONE) != Renewal.NONE or bool(said.get("renews"))
    errors = {}
    if is_renewal and said.get("is_first_loan"):
        errors["is_first_loan"] = "续贷的贷款不是首贷。"
    if said.get("renews") and said["state"] in _LOAN and said.get("renewal") == Renewal.NONE:
        errors["renewal"] = "填了原贷款的，请选择续贷方式：还款后续贷，或无还本续贷。"
    if said.get("renews") and said.get("renews") == said.get("reference"):
        errors["renews"] = "不能是这笔贷款自己的编号；续贷的新贷款请用新的编号。"
    return errors
