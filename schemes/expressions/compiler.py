"""From an expression to a function, its types checked before it ever runs.

A missing value is None and spreads; only `has`, `&&`, `||` and a condition that needs one side
alone look past it. Nothing loops but the macros, over a table of bounded length.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lark import Token, Tree

from schemes.expressions import numbers
from schemes.expressions.functions import FUNCTIONS, LOOKED_AT, TEXT_METHODS
from schemes.expressions.syntax import Node, core, place_of, syntax_of
from schemes.expressions.types import ExpressionError, ListOf, Row, Scalar, Type, UnknownName

NUMBER, TRUTH, TEXT, DATE = Scalar.NUMBER, Scalar.TRUTH, Scalar.TEXT, Scalar.DATE
Scope = Mapping[str, Any]
Run = Callable[[Scope], Any]
DEEPEST_MACRO = 2
TODAY = "today"

ARITHMETIC: dict[str, Callable[[numbers.Exact, numbers.Exact], numbers.Number]] = {
    "addition_add": numbers.add,
    "addition_sub": numbers.subtract,
    "multiplication_mul": numbers.multiply,
    "multiplication_div": numbers.divide,
    "multiplication_mod": numbers.remainder,
}
ORDERINGS: dict[str, Callable[..., bool]] = {
    "relation_lt": operator.lt,
    "relation_le": operator.le,
    "relation_gt": operator.gt,
    "relation_ge": operator.ge,
}


@dataclass(frozen=True)
class Expression:
    """A checked expression: call it with the values of its names."""

    text: str
    type: Type
    run: Run
    reads: frozenset[str] = frozenset()  # such as "figures.revenue"

    def __call__(self, scope: Scope) -> object:
        """The value for `scope` (name -> value, rows as mappings); None where it is missing."""
        return self.run(scope)


@dataclass(frozen=True)
class _Part:
    type: Type
    run: Run


def compile_expression(
    text: str, names: Mapping[str, Type], wanted: Type | None = None
) -> Expression:
    """`text` as a function of `names`. Raises `ExpressionError` naming the place of a mistake.

    `wanted` is the type that the value must have. `names` must hold "today" (a date) for
    expressions that ask for full years.
    """
    root = syntax_of(text)
    compiler = _Compiler(names, 0)
    part = compiler.part(root)
    if wanted is not None and part.type != wanted:
        raise _wrong(root, f"结果应是{wanted}，这里是{part.type}。")
    return Expression(text, part.type, part.run, frozenset(compiler.reads))


def _wrong(node: Node, message: str) -> ExpressionError:
    return ExpressionError(message, *place_of(node))


class _Compiler:
    def __init__(
        self, names: Mapping[str, Type], depth: int, reads: set[str] | None = None
    ) -> None:
        self.names, self.depth = names, depth
        self.reads = set() if reads is None else reads

    def part(self, node: Node) -> _Part:
        node = core(node)
        name = node.data if isinstance(node, Tree) else ""
        visit = getattr(self, f"_{name}", None)
        if visit is None or not isinstance(node, Tree):
            raise _wrong(node, "这种写法不能用在指标里。")
        result: _Part = visit(node)
        return result

    def typed(self, node: Node, wanted: Type) -> Run:
        part = self.part(node)
        if part.type != wanted:
            raise _wrong(core(node), f"这里应是{wanted}，得到的是{part.type}。")
        return part.run

    # --- values -----------------------------------------------------------------------------

    def _literal(self, node: Tree) -> _Part:
        token = _token(node)
        text = str(token)
        if token.type in ("INT_LIT", "FLOAT_LIT"):
            value = numbers.number(text)
            if value is None:
                raise _wrong(token, "数字太大或不是十进制数字。")
            return _Part(NUMBER, lambda scope: value)
        if token.type == "BOOL_LIT":
            truth = text == "true"
            return _Part(TRUTH, lambda scope: truth)
        if token.type == "STRING_LIT" and text[0] in "'\"" and "\\" not in text:
            words = text[1:-1]
            return _Part(TEXT, lambda scope: words)
        raise _wrong(token, "这里只能写数字、true、false 或引号中的文字（不用反斜杠）。")

    def _ident(self, node: Tree) -> _Part:
        token = _token(node)
        name = str(token)
        if name not in self.names:
            raise UnknownName(name, *place_of(token))
        self.reads.add(name)
        return self._read(self.names[name], lambda scope: scope.get(name))

    def _member_dot(self, node: Tree) -> _Part:
        owner_node, token = node.children
        owner = self.part(owner_node)
        name = str(token)
        kind = owner.type.field(name) if isinstance(owner.type, Row) else None
        if kind is None:
            raise _wrong(token, f"{_called(owner_node)}没有“{name}”。")
        row = owner.run
        owner_node = core(owner_node)
        if isinstance(owner_node, Tree) and owner_node.data == "ident":
            self.reads.discard(holder := str(_token(owner_node)))
            self.reads.add(f"{holder}.{name}")
        return self._read(kind, lambda scope: (row(scope) or {}).get(name))

    @staticmethod
    def _read(kind: Type, read: Run) -> _Part:
        if kind == NUMBER:
            return _Part(kind, lambda scope: numbers.number(read(scope)))
        if kind == DATE:
            return _Part(kind, lambda scope: _date(read(scope)))
        if kind == TRUTH or isinstance(kind, ListOf):  # an empty list is known to be empty
            return _Part(kind, read)
        return _Part(kind, lambda scope: read(scope) or None)

    def _list_lit(self, node: Tree) -> _Part:
        parts = [self.part(item) for item in _arguments(node.children)]
        if not parts:
            raise _wrong(node, "列表里至少写一项。")
        kind = parts[0].type
        for item, part in zip(_arguments(node.children), parts, strict=True):
            if part.type != kind:
                raise _wrong(core(item), f"列表各项应都是{kind}，这一项是{part.type}。")
        runs = [part.run for part in parts]
        return _Part(ListOf(kind), lambda scope: [run(scope) for run in runs])

    # --- operators --------------------------------------------------------------------------

    def _addition(self, node: Tree) -> _Part:
        sign, right = node.children
        run = ARITHMETIC[sign.data]
        left_run = self.typed(sign.children[0], NUMBER)
        right_run = self.typed(right, NUMBER)
        return _Part(NUMBER, _both(run, left_run, right_run))

    _multiplication = _addition

    def _unary(self, node: Tree) -> _Part:
        sign, operand = node.children
        if sign.data == "unary_neg":
            run = self.typed(operand, NUMBER)
            return _Part(NUMBER, lambda scope: None if (v := run(scope)) is None else -v)
        run = self.typed(operand, TRUTH)
        return _Part(TRUTH, lambda scope: None if (v := run(scope)) is None else not v)

    def _relation(self, node: Tree) -> _Part:
        sign, right_node = node.children
        left, right = self.part(sign.children[0]), self.part(right_node)
        if sign.data == "relation_in":
            if right.type != ListOf(left.type):
                raise _wrong(core(right_node), f"in 的右边应是{ListOf(left.type)}。")
            return _Part(TRUTH, _both(lambda one, several: one in several, left.run, right.run))
        if left.type != right.type or not isinstance(left.type, Scalar):
            raise _wrong(core(right_node), f"{left.type}不能与{right.type}比较。")
        if sign.data in ORDERINGS:
            if left.type not in (NUMBER, DATE):
                raise _wrong(node, f"{left.type}不能比大小。")
            return _Part(TRUTH, _both(ORDERINGS[sign.data], left.run, right.run))
        equal = sign.data == "relation_eq"
        return _Part(TRUTH, _both(lambda one, two: (one == two) == equal, left.run, right.run))

    def _conditionaland(self, node: Tree) -> _Part:
        return self._either(node, decides=False)

    def _conditionalor(self, node: Tree) -> _Part:
        return self._either(node, decides=True)

    def _either(self, node: Tree, decides: bool) -> _Part:
        left, right = (self.typed(child, TRUTH) for child in node.children)

        def run(scope: Scope) -> bool | None:
            first = left(scope)
            if first is decides:
                return decides
            second = right(scope)
            if second is decides:
                return decides
            return None if first is None or second is None else not decides

        return _Part(TRUTH, run)

    def _expr(self, node: Tree) -> _Part:
        condition, yes_node, no_node = node.children
        test, yes = self.typed(condition, TRUTH), self.part(yes_node)
        no = self.typed(no_node, yes.type)

        def run(scope: Scope) -> object:
            held = test(scope)
            return None if held is None else yes.run(scope) if held else no(scope)

        return _Part(yes.type, run)

    # --- calls ------------------------------------------------------------------------------

    def _ident_arg(self, node: Tree) -> _Part:
        token = _token(node)
        name, arguments = str(token), _arguments(node.children[1:])
        if name in LOOKED_AT:
            return self._looked_at(node, name, arguments)
        function = FUNCTIONS.get(name)
        if function is None:
            raise _wrong(token, f"没有名为“{name}”的函数。")
        if len(arguments) != len(function.takes):
            raise _wrong(token, f"{name} 要 {len(function.takes)} 个参数。")
        runs = [
            self.typed(argument, kind)
            for argument, kind in zip(arguments, function.takes, strict=True)
        ]
        if function.needs_today:
            runs.append(lambda scope: scope[TODAY])
        call = function.run

        def run(scope: Scope) -> object:
            values = [one(scope) for one in runs]
            return None if None in values else call(*values)

        return _Part(function.gives, run)

    def _looked_at(self, node: Tree, name: str, arguments: list[Node]) -> _Part:
        if len(arguments) != 1:
            raise _wrong(node, f"{name} 要 1 个参数。")
        looked_at = self.part(arguments[0])
        if name == "has":
            return _Part(TRUTH, lambda scope: looked_at.run(scope) is not None)
        if not isinstance(looked_at.type, ListOf):
            raise _wrong(core(arguments[0]), "size 只能用于列表。")
        listed = looked_at.run
        return _Part(
            NUMBER,
            lambda scope: None if (rows := listed(scope)) is None else numbers.number(len(rows)),
        )

    def _member_dot_arg(self, node: Tree) -> _Part:
        owner_node, token, *rest = node.children
        name, arguments = str(token), _arguments(rest)
        owner = self.part(owner_node)
        if name in TEXT_METHODS and owner.type == TEXT and len(arguments) == 1:
            return _Part(
                TRUTH, _both(TEXT_METHODS[name].run, owner.run, self.typed(arguments[0], TEXT))
            )
        if name in GATHER and isinstance(owner.type, ListOf) and len(arguments) == 2:
            return self._macro(node, name, owner, arguments)
        raise _wrong(token, f"这里不能用 {name}，或参数个数不对。")

    def _macro(self, node: Tree, name: str, owner: _Part, arguments: list[Node]) -> _Part:
        assert isinstance(owner.type, ListOf)
        if self.depth >= DEEPEST_MACRO:
            raise _wrong(node, f"列表计算最多嵌套 {DEEPEST_MACRO} 层。")
        variable = core(arguments[0])
        if not (isinstance(variable, Tree) and variable.data == "ident"):
            raise _wrong(variable, "第一个参数应是给每一行起的名字。")
        word = str(variable.children[0])
        if word in self.names:
            raise _wrong(variable, f"“{word}”已是数据的名字，请换一个。")
        inner = _Compiler({**self.names, word: owner.type.item}, self.depth + 1, self.reads)
        body = inner.part(arguments[1])
        self.reads.difference_update({f"{word}.{name}" for name in _names_of(owner.type)}, {word})
        if name != "map" and body.type != TRUTH:
            raise _wrong(core(arguments[1]), f"{name} 的第二个参数应是{TRUTH}。")

        gather = GATHER[name]

        def run(scope: Scope) -> object:
            rows = owner.run(scope)
            if rows is None:
                return None
            return gather([(item, body.run({**scope, word: item})) for item in rows])

        gives = {"map": ListOf(body.type), "filter": owner.type}.get(name, TRUTH)
        return _Part(gives, run)


def _token(node: Tree) -> Token:
    """The word that the node is made of."""
    token = node.children[0]
    assert isinstance(token, Token)
    return token


def _arguments(nodes: Sequence[Node]) -> list[Node]:
    return [item for node in nodes if isinstance(node, Tree) for item in node.children]


def _names_of(rows: ListOf) -> list[str]:
    """The names in each row of a table; none of a list of single values."""
    return [name for name, _ in rows.item.fields] if isinstance(rows.item, Row) else []


def _called(node: Node) -> str:
    inner = core(node)
    name = inner.children[0] if isinstance(inner, Tree) and inner.data == "ident" else None
    return f"“{name}”里" if isinstance(name, Token) else "这里"


def _both(run: Callable[..., object], left: Run, right: Run) -> Run:
    def both(scope: Scope) -> object:
        first, second = left(scope), right(scope)
        return None if first is None or second is None else run(first, second)

    return both


def _decided(held: Sequence[object], decides: bool) -> bool | None:
    if decides in held:
        return decides
    return None if None in held else not decides


Gather = Callable[[list[tuple[object, object]]], object]
# What a macro makes of each row and the value of its expression.
GATHER: dict[str, Gather] = {
    "map": lambda rows: [value for _, value in rows],
    "filter": lambda rows: [item for item, held in rows if held],
    "exists": lambda rows: _decided([held for _, held in rows], True),
    "all": lambda rows: _decided([held for _, held in rows], False),
}


def _date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
