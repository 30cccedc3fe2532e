"""Columns that several lists of money have in common. Amounts in 元."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html

from financing.models import Fund
from financing.money import yuan
from pages.lists import Column


def money(key: str, heading: str, value: Callable[[Any], Decimal | None] | None = None,
          **more: Any) -> Column[Any]:  # fmt: skip
    """An amount: two decimals and a true minus on the page, a number in the file."""

    def amount(row: Any) -> Decimal | None:
        return value(row) if value else getattr(row, key)

    return Column(
        key, heading, amount, unit="元", html=lambda row: yuan(amount(row)) or "—", **more
    )


def pill(text: str, tone: str) -> str:
    """A status in words, shape and colour."""
    return format_html('<span class="pill {}">{}</span>', tone, text)


def state_column(tones: Mapping[Any, str]) -> Column[Any]:
    """The state of a row, in the tones of its machine."""
    return Column("state", "状态", pill={str(state): tone for state, tone in tones.items()})


UNIT = "金额单位：元"
DISTRICT: Column[Any] = Column("district__short_name", "区市", many_districts=True)


def funds() -> list[tuple[str, str]]:
    """The funds that the active scope reads, to choose from."""
    rows = Fund.objects.order_by("name", "pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def years() -> list[tuple[str, str]]:
    """Fiscal years to choose from, the next one first."""
    this = timezone.localdate().year
    return [(str(year), f"{year} 年度") for year in range(this + 1, this - 6, -1)]
