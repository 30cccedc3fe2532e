"""The functions that an expression may call."""

from collections.abc import Callable
from dataclasses import dataclass

from enterprises.rules.industry import is_of
from schemes.expressions import numbers
from schemes.expressions.types import ListOf, Scalar, Type

NUMBER, TEXT, DATE, TRUTH = Scalar.NUMBER, Scalar.TEXT, Scalar.DATE, Scalar.TRUTH
NUMBERS = ListOf(NUMBER)


@dataclass(frozen=True)
class Function:
    """`run` is asked only when no argument is missing; `needs_today` adds today's date."""

    takes: tuple[Type, ...]
    gives: Type
    run: Callable[..., object]
    means: str
    needs_today: bool = False


FUNCTIONS: dict[str, Function] = {
    "ratio": Function((NUMBER, NUMBER), NUMBER, numbers.ratio, "前者占后者的百分比"),
    "growth": Function((NUMBER, NUMBER), NUMBER, numbers.growth, "前者比后者增长的百分比"),
    "compound_growth": Function(
        (NUMBER, NUMBER, NUMBER), NUMBER, numbers.compound_growth, "若干年的年均复合增长率，百分比"
    ),
    "sum": Function((NUMBERS,), NUMBER, numbers.total, "合计，缺一项即缺数据"),
    "sum_known": Function((NUMBERS,), NUMBER, numbers.total_known, "已填各项的合计"),
    "mean": Function((NUMBERS,), NUMBER, numbers.mean, "平均值，缺一项即缺数据"),
    "min": Function((NUMBERS,), NUMBER, numbers.smallest, "最小值"),
    "max": Function((NUMBERS,), NUMBER, numbers.largest, "最大值"),
    "max_known": Function((NUMBERS,), NUMBER, numbers.largest_known, "已填各项的最大值"),
    "abs": Function((NUMBER,), NUMBER, abs, "绝对值"),
    "floor": Function((NUMBER,), NUMBER, numbers.floor, "舍去小数"),
    "round": Function((NUMBER, NUMBER), NUMBER, numbers.rounded, "四舍五入到若干位小数"),
    "in_industry": Function(
        (TEXT, ListOf(TEXT)), TRUTH, is_of, "行业代码是否属于其中之一：门类字母、大类或中类代码"
    ),
    "years_since": Function((DATE,), NUMBER, numbers.full_years, "至今满几年", needs_today=True),
}  # fmt: skip


@dataclass(frozen=True)
class TextMethod:
    """Called on a text: enterprise.industry_code.startsWith("34")."""

    run: Callable[[str, str], bool]
    means: str


TEXT_METHODS: dict[str, TextMethod] = {
    "startsWith": TextMethod(lambda text, part: text.startswith(part), "以这几个字开头"),
    "endsWith": TextMethod(lambda text, part: text.endswith(part), "以这几个字结尾"),
    "contains": TextMethod(lambda text, part: part in text, "含有这几个字"),
}
# The functions that take values of several types, and what is called on a list; they are the
# compiler's own.
LOOKED_AT = {"has": "是否有数据", "size": "列表有几项"}
MACRO_WORDS = {
    "map": "对每一行算一次，得到一列值",
    "filter": "留下算式为“是”的行",
    "exists": "至少有一行为“是”",
    "all": "每一行都为“是”",
}
