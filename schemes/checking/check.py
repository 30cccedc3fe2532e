"""What is wrong with a scheme that is well-formed: each problem with its place.

Pydantic refuses a definition of the wrong shape; here is asked whether it makes sense.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from enterprises.figures import PRODUCT_COLUMNS
from schemes.checking.amounts import amount_problems
from schemes.checking.problem import Path, Problem
from schemes.definition.criteria import CriteriaGroup, Criterion
from schemes.definition.form import DECLARED, PRODUCTS, Condition, FieldKind, FormField
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.indicators import REGISTRY, compiled, what_is_wrong_with
from schemes.expressions.types import ExpressionError, Row, Scalar, Type

DEEPEST_GROUP = 4


def problems_of(definition: SchemeDefinition) -> list[Problem]:
    """Everything that keeps `definition` from being published, in the order of the page."""
    return [
        *_form_problems(definition),
        *_indicator_problems(definition),
        *_criteria_problems(definition),
        *_recheck_problems(definition),
        *_scoring_problems(definition),
        *amount_problems(definition),
    ]


# --- form ---------------------------------------------------------------------------------------


def _form_problems(definition: SchemeDefinition) -> Iterator[Problem]:
    yield from _doubled("sections", [section.key for section in definition.sections], "栏目")
    places = _field_places(definition)
    counted = Counter(key for key, _ in places)
    by_key = {field.key: field for field in definition.fields()}
    asked = {key: field.visible_if.field for key, field in by_key.items() if field.visible_if}
    for (key, path), field in zip(places, definition.fields(), strict=True):
        if counted[key] > 1:
            yield Problem((*path, "key"), f"字段标识“{key}”重复")
        yield from _prefill_problems(path, field)
        if field.visible_if and _is_circular(key, asked):
            yield Problem((*path, "visible_if"), "显示条件绕成了一圈，这个字段永远不会显示")
        for name in ("visible_if", "required_if"):
            condition: Condition | None = getattr(field, name)
            if condition:
                yield from _condition_problems((*path, name), condition, by_key)
    title = by_key.get(definition.title_field)
    if title is None:
        yield Problem(("title_field",), f"标题字段“{definition.title_field}”不存在")
    elif title.kind != FieldKind.TEXT:
        yield Problem(("title_field",), "标题字段应是单行文字")


def _condition_problems(
    path: Path, condition: Condition, by_key: dict[str, FormField]
) -> Iterator[Problem]:
    noun = "显示条件" if path[-1] == "visible_if" else "必填条件"
    asked_of = by_key.get(condition.field)
    if asked_of is None:
        yield Problem(path, f"{noun}引用了不存在的字段“{condition.field}”")
    elif asked_of.kind == FieldKind.DECLARATION:
        if set(condition.values) != {DECLARED}:
            yield Problem(path, f"“{asked_of.label}”只能是已勾选")
    elif not asked_of.choices:
        yield Problem(path, f"{noun}只能看单选、多选或承诺，“{asked_of.label}”不是")
    else:
        options = {choice.value for choice in asked_of.choices}
        if unknown := [value for value in condition.values if value not in options]:
            yield Problem(path, f"“{asked_of.label}”没有选项“{'、'.join(unknown)}”")


def _field_places(definition: SchemeDefinition) -> list[tuple[str, Path]]:
    return [
        (field.key, ("sections", number, "fields", place))
        for number, section in enumerate(definition.sections)
        for place, field in enumerate(section.fields)
    ]


def _prefill_problems(path: Path, field: FormField) -> Iterator[Problem]:
    is_table = field.kind == FieldKind.TABLE
    known = field.prefill == PRODUCTS if is_table else _is_prefill(field.prefill)
    if field.prefill and not known:
        yield Problem((*path, "prefill"), f"没有可以预填的数据“{field.prefill}”")
    for place, column in enumerate(field.columns):
        if column.prefill and column.prefill not in PRODUCT_COLUMNS:
            where = (*path, "columns", place, "prefill")
            yield Problem(where, f"产品没有“{column.prefill}”这项数据")


def _is_prefill(text: str) -> bool:
    group, _, name = text.partition(".")
    kind = REGISTRY.get(group)
    known = {"credit_code", "address", "legal_representative", "contact_name", "contact_phone",
             "contact_email"} if group == "enterprise" else set()  # fmt: skip
    return isinstance(kind, Row) and (kind.field(name) is not None or name in known)


def _is_circular(key: str, asked: dict[str, str]) -> bool:
    seen, here = {key}, asked.get(key)
    while here is not None and here not in seen:
        seen.add(here)
        here = asked.get(here)
    return here == key


# --- indicators ---------------------------------------------------------------------------------


def _indicator_problems(definition: SchemeDefinition) -> Iterator[Problem]:
    yield from _doubled("indicators", [one.key for one in definition.indicators], "指标")
    for place, indicator in enumerate(definition.indicators):
        path = ("indicators", place)
        if indicator.key == "score" or indicator.key.startswith("score_"):
            yield Problem((*path, "key"), "score 和 score_ 开头的标识留给评分表")
        result = _type_of(definition, indicator.expression)
        if result is not None and (reason := what_is_wrong_with(result)):
            yield Problem((*path, "expression"), reason)
        yield from _wrong_expression((*path, "expression"), indicator.expression, definition)


def _wrong_expression(
    path: Path, text: str, definition: SchemeDefinition, wanted: Type | None = None
) -> Iterator[Problem]:
    try:
        compiled(text, definition, wanted)
    except ExpressionError as wrong:
        yield Problem(path, str(wrong), wrong.line, wrong.column)


def _type_of(definition: SchemeDefinition, text: str) -> Type | None:
    try:
        return compiled(text, definition).type
    except ExpressionError:
        return None


# --- criteria -----------------------------------------------------------------------------------


def _criteria_problems(definition: SchemeDefinition) -> Iterator[Problem]:
    every = [one for group in definition.criteria for one in group.all_criteria()]
    counted = Counter(one.key for one in every)
    spans = _score_names(definition)
    types = {one.key: _type_of(definition, one.expression) for one in definition.indicators}
    for place, group in enumerate(definition.criteria):
        path: Path = ("criteria", place)
        if group.depth > DEEPEST_GROUP:
            yield Problem(path, f"条件组最多套 {DEEPEST_GROUP} 层")
            continue
        for where, criterion in _placed(path, group):
            if counted[criterion.key] > 1:
                yield Problem((*where, "key"), f"条件标识“{criterion.key}”重复")
            yield from _criterion_problems(where, criterion, types, spans)
            yield from _proof_problems(where, criterion.proof, definition)
            if criterion.known and types.get(criterion.known, Scalar.TRUTH) != Scalar.TRUTH:
                yield Problem((*where, "known"), f"指标“{criterion.known}”的结果不是“是否”")
            elif criterion.known and criterion.known not in types:
                yield Problem((*where, "known"), f"没有名为“{criterion.known}”的指标")
            for number, case in enumerate(criterion.cases):
                if not case.when:
                    continue
                yield from _wrong_expression(
                    (*where, "cases", number, "when"), case.when, definition, Scalar.TRUTH
                )


def _proof_problems(
    path: Path, proof: Iterable[str], definition: SchemeDefinition
) -> Iterator[Problem]:
    for place, key in enumerate(proof):
        field = definition.field(key)
        if field is None or field.kind != FieldKind.FILE:
            yield Problem((*path, "proof", place), f"证明材料“{key}”不是表里的附件")


def _recheck_problems(definition: SchemeDefinition) -> Iterator[Problem]:
    if definition.recheck is None:
        return
    known = {one.key for group in definition.criteria for one in group.all_criteria()}
    for place, key in enumerate(definition.recheck.leave_out):
        if key not in known:
            yield Problem(("recheck", "leave_out", place), f"没有标识为“{key}”的条件")
    if not definition.for_recheck().criteria:
        yield Problem(("recheck", "leave_out"), "复核至少要有一项条件")
    if definition.recheck.criteria:
        for problem in _criteria_problems(definition.for_recheck()):
            yield Problem(("recheck", *problem.path), problem.message, problem.line, problem.column)


def _placed(path: Path, group: CriteriaGroup) -> Iterator[tuple[Path, Criterion]]:
    for place, criterion in enumerate(group.criteria):
        yield (*path, "criteria", place), criterion
    for place, inner in enumerate(group.groups):
        yield from _placed((*path, "groups", place), inner)


def _criterion_problems(
    path: Path, criterion: Criterion, types: dict[str, Type | None], spans: set[str]
) -> Iterator[Problem]:
    name = criterion.indicator
    if criterion.comparison == "person" or (name in types and types[name] is None):
        return  # the indicator's own problem is told at the indicator
    if name not in types and name not in spans:
        yield Problem((*path, "indicator"), f"没有名为“{name}”的指标")
        return
    kind = types.get(name, Scalar.NUMBER)
    wanted = Scalar.TRUTH if criterion.comparison == "is_true" else Scalar.NUMBER
    if kind != wanted:
        yield Problem((*path, "indicator"), f"指标“{name}”的结果是{kind}，这里要{wanted}")


def _score_names(definition: SchemeDefinition) -> set[str]:
    if definition.scoring is None:
        return set()
    return {"score"} | {f"score_{one.key}" for one in definition.scoring.dimensions}


# --- scoring ------------------------------------------------------------------------------------


def _scoring_problems(definition: SchemeDefinition) -> Iterator[Problem]:
    if definition.scoring is None:
        return
    dimensions = definition.scoring.dimensions
    yield from _doubled(("scoring", "dimensions"), [one.key for one in dimensions], "维度")
    items = [
        (item, ("scoring", "dimensions", number, "items", place))
        for number, dimension in enumerate(dimensions)
        for place, item in enumerate(dimension.items)
    ]
    counted = Counter(item.key for item, _ in items)
    types = {one.key: _type_of(definition, one.expression) for one in definition.indicators}
    for item, path in items:
        if counted[item.key] > 1:
            yield Problem((*path, "key"), f"评分项标识“{item.key}”重复")
        yield from _proof_problems(path, item.proof, definition)
        if item.by_experts and "expert_review" not in definition.stages:
            yield Problem(path, f"“{item.label}”由专家评分，但办理环节里没有专家评审")
        for number, measure in enumerate(item.measures):
            where = (*path, "measures", number)
            if measure.indicator not in types:
                yield Problem((*where, "indicator"), f"没有名为“{measure.indicator}”的指标")
            elif types[measure.indicator] not in (Scalar.NUMBER, None):
                yield Problem((*where, "indicator"), "评分用的指标应是数字")
            for band_place, band in enumerate(measure.bands):
                if band.points > item.maximum:
                    yield Problem(
                        (*where, "bands", band_place, "points"),
                        f"分值超过了满分 {item.maximum.normalize():f}",
                    )


def _doubled(path: str | Path, keys: Iterable[str], noun: str) -> Iterator[Problem]:
    start: Path = (path,) if isinstance(path, str) else path
    listed = list(keys)
    counted = Counter(listed)
    for place, key in enumerate(listed):
        if counted[key] > 1:
            yield Problem((*start, place, "key"), f"{noun}标识“{key}”重复")
