"""The city keeps the market's rate, which the banks' rates are compared with."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, refuse
from accounts.tenancy import Actor
from financing.models import MarketRate


def save_market_rate(actor: Actor, valid_from: date, rate: Decimal) -> MarketRate:
    """Note the one-year LPR (per cent a year) that was published on a day (local date); one that
    was noted for that day before is put right.

    Raises `NotPermitted`, `RuleViolation` at the fields `valid_from`, `rate`.
    """
    if not actor.is_city:
        raise NotPermitted("市场利率由市级主管部门登记。")
    errors = {}
    if valid_from > timezone.localdate():
        errors["valid_from"] = "公布日期不能晚于今天。"
    elif valid_from.year < 2013:
        errors["valid_from"] = "LPR 自 2013 年起公布。"
    if not 0 < rate < 20:
        errors["rate"] = "请填写 0 到 20 之间的年利率。"
    refuse(errors)
    with transaction.atomic():
        row, _ = MarketRate.objects.update_or_create(valid_from=valid_from, defaults={"rate": rate})
    return row
