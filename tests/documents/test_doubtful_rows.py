"""Rows of a file that are no records, and files of separated values that lost their shape."""

import pytest

from accounts.errors import RuleViolation
from documents.workbooks.columns import Column
from documents.workbooks.csv_file import read_csv
from documents.workbooks.doubts import doubt_about
from enterprises.rules.full_names import name_problem

READ = [
    Column("name", "企业名称", str, aliases=("单位名称",)),
    Column("titles", "称号", str),
    Column("source", "来源", str),
]
SUMS = [
    "合计", "合计：2家", "总计 2家", "（共2家）", "共 2 家企业", "崂山区小计", "本页小计",
    "第1页小计", "合计(2家)", "Total: 2", "合计：两家", "共计12户",
]  # fmt: skip
FOOTERS = [
    "以下空白", "注：名单", "注1：以公布为准", "备注：无", "填表人：张三", "审核人：",
    "制表日期:2026-01-01", "联系电话：0532-1", "单位（盖章）：", "单位：万元",
]  # fmt: skip
NAMES = [
    "青岛合计示例有限公司", "青岛统计软件有限公司", "青岛总和示例厂", "共青城示例有限公司",
    "注塑示例有限公司", "山东审核示例有限公司", "青岛TECHCN示例有限公司",
    "青岛示例（集团）有限公司",
]  # fmt: skip


@pytest.mark.parametrize("said", SUMS)
@pytest.mark.parametrize("place", [0, 1])
def test_row_of_a_sum_is_no_record(said, place):
    cells = ["", "", ""]
    cells[place] = said
    assert doubt_about(9, cells, READ).startswith("第 9 行像是合计行")


@pytest.mark.parametrize("said", FOOTERS)
def test_row_below_the_list_is_no_record(said):
    assert doubt_about(9, [said, "", ""], READ).startswith("第 9 行像是表尾")


@pytest.mark.parametrize("cells", [["企业名称", "称号", "来源"], ["单位名称", "", ""]])
def test_headings_once_more_are_no_record(cells):
    assert doubt_about(9, cells, READ).startswith("第 9 行又是列名")


@pytest.mark.parametrize("name", NAMES)
def test_name_with_such_words_is_a_record(name):
    assert doubt_about(9, [name, "称号", "说明：见附件"], READ) == ""
    assert name_problem(name) == ""


@pytest.mark.parametrize("said", [*SUMS, *FOOTERS, "企业名称", "青岛示例等3家企业", "ABCD", "2024"])
def test_what_is_no_name_is_refused_as_one(said):
    assert "请填写营业执照上的企业全称" in name_problem(said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("试证", "请填写营业执照上的企业全称"),
        ("青岛示例有限公司（盖章）", "请去掉企业名称后面的“（盖章）”"),
        ("青岛示\ufffd例有限公司", "有乱码或自造字（U+FFFD）"),
        ("青岛示\ue001例有限公司", "有乱码或自造字（U+E001）"),
        ("青岛示\u2800例有限公司", "有乱码或自造字（U+2800）"),
        ("青岛锟斤拷有限公司", "有乱码或自造字（锟斤拷）"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(name, said):
    assert name_problem(name).startswith(said)


def test_cell_without_a_heading_is_told():
    cells = ["青岛示例有限公司", "称号", "文件", "多的"]
    assert doubt_about(3, cells, READ).startswith("第 3 行多出 1 格（D3 上方没有列名）")
    assert doubt_about(3, [*cells[:3], "", " "], READ) == ""


@pytest.mark.parametrize(
    "text",
    [
        '企业名称,称号,来源\n"甲,一,x\n乙,二,x\n丙,三,x\n',
        '企业名称,称号,来源\n"甲,一,x\n乙,二,x\n丙",三,x\n',
        '企业名称,称号,来源\n甲,一,"x\n乙,二,"x"\n',
        '企业名称,称号\n甲,"一\n乙,二\n丙,三"\n',
    ],
)
def test_quote_without_its_partner_is_told_with_its_row(text):
    with pytest.raises(RuleViolation, match="第 2 行引号没有配对"):
        list(read_csv(text.encode()))


def test_lines_within_a_cell_are_read():
    text = '企业名称,称号,来源\n甲,"一\n二",x\n乙,三,x\n'
    assert [cells for _, cells in read_csv(text.encode())][1:] == [
        ["甲", "一\n二", "x"], ["乙", "三", "x"],
    ]  # fmt: skip


def test_empty_rows_do_not_count():
    text = "企业名称,称号\n" + ",\n" * 60_000 + "甲,一\n"
    assert list(read_csv(text.encode()))[-1] == (60_002, ["甲", "一"])
