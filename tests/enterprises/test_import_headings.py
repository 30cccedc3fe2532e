"""Matching the first row of a file with the template."""

import pytest

from accounts.errors import RuleViolation
from documents.workbooks.headings import arranged
from enterprises.imports.columns import REGISTRY_COLUMNS, TITLE_COLUMNS

HEADINGS = [column.heading for column in REGISTRY_COLUMNS]


def test_headings_of_the_template_are_found_in_any_order():
    found = arranged(list(reversed(HEADINGS)), REGISTRY_COLUMNS)
    assert found == list(reversed(REGISTRY_COLUMNS))


def test_half_width_brackets_and_marks_do_not_matter():
    headings = ["*企业名称", "统一社会信用代码(必填)", "营业收入(万元)"]
    assert [c.key for c in arranged(headings, REGISTRY_COLUMNS)] == [
        "name",
        "credit_code",
        "revenue",
    ]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ([], "没有列名"),
        (["企业名称"], "缺少列：统一社会信用代码"),
        ([*HEADINGS, "企业名称"], "重复的列：企业名称"),
        ([*HEADINGS, "备注"], "模板中没有的列：备注"),
        ([f"列{n}" for n in range(200)], "200 列"),
    ],
)
def test_wrong_headings_are_named(headings, said):
    with pytest.raises(RuleViolation, match=said):
        arranged(headings, REGISTRY_COLUMNS)


def test_published_lists_may_have_columns_of_their_own():
    found = arranged(["序号", "单位名称", "称号"], TITLE_COLUMNS, others_allowed=True)
    assert [column and column.key for column in found] == [None, "name", "titles"]


def test_column_of_reasons_of_the_annotated_copy_is_passed_over():
    assert arranged([*HEADINGS, "需要更正"], REGISTRY_COLUMNS)[-1] is None


def test_wrong_headings_name_their_sheet():
    with pytest.raises(RuleViolation, match="工作表“填写说明”的列名与模板不符"):
        arranged(["请先阅读"], REGISTRY_COLUMNS, sheet="填写说明")
