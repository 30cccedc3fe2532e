"""Small files that people of other portals have reported, and what becomes of each of their rows.

The numbers are those of the list of cases.
"""

from datetime import date
from pathlib import Path

import pytest

from accounts.tenancy import system_scope
from enterprises.models import Enterprise, ImportBatch
from tests.enterprises.imports import bring_in, check, enterprise

FILES = Path(__file__).parent / "files"
TITLES = ImportBatch.Kind.TITLES


def brought_in(actor, name, kind=ImportBatch.Kind.REGISTRY):
    return bring_in(actor, (FILES / name).read_bytes(), name, kind)


def problems(batch):
    return {one["cell"]: one["reason"] for one in batch.problems}


def registry():
    with system_scope(reason="test"):
        return {row.name: row for row in Enterprise.objects.all()}


def test_case_1_error_values_are_named_and_their_rows_not_written(reviewer):
    batch = brought_in(reviewer, "i02_errors.xlsx")
    said = problems(batch)
    assert {cell: said[cell] for cell in ("I2", "J2", "K2", "A3")} == {
        "I2": "这一格是错误值 #VALUE!，请改为正确的内容",
        "J2": "这一格是错误值 #N/A，请改为正确的内容",
        "K2": "这一格是错误值 #REF!，请改为正确的内容",
        "A3": "这一格是错误值 #N/A，请改为正确的内容",
    }
    assert registry() == {}


def test_case_1_file_with_error_values_is_not_the_same_as_the_registry(reviewer):
    enterprise("青岛试报精工910030号有限公司", "91370212MA91003033", assets=8000, staff=120)
    batch = brought_in(reviewer, "i41_error_known.xlsx")
    assert batch.rows_wrong == 1 and {"I2", "J2"} <= problems(batch).keys()
    assert registry()["青岛试报精工910030号有限公司"].staff == 120


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "########", "Err:502"])
def test_error_value_that_only_its_text_was_kept_of_is_named(reviewer, error):
    batch = check(reviewer, f"企业名称,称号\n{error},示例称号\n".encode(), "名单.csv", TITLES)
    assert problems(batch)["A2"] == f"这一格是错误值 {error}，请改为正确的内容"


def test_case_3_hidden_row_is_named_and_left_to_the_person(reviewer):
    batch = brought_in(reviewer, "i03_hidden.xlsx")
    assert (batch.rows_new, batch.rows_wrong) == (2, 1)
    assert problems(batch)["A3"].startswith("第 3 行是隐藏行")
    assert "青岛试报精工910006号有限公司" not in registry()


def test_case_5_code_is_taken_without_what_nobody_sees(reviewer):
    batch = brought_in(reviewer, "i11_codes.xlsx")
    with system_scope(reason="test"):
        codes = set(Enterprise.objects.values_list("credit_code", flat=True))
    wanted = {"91370212MA9100805M", "91370212MA9100813G", "91370212MA9100821B"}
    assert wanted <= codes, batch.problems


def test_case_7_8_names_are_kept_in_one_spelling(reviewer):
    brought_in(reviewer, "i12_names.xlsx")
    names = registry()
    assert {"青岛𬭎图精密机械有限公司", "青岛（试报）零件有限公司"} <= names.keys()
    assert {"青岛（试报二）零件有限公司", "青岛试报三零件有限公司"} <= names.keys()
    assert not any(c in name for name in names for c in "\u202a\u202b\u202c\u202d\u202e\u200b ()")


def test_case_29_strict_workbook_is_told_from_a_damaged_one(reviewer):
    batch = brought_in(reviewer, "i05_strict.xlsx")
    assert batch.state == ImportBatch.State.REFUSED
    assert "Strict Open XML" in batch.refusal and "另存为" in batch.refusal


@pytest.mark.parametrize(
    ("name", "title"),
    [("t04_tab.csv", "青岛试名一机械有限公司"), ("t05_semicolon.csv", "青岛试名二号有限公司")],
)
def test_case_31_other_separators_are_read(city, name, title):
    batch = brought_in(city, name, TITLES)
    assert (batch.state, batch.rows_new) == (ImportBatch.State.APPLIED, 1)


def test_case_31_stated_separator_is_read(city):
    batch = brought_in(city, "t06_sep.csv", TITLES)
    assert (batch.state, batch.rows_new) == (ImportBatch.State.APPLIED, 1)


def test_case_31_unicode_text_of_excel_is_read(city):
    data = "企业名称\t称号\n青岛示例文本有限公司\t示例称号\n".encode("utf-16")
    assert bring_in(city, data, "名单.csv", TITLES).rows_new == 1


def test_case_33_row_of_totals_is_no_enterprise(city):
    batch = brought_in(city, "t10_seq_col.csv", TITLES)
    assert (batch.rows_new, batch.rows_wrong) == (1, 1)
    assert "像是合计行" in problems(batch)["B4"]
    assert not any("2家" in name for name in registry())


def test_case_33_name_that_is_too_short_is_refused_in_a_list_too(city):
    batch = check(city, "企业名称,称号\n2家,示例称号\n".encode(), "名单.csv", TITLES)
    assert problems(batch) == {"A2": "请填写营业执照上的企业全称"}


def test_short_name_is_told_once(reviewer):
    batch = brought_in(reviewer, "i25_short_name.xlsx")
    assert [one["reason"] for one in batch.problems] == ["请填写营业执照上的企业全称"]


def test_case_34_telephone_numbers_are_read_as_in_the_form(reviewer):
    batch = brought_in(reviewer, "i13_phones.xlsx")
    kept = {row.contact_phone for row in registry().values()}
    assert {"0532-88888888转8001", "0532-88888888-8001", "0532-88888888"} <= kept
    assert all("电话号码" in one["reason"] for one in batch.problems)


def test_case_36_dates_are_read_and_a_serial_number_is_named(reviewer):
    batch = brought_in(reviewer, "i09_dates.xlsx")
    days = {row.name: row.established_on for row in registry().values()}
    assert days["青岛试报精工910022号有限公司"] == date(2021, 3, 5)
    assert days["青岛试报精工910023号有限公司"] == date(2021, 3, 5)
    assert any(one["reason"].startswith("这是日期序号") for one in batch.problems)
    assert any(one["reason"].startswith("请写到日") for one in batch.problems)


def test_case_37_sheet_whose_first_row_fits_is_read(reviewer):
    batch = brought_in(reviewer, "i38_renamed_sheet.xlsx")
    assert (batch.state, batch.rows_new) == (ImportBatch.State.APPLIED, 1)
