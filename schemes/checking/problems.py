"""Reading a draft: the definition where it can be read, and every problem with its place."""

from dataclasses import dataclass, replace

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemes.checking.check import problems_of
from schemes.checking.problem import Path, Problem
from schemes.definition.amount_formulas import FORMULAS
from schemes.definition.criteria import Misfit
from schemes.definition.scheme import SchemeDefinition
from schemes.definition.words import shortened, with_short_values

# Pydantic's kinds of error, in plain Chinese; {…} are its own figures.
WORDS = {
    "missing": "请填写",
    "extra_forbidden": "没有这个项目名",
    "string_type": "应是文字",
    "string_too_short": "请填写（至少 {min_length} 个字）",
    "string_too_long": "最多 {max_length} 个字",
    "string_pattern_mismatch": "标识应以小写字母开头，只用小写字母、数字和下划线，最多 40 个字符",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "int_from_float": "应是整数",
    "decimal_type": "应是数字",
    "decimal_parsing": "应是数字",
    "decimal_max_digits": "数字太长，最多 {max_digits} 位",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "finite_number": "应是有限的数字",
    "bool_type": "应是“是”或“否”",
    "bool_parsing": "应是“是”或“否”",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "tuple_type": "应是列表",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "model_type": "应是一组“项目: 内容”",
    "model_attributes_type": "应是一组“项目: 内容”",
    "dict_type": "应是一组“项目: 内容”",
    "enum": "应是其中之一：{expected}",
    "literal_error": "应是其中之一：{expected}",
    "recursion_loop": "内容引用了自己",
    "union_tag_not_found": "请选择算法",
    "union_tag_invalid": "没有这种算法",
}


@dataclass(frozen=True)
class Reading:
    """`definition` is None where the content cannot be read at all."""

    definition: SchemeDefinition | None
    problems: tuple[Problem, ...]


def read(data: object) -> Reading:
    """Read a definition as it is stored or as a file held it. Never raises for wrong content."""
    try:
        definition = SchemeDefinition.model_validate(data)
    except ValidationError as wrong:
        return Reading(None, tuple(_problem(error) for error in wrong.errors()))
    except RecursionError:
        return Reading(None, (Problem((), "内容嵌套得太深"),))
    problems = (
        replace(one, message=with_short_values(one.message)) for one in problems_of(definition)
    )
    return Reading(definition, tuple(problems))


def words_of(error: ErrorDetails) -> str:
    """One of pydantic's errors, in plain Chinese."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_pattern_mismatch" and error["loc"][-1:] == ("yearly_update_by",):
        return "请按“月-日”填写，如 05-31"
    figures = {name: _listed(str(value)) for name, value in context.items()}
    return WORDS.get(kind, "内容不对").format_map(figures)


def _listed(values: str) -> str:
    """From "'a', 'b' or 'c'" to a list as it is written in Chinese."""
    return values.replace("'", "").replace(" or ", "、").replace(", ", "、")


def path_of_error(error: ErrorDetails) -> Path:
    """Where one of pydantic's errors stands, down to the property to be changed."""
    wrong = error.get("ctx", {}).get("error")
    return (*_without_tag(error["loc"]), *((wrong.field,) if isinstance(wrong, Misfit) else ()))


def _without_tag(path: Path) -> Path:
    """Without the kind of formula, which pydantic puts into the path of what is inside one."""
    here = path.index("formula") + 1 if "formula" in path else len(path)
    return (
        path[:here] + path[here + 1 :] if path[here : here + 1] and path[here] in FORMULAS else path
    )


def _problem(error: ErrorDetails) -> Problem:
    return Problem(path_of_error(error), with_short_values(words_of(error)) + _found(error))


def _found(error: ErrorDetails) -> str:
    """What stands there now, where the error alone does not say it."""
    kind, value = error["type"], error.get("input")
    if kind in ("missing", "extra_forbidden", "value_error", "recursion_loop"):
        return ""
    if kind in ("string_too_short", "string_too_long"):
        return f"，现在 {len(value)} 个字" if value else ""
    if kind in ("too_short", "too_long"):
        return f"，现在 {len(value)} 项"
    if isinstance(value, dict | list | tuple) or value is None:
        shape = "是空的" if value is None else "是列表" if isinstance(value, list) else "是一组内容"
        return f"，现在{shape}"
    said = ("是" if value else "否") if isinstance(value, bool) else str(value)
    return f"，现在是“{shortened(said)}”"
