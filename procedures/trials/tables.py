"""The tables of a trial's page."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.lists import Column
from pages.lists.table import table_html
from procedures.trials.indicator_bench import ReadValue

Line = dict[str, Any]


def _number(key: str, heading: str) -> Column[Line]:
    """A column of whole numbers with their thousands separated."""
    return Column(
        key, heading, lambda row: row[key], number=True,
        html=lambda row: format_html("{}", f"{row[key]:,}"),
    )  # fmt: skip


def criteria_table(rows: Iterable[Line], *, some_wait: bool) -> SafeString:
    """The conditions, each with how many enterprises fail it."""
    columns = (
        Column[Line]("label", "条件", lambda row: row["label"], long=True),
        _number("not_met", "未满足"),
        Column[Line]("share", "占全部", lambda row: f"{row['share']}%", number=True),
        _number("cannot_tell", "缺数据"),
        *([_number("needs_person", "待专家评分")] if some_wait else []),
        _number("met", "已满足"),
        _number("only", "只差这一条"),
    )
    return table_html(columns, rows, css="stack")


def places_table(rows: Iterable[Line], *, some_wait: bool) -> SafeString:
    """Districts or industries, each with how many of its enterprises would pass."""
    columns = (
        Column[Line]("name", "名称", lambda row: row["name"]),
        _number("all", "企业"),
        _number("passed", "满足"),
        *([_number("waiting", "待专家评分")] if some_wait else []),
        _number("undecided", "缺数据"),
        _number("failed", "不满足"),
    )
    return table_html(columns, rows, css="stack")


READ: tuple[Column[ReadValue], ...] = (
    Column("label", "用到的数据"),
    Column("name", "名称", html=lambda one: format_html("<code>{}</code>", one.name)),
    Column("value", "值", lambda one: one.value or "缺", number=True),
)
