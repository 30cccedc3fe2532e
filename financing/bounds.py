"""What no demand, offer, plan or credit is beyond: a larger amount is in another unit, a later day
mistyped. As validators of the models' fields, which acts and forms alike ask."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import Model
from django.utils import timezone

HIGHEST_AMOUNT = 1_000_000  # 万元
TOO_MUCH = "不能超过 1,000,000 万元（100 亿元），请核对单位是不是万元。"
_MONTHS, _RATE = "请填写 1 到 360 个月。", "请填写大于 0、不超过 36 的年利率（%%）。"
LONGEST_PLAN = timedelta(days=3653)
AMOUNT = (
    MinValueValidator(Decimal("0.01"), "请填写大于 0 的金额。"),
    MaxValueValidator(HIGHEST_AMOUNT, TOO_MUCH),
)
MONTHS = (MinValueValidator(1, _MONTHS), MaxValueValidator(360, _MONTHS))
RATE = (MinValueValidator(Decimal("0.001"), _RATE), MaxValueValidator(36, _RATE))
PHONE = (
    RegexValidator(r"^[0-9+()（）\-\s转,，]{7,40}$", "请填写电话号码，如 0532-55500001 转 8。"),
)


def not_over(day: date) -> None:
    """The local day has not passed."""
    if day < timezone.localdate():
        raise ValidationError("不能早于今天。")


def not_in_the_future(day: date) -> None:
    """The local day has come, and lies in this century."""
    if day > timezone.localdate():
        raise ValidationError("不能晚于今天。")
    if day.year < 2000:
        raise ValidationError("请核对年份。")


def in_the_coming_year(day: date) -> None:
    """A local day from today on, of the coming year."""
    not_over(day)
    if day > timezone.localdate() + timedelta(days=366):
        raise ValidationError("应在一年以内，请核对。")


def in_the_coming_years(day: date) -> None:
    """A local day from today on, within what a bank plans ahead."""
    not_over(day)
    if day > timezone.localdate() + LONGEST_PLAN:
        raise ValidationError("应在十年以内，请核对年份。")


def problems_with(row: Model, names: Collection[str]) -> dict[str, str]:
    """What the model's own rules forbid of the fields `names` of a new row, by field. Texts lose
    the white space around them."""
    others = set()
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name not in names:
            others.add(field.name)
        elif isinstance(value, str):
            setattr(row, field.attname, value.strip())
    try:
        row.full_clean(exclude=others)
    except ValidationError as error:
        return {name: " ".join(said) for name, said in error.message_dict.items()}
    return {}
