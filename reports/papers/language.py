"""The language in which the city writes the sentences of reports: Django's templates, with nothing
but values, `if`, `for` and a few filters, over names that are declared."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar, cast

from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.base import FilterExpression, TextNode, Variable, VariableNode
from django.template.defaulttags import ForNode, IfNode, TemplateLiteral

from pages.paper_sections import Name
from reports.papers.numbers import Count, Thing, Things
from reports.papers.text_problems import TextProblem
from reports.papers.text_tags import how_many
from reports.signed import signed

LONGEST = 600  # characters of a paragraph
LONGEST_PRINTED = 20_000  # characters of a section with its figures
DEEPEST = 5  # blocks within each other
DEEPEST_LOOPS = 2
SAMPLE_SIZE = 10  # things of a list with which a text is tried; about as many as districts
logger = logging.getLogger(__name__)
_LOOP = Name("forloop", "", (Name("first", ""), Name("last", ""), Name("counter", "")))


class _PaperEngine(Engine):
    """No loaders, no libraries, no tags but those of `reports.papers.text_tags`."""

    default_builtins: ClassVar = ["reports.papers.text_tags"]


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return _PaperEngine(autoescape=False, loaders=[], string_if_invalid="")


def paragraphs(text: str) -> list[str]:
    """A text in its paragraphs: one a line, blank lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def problems_of(text: str, names: Iterable[Name]) -> list[str]:
    """Why the paragraphs of `text` cannot be printed; nothing where they can."""
    known = {one.name: one for one in names}
    samples = {name: _sample(one) for name, one in known.items()}
    found, length = [], 0
    for number, line in enumerate(paragraphs(text), 1):
        try:
            _check(_compiled(line).nodelist, known)
            length += len(rendered(line, samples))
            rendered(line, dict.fromkeys(known))
        except TextProblem as problem:
            found.append(f"第 {number} 段：{problem}")
    if length > LONGEST_PRINTED:
        found.append(f"这一章印出来太长，最多 {LONGEST_PRINTED:,} 个字，请减少循环里的文字。")
    return found


def _sample(name: Name) -> Any:
    """A figure like those that parts give, to try a text with."""
    one = {part.name: _sample(part) for part in name.parts} if name.parts else 1
    return [one] * SAMPLE_SIZE if name.is_list else one


def names_used(line: str) -> set[str]:
    """The names that a paragraph asks for, without those that its loops make."""
    return set(_asked(_compiled(line).nodelist, frozenset()))


def rendered(line: str, values: Mapping[str, Any]) -> str:
    """A paragraph with its figures; whole numbers in groups of three.

    Raises `TextProblem` where it cannot be printed with these figures.
    """
    shown = {name: _shown(value) for name, value in values.items()}
    try:
        said: str = _compiled(line).render(Context(shown, autoescape=False)).strip()
    except TextProblem:
        raise
    except Exception as error:
        logger.warning("a paragraph cannot be printed: %s", line, exc_info=True)
        raise TextProblem("用现有的数印不出来，请检查循环、条件和格式。") from error
    if len(said) > LONGEST_PRINTED:
        raise TextProblem(f"印出来太长，最多 {LONGEST_PRINTED:,} 个字，请减少循环里的文字。")
    return said


@lru_cache(maxsize=512)
def _compiled(line: str) -> Template:
    if len(line) > LONGEST:
        raise TextProblem(f"一段最多 {LONGEST} 个字，现在有 {len(line)} 个。")
    try:
        template = Template(line, engine=_engine())
    except TemplateSyntaxError as error:
        raise TextProblem(_in_words(str(error))) from None
    if _depth(template.nodelist) > DEEPEST:
        raise TextProblem(f"条件和循环最多套 {DEEPEST} 层。")
    if _depth(template.nodelist, ForNode) > DEEPEST_LOOPS:
        raise TextProblem(f"循环最多套 {DEEPEST_LOOPS} 层。")
    return template


def _in_words(message: str) -> str:
    """What Django says of a mistake, for whoever writes texts."""
    if "Unclosed tag" in message:
        return "条件或循环没有结束，请补上 {% endif %} 或 {% endfor %}。"
    if "Invalid block tag" in message:
        return "这里只能用 if、else、endif、for、endfor，或者前面少了开头。"
    if "Invalid filter" in message:
        return "没有这个格式；可以用“带号”“绝对值”“个数”。"
    return "写法读不出来，请检查花括号和条件。"


def _depth(nodes: Iterable[Any], counted: type | tuple[type, ...] = (IfNode, ForNode)) -> int:
    """How deep nodes of the kinds `counted` stand within each other."""
    return max(
        (
            isinstance(node, counted) + max(_depth(inner, counted) for inner in _inner(node))
            for node in nodes
            if isinstance(node, IfNode | ForNode)
        ),
        default=0,
    )


def _inner(node: Any) -> list[Iterable[Any]]:
    if isinstance(node, IfNode):
        return [nodelist for _, nodelist in node.conditions_nodelists]
    return [node.nodelist_loop, node.nodelist_empty]


def _expressions(node: Any) -> Iterator[FilterExpression]:
    """The expressions that a node itself asks."""
    if isinstance(node, VariableNode):
        yield cast(FilterExpression, node.filter_expression)
    elif isinstance(node, ForNode):
        yield cast(FilterExpression, node.sequence)
    elif isinstance(node, IfNode):
        for condition, _ in node.conditions_nodelists:
            yield from _of_condition(condition)


def _of_condition(condition: Any) -> Iterator[FilterExpression]:
    if isinstance(condition, TemplateLiteral):
        yield cast(FilterExpression, condition.value)
    elif condition is not None:
        for side in (condition.first, condition.second):
            yield from _of_condition(side)


def _check(nodes: Iterable[Any], known: Mapping[str, Name]) -> None:
    """Raise `TextProblem` for a name that is not known where it is used."""
    for node in nodes:
        if isinstance(node, TextNode):
            continue
        for expression in _expressions(node):
            for lookups in _lookups(expression):
                _find(lookups, known)
        if isinstance(node, VariableNode):
            _check_printable(cast(FilterExpression, node.filter_expression), known)
        elif isinstance(node, ForNode):
            _check(node.nodelist_loop, {**known, **_made_by(node, known), "forloop": _LOOP})
            _check(node.nodelist_empty, known)
        elif isinstance(node, IfNode):
            for inner in _inner(node):
                _check(inner, known)


def _check_printable(expression: FilterExpression, known: Mapping[str, Name]) -> None:
    """Raise `TextProblem` for a list or a group that is to be printed as a whole."""
    if not isinstance(expression.var, Variable) or not expression.var.lookups:
        return
    lookups = list(expression.var.lookups)
    found, asked = _find(lookups, known), ".".join(lookups)
    parts = "、".join(part.name for part in found.parts)
    filters = [function for function, _ in expression.filters]
    if found.is_list and (not filters or filters[0] is not how_many):
        told = f"，每一个可以印：{parts}" if parts else ""
        raise TextProblem(f"“{asked}”是一组，请用循环逐个写出{told}；或用“{asked}|个数”。")
    if found.parts and not found.is_list:
        raise TextProblem(f"“{asked}”不能整个印出，可以印其中的：{parts}。")


def _made_by(node: Any, known: Mapping[str, Name]) -> dict[str, Name]:
    """What the loop calls the things of its list."""
    if len(node.loopvars) != 1 or not isinstance(node.sequence.var, Variable):
        raise TextProblem("循环写作 {% for 区 in 落后区市 %}。")
    if node.sequence.filters:
        raise TextProblem("循环的清单后面不能带格式（如“|个数”），请直接写清单的名称。")
    found = _find(list(node.sequence.var.lookups or ()), known)
    if not found.is_list:
        raise TextProblem(f"“{found.name}”不是一组，不能循环。")
    return {node.loopvars[0]: Name(node.loopvars[0], found.meaning, found.parts)}


def _lookups(expression: FilterExpression) -> Iterator[list[str]]:
    if isinstance(expression.var, Variable) and expression.var.lookups:
        yield list(expression.var.lookups)
    for _, arguments in expression.filters:
        for is_variable, argument in arguments:
            if is_variable and argument.lookups:
                yield list(argument.lookups)


def _find(lookups: list[str], known: Mapping[str, Name]) -> Name:
    """The declaration of a dotted name. Raises `TextProblem` where there is none."""
    names, asked = known, ".".join(lookups)
    found: Name | None = None
    for place, lookup in enumerate(lookups):
        found = names.get(lookup)
        if found is None:
            raise TextProblem(f"没有“{asked}”这个数。请从右边的清单里选。")
        if place + 1 < len(lookups) and found.is_list:
            raise TextProblem(f"“{found.name}”是一组，请用循环逐个写出。")
        names = {one.name: one for one in found.parts}
    assert found is not None
    return found


def _asked(nodes: Iterable[Any], made: frozenset[str]) -> Iterator[str]:
    for node in nodes:
        for expression in _expressions(node):
            yield from (one[0] for one in _lookups(expression) if one[0] not in made)
        if isinstance(node, ForNode):
            yield from _asked(node.nodelist_loop, made | {*node.loopvars, "forloop"})
            yield from _asked(node.nodelist_empty, made)
        elif isinstance(node, IfNode):
            for inner in _inner(node):
                yield from _asked(inner, made)


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Count(value)
    if isinstance(value, Mapping):
        return Thing({name: _shown(inner) for name, inner in value.items()})
    if isinstance(value, list | tuple):
        return Things(_shown(inner) for inner in value)
    return value


__all__ = ["TextProblem", "names_used", "paragraphs", "problems_of", "rendered", "signed"]
