"""The tables of a trial's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.lists import Column
from pages.lists.table import table_html
from procedures.trials.indicator_bench import ReadValue

Line = TypeVar("Line")


@dataclass(frozen=True)
class CriterionLine:
    """A condition with how many enterprises meet it, fail it, fail only it."""

    label: str
    met: int
    not_met: int
    cannot_tell: int
    needs_person: int
    only: int
    share: Decimal


@dataclass(frozen=True)
class PlaceLine:
    """A district or an industry with how many of its enterprises would pass."""

    name: str
    all: int
    passed: int
    undecided: int
    waiting: int
    failed: int


def _number(key: str, heading: str) -> Column[Line]:
    """A column of whole numbers with their thousands separated."""
    return Column(
        key, heading, number=True, html=lambda row: format_html("{}", f"{getattr(row, key):,}")
    )


def criteria_table(rows: Iterable[CriterionLine], *, some_wait: bool) -> SafeString:
    """The conditions, each with how many enterprises fail it."""
    waiting: list[Column[CriterionLine]] = [_number("needs_person", "待专家评分")]
    waiting = waiting if some_wait else []
    columns: tuple[Column[CriterionLine], ...] = (
        Column("label", "条件", long=True),
        _number("not_met", "未满足"),
        Column("share", "占全部", lambda row: f"{row.share}%", number=True),
        _number("cannot_tell", "缺数据"),
        *waiting,
        _number("met", "已满足"),
        _number("only", "只差这一条"),
    )
    return table_html(columns, rows, css="stack")


def places_table(rows: Iterable[PlaceLine], *, some_wait: bool) -> SafeString:
    """Districts or industries, each with how many of its enterprises would pass."""
    waiting: list[Column[PlaceLine]] = [_number("waiting", "待专家评分")]
    waiting = waiting if some_wait else []
    columns: tuple[Column[PlaceLine], ...] = (
        Column("name", "名称"),
        _number("all", "企业"),
        _number("passed", "满足"),
        *waiting,
        _number("undecided", "缺数据"),
        _number("failed", "不满足"),
    )
    return table_html(columns, rows, css="stack")


READ: tuple[Column[ReadValue], ...] = (
    Column("label", "用到的数据"),
    Column("name", "名称", html=lambda one: format_html("<code>{}</code>", one.name)),
    Column("value", "值", lambda one: one.value or "缺", number=True),
)
