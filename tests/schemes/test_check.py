"""What keeps a well-formed scheme from being published is told at its spot."""

import copy

import pytest
from pydantic import ValidationError

from schemes.checking.check import problems_of
from schemes.definition.scheme import SchemeDefinition
from tests.schemes.test_shipped import SCHEMES


def changed(change, name="demonstration_enterprise_2018"):
    data = copy.deepcopy(SCHEMES[name].model_dump(mode="json"))
    change(data)
    return SchemeDefinition.model_validate(data)


def an_indicator(expression, key="extra"):
    return {"key": key, "label": "新指标", "expression": expression}


def circular(data):
    fields = data["sections"][1]["fields"]
    yes_no = [{"value": "yes", "label": "是"}]
    fields[0].update(kind="choice", choices=yes_no,
                     visible_if={"field": "research_unit", "values": ["national"]})  # fmt: skip
    fields[1]["visible_if"] = {"field": "systems", "values": ["yes"]}


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (lambda d: d["sections"][0]["fields"][0].update(prefill="product.colour"),
         ("sections", 0, "fields", 0, "prefill"), "没有可以预填"),
        (circular, ("sections", 1, "fields", 0, "visible_if"), "绕成了一圈"),
        (lambda d: d["sections"][1]["fields"][2].update(
            visible_if={"field": "research_unit", "values": ["mars"]}),
         ("sections", 1, "fields", 2, "visible_if"), "没有选项"),
        (lambda d: d["indicators"].append(an_indicator("figures.colour")),
         ("indicators", 12, "expression"), "没有“colour”"),
        (lambda d: d["indicators"].append(an_indicator("certificates")),
         ("indicators", 12, "expression"), "应是数字或是否"),
        (lambda d: d["indicators"].append(an_indicator("1", key="score")),
         ("indicators", 12, "key"), "留给评分表"),
        (lambda d: d["indicators"].append(an_indicator("1", key="growth")),
         ("indicators", 5, "key"), "重复"),
        (lambda d: d["criteria"][1]["criteria"][0].update(indicator="nothing"),
         ("criteria", 1, "criteria", 0, "indicator"), "没有名为“nothing”"),
        (lambda d: d["criteria"][1]["criteria"][0].update(indicator="holds_product"),
         ("criteria", 1, "criteria", 0, "indicator"), "这里要数字"),
        (lambda d: d["criteria"][1]["criteria"][1]["cases"][0].update(when="figures.revenue"),
         ("criteria", 1, "criteria", 1, "cases", 0, "when"), "结果应是是否"),
        (lambda d: d["criteria"][1]["criteria"][0].update(key="debt_ratio"),
         ("criteria", 1, "criteria", 0, "key"), "重复"),
        (lambda d: d["scoring"]["dimensions"][0]["items"][0]["measures"][0]["bands"][0].update(
            points=99),
         ("scoring", "dimensions", 0, "items", 0, "measures", 0, "bands", 0, "points"), "满分"),
        (lambda d: d.update(stages=["district_review", "city_review"]),
         ("scoring", "dimensions", 2, "items", 0), "没有专家评审"),
        (lambda d: d.update(title_field="strategy"), ("title_field",), "单行文字"),
    ],
)  # fmt: skip
def test_problem_is_told_at_its_spot(change, path, words):
    problems = problems_of(changed(change))
    assert [problem.path for problem in problems][0] == path
    assert words in problems[0].message


def test_wrong_expression_tells_line_and_column():
    problem = problems_of(changed(lambda d: d["indicators"].append(an_indicator("1 +\n 'x'"))))[0]
    assert (problem.line, problem.column) == (2, 2)


def test_groups_nested_too_deep_are_told():
    def nest(data):
        inner = data["criteria"][1]
        for _ in range(4):
            inner = {"title": "层", "groups": [inner], "criteria": []}
        data["criteria"][1] = inner

    assert "最多套" in problems_of(changed(nest))[0].message


def deep_group(levels):
    inner: dict[str, object] = {"title": "层", "criteria": []}
    for _ in range(levels):
        inner = {"title": "层", "groups": [inner]}
    return inner


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(colour="red"),
        lambda d: d["sections"][0]["fields"][0].update(colour="red"),
        lambda d: d.update(timetable="soon"),
        lambda d: d["indicators"][0].update(expression="x" * 10_000_000),
        lambda d: d["indicators"].extend([an_indicator("1", f"k{n}") for n in range(101)]),
        lambda d: d["criteria"].append(deep_group(3000)),
        lambda d: d["criteria"][1]["criteria"][0].update(threshold="NaN"),
        lambda d: d["criteria"][1]["criteria"][0].update(threshold="1e400"),
        lambda d: d["criteria"][1].update(at_least=9),
    ],
    ids=["unknown key", "unknown key in a field", "wrong type", "10 MB of expression",
         "too many indicators", "nested without end", "not a number", "too large a number",
         "more than there are"],
)  # fmt: skip
def test_wrong_shape_is_refused(change):
    with pytest.raises(ValidationError):
        changed(change)
