"""Form fields of amounts, terms, rates and days, with what they say of a wrong answer."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from financing.bounds import AHEAD, HIGHEST_AMOUNT, TOO_MUCH
from pages.widgets import NumberText

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
BAD_NUMBER = {
    "required": "请填写。",
    "invalid": "请填写数字。",
    "max_digits": "数字太大，请核对。",
    "max_whole_digits": "数字太大，请核对。",
    "max_decimal_places": "小数位太多，请核对。",
}
BAD_DATE = {"required": "请填写日期。", "invalid": "请填写日期，如 2026-05-31。"}
BAD_WHOLE = {
    "required": "请填写。",
    "invalid": "请填写整数，如 12。",
    "min_value": "请填写 1 到 360 个月。",
    "max_value": "请填写 1 到 360 个月。",
}
PHONE = RegexValidator(r"^[0-9+()（）\-\s转,，]{7,40}$", "请填写电话号码，如 0532-55500001 转 8。")


def amount_field(label: str, **more: Any) -> forms.DecimalField:
    """An amount in 万元."""
    made = forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=Decimal("0.01"),
        max_value=HIGHEST_AMOUNT, widget=NumberText(),
        error_messages=BAD_NUMBER | {"min_value": "请填写大于 0 的金额。", "max_value": TOO_MUCH},
        **more,
    )  # fmt: skip
    made.unit = "万元"  # type: ignore[attr-defined]
    return made


def months_field(label: str) -> forms.IntegerField:
    made = forms.IntegerField(
        label=label, min_value=1, max_value=360, widget=NumberText(whole=True),
        error_messages=BAD_WHOLE,
    )  # fmt: skip
    made.unit = "个月"  # type: ignore[attr-defined]
    return made


def rate_field(label: str, **more: Any) -> forms.DecimalField:
    """Per cent a year."""
    wrong = "请填写 0 到 36 之间的年利率。"
    made = forms.DecimalField(
        label=label, max_digits=6, decimal_places=3, min_value=0, max_value=36,
        widget=NumberText(), error_messages=BAD_NUMBER | {"min_value": wrong, "max_value": wrong},
        **more,
    )  # fmt: skip
    made.unit = "%"  # type: ignore[attr-defined]
    return made


def coming_day(label: str, **more: Any) -> forms.DateField:
    """A day within the coming year (local)."""
    return forms.DateField(
        label=label, widget=DATE, error_messages=BAD_DATE, validators=[_in_the_coming_year], **more
    )


def _in_the_coming_year(day: date) -> None:
    """As the acts ask for it; said here too, so that all that is wrong is told at once."""
    today = timezone.localdate()
    if day < today:
        raise forms.ValidationError("不能早于今天。")
    if day > today + AHEAD:
        raise forms.ValidationError("应在一年以内，请核对。")
