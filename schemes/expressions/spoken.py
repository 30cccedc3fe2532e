"""What an expression reads, and how its sum is said in a line for people."""

from collections.abc import Callable, Mapping, Sequence

from lark import Tree

from schemes.expressions.syntax import Node, core, syntax_of

Words = Mapping[str, str]
SIGNS = {
    "addition_add": " + ",
    "addition_sub": " − ",
    "multiplication_mul": " × ",
    "multiplication_div": " ÷ ",
}
# What a function of so many arguments is called; a list counts as its items.
_CALLS: dict[str, Callable[..., str]] = {
    "ratio": lambda part, whole: f"{part} ÷ {whole}",
    "growth": lambda now, before: f"（{now} − {before}）÷ {before}",
    "compound_growth": lambda now, before, years: f"{before}到{now}的 {years} 年年均增长",
    "sum": lambda *items: " + ".join(items),
    "sum_known": lambda *items: " + ".join(items),
    "mean": lambda *items: f"{'、'.join(items)}的平均",
    "min": lambda *items: f"{'、'.join(items)}中最小的",
    "max": lambda *items: f"{'、'.join(items)}中最大的",
    "max_known": lambda *items: f"{'、'.join(items)}中最大的",
    "years_since": lambda day: f"自{day}起满几年",
}


class _Unspeakable(Exception):
    """The expression is no sum that fits into a line."""


def names_in(text: str) -> list[str]:
    """The names that the expression `text` reads, such as "figures.revenue", each once and in
    their order. Raises `ExpressionError`."""
    found: dict[str, None] = {}
    _collect(syntax_of(text), found)
    return list(found)


def _collect(node: Node, found: dict[str, None]) -> None:
    node = core(node)
    if not isinstance(node, Tree):
        return
    if name := _name_of(node):
        found[name] = None
        return
    for child in node.children:
        _collect(child, found)


def _name_of(node: Node) -> str:
    """The dotted name that the node is, "" where it is something else."""
    node = core(node)
    if isinstance(node, Tree) and node.data == "ident":
        return str(node.children[0])
    if isinstance(node, Tree) and node.data == "member_dot":
        owner, name = node.children
        return f"{before}.{name}" if (before := _name_of(owner)) else ""
    return ""


def spoken(text: str, words: Words) -> str:
    """The sum of the expression `text` with `words` for its names: 研发费用 ÷ 营业收入, or with the
    values themselves 61.40 ÷ 3,412.60; "" where it does not fit into a line or has no word."""
    try:
        return _said(syntax_of(text), words)
    except _Unspeakable:
        return ""


def _said(node: Node, words: Words) -> str:
    node = core(node)
    if name := _name_of(node):
        return _word(name, words)
    if not isinstance(node, Tree):
        raise _Unspeakable
    if node.data == "literal":
        return str(node.children[0])
    if node.data in ("addition", "multiplication"):
        sign, right = node.children
        if (said := SIGNS.get(sign.data)) is None:
            raise _Unspeakable
        return f"{_grouped(sign.children[0], words)}{said}{_grouped(right, words)}"
    if node.data == "ident_arg":
        return _call(node, words)
    if node.data == "expr":
        return _known_one(node, words)
    raise _Unspeakable


def _grouped(node: Node, words: Words) -> str:
    said, inner = _said(node, words), core(node)
    is_sum = isinstance(inner, Tree) and inner.data == "addition"
    return f"（{said}）" if is_sum else said


def _call(node: Tree, words: Words) -> str:
    name = str(node.children[0])
    if name not in _CALLS:
        raise _Unspeakable
    items: list[str] = []
    for argument in _listed(node.children[1:]):
        inner = core(argument)
        if isinstance(inner, Tree) and inner.data == "list_lit":
            items += [_said(one, words) for one in _listed(inner.children)]
        else:
            items.append(_said(argument, words))
    try:
        return _CALLS[name](*items)
    except TypeError as error:
        raise _Unspeakable from error


def _listed(nodes: Sequence[Node]) -> list[Node]:
    return [item for one in nodes if isinstance(one, Tree) for item in one.children]


def _known_one(node: Tree, words: Words) -> str:
    """Of `has(a) ? a : b` the first that has a word: what the sum takes where it is known."""
    condition, yes, no = node.children
    asked = core(condition)
    if not (isinstance(asked, Tree) and asked.data == "ident_arg"):
        raise _Unspeakable
    if str(asked.children[0]) != "has":
        raise _Unspeakable
    return _said(yes if _name_of(yes) in words else no, words)


def _word(name: str, words: Words) -> str:
    if name not in words:
        raise _Unspeakable
    return words[name]
