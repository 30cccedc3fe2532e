"""The conditions of a report: which operators a kind of field has, what they ask for, and the
filter that they make.

Days are local; "this month" is that of the day on which the report runs, so that a report that is
run each month goes with the time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import DecimalField, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, GreaterThan
from django.utils import timezone

from documents.written.dates import NoDate, read_date
from documents.written.numbers import NoNumber, read_number, whole
from documents.written.sql import alike, alike_text
from pages.report_sources import FieldKind, ReportField

LONGEST_TEXT, LARGEST, MOST_DAYS = 200, Decimal(10) ** 15, 3660


class Asks(StrEnum):
    """What an operator asks for."""

    NOTHING = "nothing"
    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    NUMBERS = "numbers"
    DAY = "day"
    DAYS = "days"
    COUNT = "count"
    CHOICES = "choices"


class Unreadable(ValueError):
    """A value that the operator cannot use; the message is Chinese."""


Filter = Callable[[str, Sequence[Any], date], Q]


@dataclass(frozen=True, slots=True)
class Operator:
    """`filter` makes a condition on the annotation of that name from the values, as they were
    read, and today's date (local)."""

    key: str
    label: str
    asks: Asks
    filter: Filter


def _q(name: str, lookup: str, value: object) -> Q:
    return Q(**{f"{name}__{lookup}": value})


def _is_empty(name: str, values: Sequence[Any], today: date) -> Q:
    return Q(**{f"{name}__isnull": True})


def _is_empty_text(name: str, values: Sequence[Any], today: date) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{name: ""})


def _no(made: Filter) -> Filter:
    return lambda name, values, today: ~made(name, values, today)


def _not(made: Filter) -> Filter:
    """Not so, or nothing known: for whoever says 不是 means those without a value, too."""
    return lambda name, values, today: _is_empty(name, values, today) | ~made(name, values, today)


def _by(lookup: str) -> Filter:
    return lambda name, values, today: _q(name, lookup, values[0])


def _place(name: str, values: Sequence[Any]) -> StrIndex:
    """Where a text begins in another, however both are spelled: as the lists compare them."""
    return StrIndex(alike_text(name), Value(alike(values[0])))


def _contains(name: str, values: Sequence[Any], today: date) -> Q:
    return Q(GreaterThan(_place(name, values), 0))


def _starts(name: str, values: Sequence[Any], today: date) -> Q:
    return Q(Exact(_place(name, values), 1))


def _same(name: str, values: Sequence[Any], today: date) -> Q:
    return Q(Exact(alike_text(name), Value(alike(values[0]))))


def _among(name: str, values: Sequence[Any], today: date) -> Q:
    return _q(name, "in", list(values))


def _exactly(number: Decimal) -> Value:
    """A number as the database compares it: a column of integers would cut its decimals off."""
    return Value(number, output_field=DecimalField(max_digits=40, decimal_places=10))


def _number_by(lookup: str) -> Filter:
    return lambda name, values, today: _q(name, lookup, _exactly(values[0]))


def _between(name: str, values: Sequence[Any], today: date) -> Q:
    return _q(name, "gte", _exactly(values[0])) & _q(name, "lte", _exactly(values[1]))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


Span = Callable[[Sequence[Any], date], tuple[date | None, date | None]]


def _within(span: Span, *, moments: bool) -> Filter:
    """From one local day to another, both included; None is open."""

    def made(name: str, values: Sequence[Any], today: date) -> Q:
        first, last = span(values, today)
        condition = Q(**{f"{name}__isnull": False})
        if first is not None:
            condition &= _q(name, "gte", _midnight(first) if moments else first)
        if last is not None:
            after = last + timedelta(days=1)
            condition &= _q(name, "lt", _midnight(after) if moments else after)
        return condition

    return made


def _year(years: int) -> Span:
    def span(values: Sequence[Any], today: date) -> tuple[date, date]:
        year = today.year + years
        return date(year, 1, 1), date(year, 12, 31)

    return span


def month_of(day: date, months: int = 0) -> date:
    """The first day of the month so many months after that of `day`."""
    counted = day.year * 12 + day.month - 1 + months
    return date(counted // 12, counted % 12 + 1, 1)


def _months(first: int, after: int) -> Span:
    """From the first day of the month `first` from now to the last before the month `after`."""

    def span(values: Sequence[Any], today: date) -> tuple[date, date]:
        return month_of(today, first), month_of(today, after) - timedelta(days=1)

    return span


def _quarter(quarters: int) -> Span:
    def span(values: Sequence[Any], today: date) -> tuple[date, date]:
        first = month_of(today, quarters * 3 - (today.month - 1) % 3)
        return first, month_of(first, 3) - timedelta(days=1)

    return span


_TIMES: tuple[tuple[str, str, Asks, Span], ...] = (
    ("between", "在…之间（含两端）", Asks.DAYS, lambda values, today: (values[0], values[1])),
    ("since", "不早于", Asks.DAY, lambda values, today: (values[0], None)),
    ("until", "不晚于", Asks.DAY, lambda values, today: (None, values[0])),
    ("this_year", "今年", Asks.NOTHING, _year(0)),
    ("last_year", "去年", Asks.NOTHING, _year(-1)),
    ("this_quarter", "本季度", Asks.NOTHING, _quarter(0)),
    ("last_quarter", "上季度", Asks.NOTHING, _quarter(-1)),
    ("this_month", "本月", Asks.NOTHING, _months(0, 1)),
    ("last_month", "上月", Asks.NOTHING, _months(-1, 0)),
    (
        "last_days", "最近若干天（含今天）", Asks.COUNT,
        lambda values, today: (today - timedelta(days=values[0] - 1), today),
    ),
    (
        "next_days", "今后若干天（含今天）", Asks.COUNT,
        lambda values, today: (today, today + timedelta(days=values[0] - 1)),
    ),
    ("yesterday", "昨天", Asks.NOTHING, lambda values, today: (today - timedelta(1),) * 2),
)  # fmt: skip


def _named(*operators: Operator) -> dict[str, Operator]:
    return {one.key: one for one in operators}


def _times(*, moments: bool) -> tuple[Operator, ...]:
    return tuple(
        Operator(key, label, asks, _within(span, moments=moments))
        for key, label, asks, span in _TIMES
    )


EMPTY = Operator("empty", "为空", Asks.NOTHING, _is_empty)
FILLED = Operator("filled", "不为空", Asks.NOTHING, _no(_is_empty))
EMPTY_TEXT = Operator("empty", "为空", Asks.NOTHING, _is_empty_text)
FILLED_TEXT = Operator("filled", "不为空", Asks.NOTHING, _no(_is_empty_text))
_TEXTS = _named(
    Operator("contains", "包含", Asks.TEXT, _contains),
    Operator("lacks", "不包含", Asks.TEXT, _not(_contains)),
    Operator("starts", "开头是", Asks.TEXT, _starts),
    Operator("is", "等于", Asks.TEXT, _same),
    EMPTY_TEXT, FILLED_TEXT,
)  # fmt: skip
_CODES = _named(
    Operator("is", "等于", Asks.TEXT, _by("exact")),
    Operator("starts", "开头是", Asks.TEXT, _by("startswith")),
    Operator("among", "是其中之一（每行一个）", Asks.LINES, _among),
    EMPTY_TEXT, FILLED_TEXT,
)  # fmt: skip
_CHOICES = _named(
    Operator("among", "是", Asks.CHOICES, _among),
    Operator("not_among", "不是", Asks.CHOICES, _not(_among)),
)
_FIGURES = _named(
    Operator("least", "不少于", Asks.NUMBER, _number_by("gte")),
    Operator("most", "不多于", Asks.NUMBER, _number_by("lte")),
    Operator("more", "大于", Asks.NUMBER, _number_by("gt")),
    Operator("less", "小于", Asks.NUMBER, _number_by("lt")),
    Operator("is", "等于", Asks.NUMBER, _number_by("exact")),
    Operator("between", "在…之间（含两端）", Asks.NUMBERS, _between),
    EMPTY, FILLED,
)  # fmt: skip
OPERATORS: dict[FieldKind, dict[str, Operator]] = {
    FieldKind.TEXT: _TEXTS,
    FieldKind.CODE: _CODES,
    FieldKind.CHOICE: _CHOICES,
    FieldKind.FLAG: _named(
        Operator("yes", "为是", Asks.NOTHING, lambda name, values, today: Q(**{name: True})),
        Operator("no", "为否", Asks.NOTHING, lambda name, values, today: Q(**{name: False})),
    ),
    FieldKind.NUMBER: _FIGURES,
    FieldKind.MONEY: _FIGURES,
    FieldKind.DATE: _named(*_times(moments=False), EMPTY, FILLED),
    FieldKind.MOMENT: _named(*_times(moments=True), EMPTY, FILLED),
}  # fmt: skip


def read_values(field: ReportField, operator: Operator, written: Sequence[str]) -> list[Any]:
    """The values of a condition from what was written. Raises `Unreadable` with what is wrong."""
    given = [one.strip() for one in written]
    match operator.asks:
        case Asks.NOTHING:
            return []
        case Asks.CHOICES:
            return _chosen(field, given)
        case Asks.LINES:
            lines = [line.strip() for one in given for line in one.splitlines() if line.strip()]
            return [_text(line) for line in lines] or _missing("请填写内容，每行一个。")
        case Asks.TEXT:
            return [_text(_one(given))]
        case Asks.NUMBER:
            return [_number(_one(given))]
        case Asks.COUNT:
            return [_count(_one(given))]
        case Asks.DAY:
            return [_day(_one(given))]
        case Asks.NUMBERS:
            return _in_order([_number(one) for one in _two(given)])
    return _in_order([_day(one) for one in _two(given)])


def _missing(words: str) -> Any:
    raise Unreadable(words)


def _one(given: Sequence[str]) -> str:
    return given[0] if given and given[0] else _missing("请填写条件的内容。")


def _two(given: Sequence[str]) -> Sequence[str]:
    return given[:2] if len(given) > 1 and all(given[:2]) else _missing("请把两端都填上。")


def _in_order(values: list[Any]) -> list[Any]:
    return values if values[0] <= values[1] else _missing("后一个值不能小于前一个。")


def _chosen(field: ReportField, given: Sequence[str]) -> list[Any]:
    known = {str(key): key for key in field.labels()}
    chosen = [one for one in given if one]
    if not chosen:
        raise Unreadable("请至少选一项。")
    if unknown := [one for one in chosen if one not in known]:
        raise Unreadable(f"有 {len(unknown)} 个选项已不存在，请重新选择。")
    return [known[one] for one in chosen]


def _text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise Unreadable(f"最多 {LONGEST_TEXT} 个字。")
    return _missing("含有无法使用的字符。") if "\x00" in value or not alike(value) else value


def _number(value: str) -> Decimal:
    try:
        number = read_number(value)
    except NoNumber as wrong:
        raise Unreadable(f"{wrong}。") from wrong
    if number is None or abs(number) > LARGEST:
        raise Unreadable("数字过大，请核对。")
    return number


def _count(value: str) -> int:
    try:
        number = whole(_number(value))
    except NoNumber as wrong:
        raise Unreadable(f"{wrong}。") from wrong
    return number if 1 <= number <= MOST_DAYS else _missing(f"应为 1 至 {MOST_DAYS} 的整数。")


def _day(value: str) -> date:
    try:
        day = read_date(value, is_cell=False)
    except NoDate as wrong:
        raise Unreadable(f"{wrong}。") from wrong
    return day or _missing("请填写日期。")
