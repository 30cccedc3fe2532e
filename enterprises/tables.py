"""The columns of the registry's list and of its export."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from enterprises.models import Enterprise
from enterprises.rules.industry import industry_name

Cell = str | int | Decimal | date | None


FIGURES = ("staff", "revenue", "assets")


@dataclass(frozen=True)
class Column:
    """One column: how it is called and what it shows of an entry. `unit` goes into the label."""

    key: str
    name: str
    value: Callable[[Enterprise], Cell]
    unit: str = ""
    by_default: bool = False
    is_personal: bool = False
    is_long: bool = False

    @property
    def is_confidential(self) -> bool:
        """Whether taking it away is recorded and shown to the enterprise."""
        return self.is_personal or self.key in FIGURES

    @property
    def label(self) -> str:
        return f"{self.name}（{self.unit}）" if self.unit else self.name

    @property
    def is_number(self) -> bool:
        return bool(self.unit)


def _of(name: str) -> Callable[[Enterprise], Any]:
    return lambda enterprise: getattr(enterprise, name)


COLUMNS = (
    Column("name", "企业名称", _of("name"), by_default=True),
    Column("credit_code", "统一社会信用代码", _of("credit_code"), by_default=True),
    Column("district", "区市", lambda e: e.district.short_name, by_default=True),
    Column(
        "industry", "行业", lambda e: industry_name(e.industry_code), by_default=True, is_long=True
    ),
    Column("size", "规模", lambda e: e.get_size_class_display(), by_default=True),
    Column("state", "登记状态", lambda e: e.get_registration_state_display(), by_default=True),
    Column("staff", "从业人员", _of("staff"), unit="人", by_default=True),
    Column("revenue", "营业收入", _of("revenue"), unit="万元", by_default=True),
    Column("assets", "资产总额", _of("assets"), unit="万元"),
    Column("registered_capital", "注册资本", _of("registered_capital"), unit="万元"),
    Column("established_on", "成立日期", _of("established_on")),
    Column("pool", "进入培育库", _of("pool_entered_on")),
    Column("legal_representative", "法定代表人", _of("legal_representative")),
    Column("address", "注册地址", _of("address"), is_long=True),
    Column("contact_name", "联系人", _of("contact_name"), is_personal=True),
    Column("contact_phone", "联系电话", _of("contact_phone"), is_personal=True),
    Column("contact_email", "联系邮箱", _of("contact_email"), is_personal=True),
)
TONES = {"confirmed": "ok", "pending_confirmation": "wait", "refused": "bad", "unclaimed": "calm"}


def chosen_columns(keys: list[str], *, many_districts: bool = True) -> list[Column]:
    """The named columns in their fixed order, the name always first; without keys the usual ones.

    Somebody who sees one district only is not shown it in every row, unless asked for.
    """
    wanted = {key for key in keys if any(column.key == key for column in COLUMNS)}
    if not wanted:
        wanted = {column.key for column in COLUMNS if column.by_default}
        if not many_districts:
            wanted.discard("district")
    return [column for column in COLUMNS if column.key in wanted | {"name"}]
