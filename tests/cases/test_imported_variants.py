"""Variants of the reported files: what would be lost without a word is told instead."""

import io

import openpyxl
import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from enterprises.imports.decide_doubtful import decide_doubtful
from enterprises.models import Enterprise, ImportBatch, ImportRow
from tests.enterprises.imports import HEADINGS, KEYS, bring_in, check, code, csv_bytes, line

TITLES = ImportBatch.Kind.TITLES
LIST = ["企业名称", "称号"]


def workbook(rows, *, merge="", more=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    for name, lines in more:
        sheet = book.create_sheet(name)
        for row in lines:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def names():
    with system_scope(reason="test"):
        return set(Enterprise.objects.values_list("name", flat=True))


def firms(number, title="示例称号"):
    return [[f"青岛变体{place}号有限公司", title] for place in range(number)]


def test_merged_titles_of_a_list_are_named_and_their_rows_not_written(city):
    data = workbook([LIST, *firms(4)], merge="B2:B4")
    batch = bring_in(city, data, "名单.xlsx", TITLES)
    assert (batch.rows_new, batch.rows_wrong) == (1, 3)
    assert all(one["reason"].startswith("B2:B4 是合并单元格") for one in batch.problems)
    assert names() == {"青岛变体3号有限公司"}


def test_merged_figures_of_the_registry_are_named(reviewer):
    letter = openpyxl.utils.get_column_letter(KEYS.index("revenue") + 1)
    merge = f"{letter}2:{letter}4"
    data = workbook([HEADINGS, *(line(number) for number in (1, 2, 3, 4))], merge=merge)
    batch = check(reviewer, data, "企业.xlsx")
    assert (batch.rows_new, batch.rows_wrong) == (1, 3)
    assert {one["reason"][: len(merge)] for one in batch.problems} == {merge}


def test_merged_headings_refuse_the_file(city):
    batch = check(city, workbook([LIST, *firms(2)], merge="A1:B1"), "名单.xlsx", TITLES)
    assert batch.state == ImportBatch.State.REFUSED and "A1:B1 是合并单元格" in batch.refusal


def test_second_sheet_is_named_beside_what_was_read(city, signed_in):
    data = workbook([LIST, *firms(1)], more=[("补充", [LIST, *firms(2)])])
    batch = check(city, data, "名单.xlsx", TITLES)
    assert (batch.rows_new, batch.rows_wrong, batch.problems_total) == (1, 0, 1)
    page = signed_in(city).get(reverse("enterprises:import", args=[batch.pk]))
    assert "还有工作表“补充”没有读入" in page.content.decode()


@pytest.mark.parametrize(
    "name", ["合计：2家", "（共2家）", "崂山区小计", "以下空白", "注：名单", "企业名称", "审核人："]
)
def test_row_that_is_no_enterprise_is_not_written(city, name):
    data = workbook([["序号", *LIST], ["1", *firms(1)[0]], ["", name, ""], ["2", name, "称号"]])
    batch = bring_in(city, data, "名单.xlsx", TITLES)
    assert (batch.rows_new, batch.rows_wrong, batch.problems_total) == (1, 2, 2)
    assert names() == {"青岛变体0号有限公司"}


def test_one_name_with_two_codes_is_doubtful(reviewer):
    twin = line(1, credit_code=code(2))
    batch = bring_in(reviewer, csv_bytes([line(1), twin, line(3)]))
    assert (batch.rows_new, batch.rows_doubtful) == (2, 1)
    with acting_as(reviewer):
        row = ImportRow.objects.get(batch=batch, verdict=ImportRow.Verdict.DOUBTFUL)
        assert (row.number, row.candidates[0]["credit_code"]) == (3, code(1))
        decide_doubtful(reviewer, batch.pk, row.pk, ImportRow.Decision.NEW)
    with system_scope(reason="test"):
        found = Enterprise.objects.filter(name="青岛示例精密1有限公司")
        assert set(found.values_list("credit_code", flat=True)) == {code(1), code(2)}


def test_amount_with_more_decimals_than_are_kept_is_refused(reviewer):
    batch = check(reviewer, csv_bytes([line(1, revenue="1200.123456")]))
    (said,) = batch.problems
    assert said["reason"] == "最多 4 位小数，现为 1200.123456"


def test_file_of_doubts_alone_does_not_offer_to_write_all(reviewer, signed_in):
    bring_in(reviewer, csv_bytes([line(1)]))
    batch = check(reviewer, csv_bytes([line(1, credit_code=code(2))]))
    page = signed_in(reviewer).get(reverse("enterprises:import", args=[batch.pk])).content.decode()
    assert "全部导入" not in page and "转为逐个判断" in page
    assert "没有可以直接导入的行，1 行存疑" in page
