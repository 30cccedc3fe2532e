"""The tags and filters of the texts of reports."""

from collections.abc import Sequence
from typing import Any

from django.template import Context, Library, Node
from django.template.base import NodeList, Parser, Token
from django.template.defaulttags import ForNode, do_for, do_if

from reports.papers.numbers import Count
from reports.papers.text_problems import TextProblem
from reports.signed import signed

MOST_TURNS = 5_000  # of all loops of a paragraph
register = Library()
register.tag("if", do_if)


class _Turn(Node):
    """Counts the turns of loops, so that loops within each other come to an end early."""

    def render(self, context: Context) -> str:
        turns = (context.render_context.get("turns") or 0) + 1
        if turns > MOST_TURNS:
            raise TextProblem("循环太多次，印出来太长，请减少循环。")
        context.render_context["turns"] = turns
        return ""


@register.tag("for")
def bounded_for(parser: Parser, token: Token) -> ForNode:
    """Django's loop with a bound."""
    node = do_for(parser, token)
    node.nodelist_loop = NodeList([_Turn(), *node.nodelist_loop])
    return node


@register.filter("带号")
def with_sign(value: Any) -> str:
    """A difference with plus or minus."""
    return signed(value) if isinstance(value, int) else str(value)


@register.filter("绝对值")
def absolute(value: Any) -> Any:
    """A number without its sign."""
    return Count(abs(value)) if isinstance(value, int) else value


@register.filter("个数")
def how_many(value: Any) -> Any:
    """How many things a list has."""
    return Count(len(value)) if isinstance(value, Sequence) else value
