"""From text to a syntax tree of the Common Expression Language, by cel-python's grammar."""

from functools import cache
from typing import TYPE_CHECKING

from lark import Tree

from schemes.expressions.types import ExpressionError

if TYPE_CHECKING:
    from celpy.celparser import CELParser

LONGEST = 1000


@cache
def _parser() -> "CELParser":
    # Imported at the first expression: the package costs half a second, which most processes spare.
    from celpy.celparser import CELParser

    return CELParser()


def parse(text: str) -> Tree:
    """The syntax tree of `text`. Raises `ExpressionError` with the place of the mistake."""
    if not text.strip():
        raise ExpressionError("请填写表达式。")
    if len(text) > LONGEST:
        raise ExpressionError(f"表达式最长 {LONGEST} 个字符。", 1, LONGEST + 1)
    parser = _parser()
    from celpy.celparser import CELParseError

    try:
        return parser.parse(text)
    except CELParseError as wrong:
        token = getattr(wrong.__context__, "token", None)
        if token is not None and token.type == "$END":
            raise ExpressionError("表达式没有写完。", *_end_of(text)) from wrong
        place = wrong.line or 1, wrong.column or 1
        raise ExpressionError("这里看不懂，请检查括号、引号和运算符。", *place) from wrong


def _end_of(text: str) -> tuple[int, int]:
    lines = text.rstrip().split("\n")
    return len(lines), len(lines[-1]) + 1
