"""The syntax tree without the grammar's wrappers, bounded in depth."""

from collections.abc import Iterator

from lark import Token, Tree

from schemes.expressions.parser import parse
from schemes.expressions.types import ExpressionError

Node = Tree | Token
DEEPEST = 60
# The grammar names every level of precedence, also where nothing happens on it.
LEVELS = frozenset(
    {
        "expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication",
        "unary", "member", "primary", "paren_expr",
    }
)  # fmt: skip


def core(node: Node) -> Node:
    """The first node at or below `node` on which something happens."""
    while isinstance(node, Tree) and node.data in LEVELS and len(node.children) == 1:
        node = node.children[0]
    return node


def syntax_of(text: str) -> Node:
    """The tree of `text`, safe to walk by recursion. Raises `ExpressionError`."""
    root = core(parse(text))
    waiting: list[tuple[Node, int]] = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            raise ExpressionError("表达式太复杂，请拆成几个指标。", *place_of(node))
        waiting.extend((child, depth + 1) for child in _children(node))
    return root


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, Tree):
        yield from (core(child) for child in node.children)


def place_of(node: Node) -> tuple[int, int]:
    """Line and column of the node's beginning, both from 1."""
    if isinstance(node, Token):
        return node.line or 1, node.column or 1
    return getattr(node.meta, "line", 1), getattr(node.meta, "column", 1)
