"""What every import owes, shown on policies: wrong cells named, changes shown, all or none."""

import io
from datetime import date
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from audit.models import TrailEntry
from documents.workbooks.cells import CellError
from pages.imports import check as checking
from pages.imports.actions import apply_import, check_file, discard_import
from pages.imports.columns import column_of
from pages.imports.models import StagedImport
from pages.records.actions import retire_record, save_record
from services.models import Policy
from services.records import PolicyImport, PolicyRecord
from tests.services.test_policies import policy

UPLOAD = "/services/policies/import/"
HEADINGS = [
    "政策名称", "文号", "发布机构", "生效日期", "失效日期", "级别", "区市", "标签", "适用规模",
    "适用行业", "政策内容",
]  # fmt: skip


def line(number=1, **values):
    usual = dict(
        zip(
            HEADINGS,
            [f"示例政策{number}", f"示例〔2026〕{number}号", "示例局",
             date(2020, 1, number), None, "市", "", "", "", "", "内容"],
            strict=True,
        )
    )  # fmt: skip
    return list((usual | values).values())


def workbook(lines, headings=HEADINGS, errors=()):
    """An xlsx of `lines`; `errors` are cells that hold an error value, by address."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "惠企政策"
    for row in (headings, *lines):
        sheet.append(row)
    for place, value in dict(errors).items():
        sheet[place] = value
        sheet[place].data_type = "e"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(data, name="政策.xlsx"):
    return SimpleUploadedFile(name, data, "application/octet-stream")


@pytest.fixture
def officer(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def checked(officer):
    def check(lines, **options):
        with acting_as(officer):
            return check_file(officer, PolicyImport, upload(workbook(lines, **options)))

    return check


def wrong(staged):
    return {one["cell"]: one["reason"] for one in staged.problems}


def titles():
    with system_scope(reason="test"):
        return sorted(Policy.objects.values_list("title", flat=True))


class TestCheck:
    def test_file_changes_nothing_until_it_is_applied(self, checked, officer):
        staged = checked(
            [line(1, 级别="区市", 区市="崂山区", 标签="融资、技改", 适用规模="小型，微型")]
        )
        assert (len(staged.rows), staged.problems, titles()) == (1, [], [])
        with acting_as(officer):
            apply_import(officer, PolicyImport, staged.pk)
            (row,) = Policy.objects.all()
        assert (row.level, row.district.short_name) == ("district", "崂山区")
        assert (row.tags, row.sizes) == (["融资", "技改"], ["small", "micro"])

    @pytest.mark.parametrize(
        ("values", "cell", "reason"),
        [
            ({"级别": "宇宙"}, "F2", "不在可填的内容中：国家、省、市、区市"),
            ({"级别": "区市", "区市": "火星区"}, "G2", "不在可填的内容中"),
            ({"级别": "区市"}, "G2", "区市一级的政策须选择区市"),
            ({"生效日期": "明天"}, "D2", "应为日期"),
            ({"失效日期": date(2019, 1, 1)}, "E2", "失效日期不能早于生效日期"),
            ({"适用规模": "小型、巨型"}, "I2", "不在可填的内容中：大型"),
            ({"政策名称": "长" * 201}, "A2", "最多 200 个字"),
            ({"政策名称": None}, "A2", "必填"),
            ({"文号": None}, "B2", "必填"),
        ],
    )
    def test_wrong_cell_is_named_with_its_reason(self, checked, values, cell, reason):
        staged = checked([line(1, **values)])
        assert (staged.rows, staged.rows_wrong) == ([], 1)
        assert reason in wrong(staged)[cell]

    @pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
    def test_error_value_is_no_empty_cell(self, checked, error):
        staged = checked([line(1)], errors={"E2": error})
        (problem,) = staged.problems
        assert (problem["sheet"], problem["cell"], problem["column"], problem["value"]) == (
            "惠企政策", "E2", "失效日期", error,
        )  # fmt: skip
        assert error in problem["reason"]

    def test_formula_is_named(self, checked):
        assert "公式" in wrong(checked([line(1, 政策名称="=1+1")]))["A2"]

    def test_row_that_comes_twice_is_named(self, checked):
        staged = checked([line(1), line(2), line(1)])
        assert wrong(staged) == {"B4": "与第 2 行重复"}
        assert [one["number"] for one in staged.rows] == [2, 3]

    def test_good_rows_stand_beside_wrong_ones(self, checked, officer):
        staged = checked([line(1), line(2, 级别="宇宙")])
        with acting_as(officer):
            apply_import(officer, PolicyImport, staged.pk)
        assert titles() == ["示例政策1"]

    def test_new_changed_and_unchanged_are_told_apart(self, checked):
        policy(1, issuer="旧的局")
        policy(2)
        staged = checked([line(1), line(2), line(3)])
        assert staged.rows_unchanged == 1
        assert [one["title"] for one in staged.new_rows] == ["示例政策3"]
        (changed,) = staged.changed_rows
        assert changed["changes"] == [("发布机构", "旧的局", "示例局")]

    def test_empty_cell_leaves_what_is_there(self, checked, officer):
        row = policy(1, tags=["融资"], issuer="旧的局")
        staged = checked([line(1)])
        with acting_as(officer):
            apply_import(officer, PolicyImport, staged.pk)
        with system_scope(reason="test"):
            row.refresh_from_db()
        assert (row.tags, row.issuer, row.version) == (["融资"], "示例局", 2)

    @pytest.mark.parametrize("name", ["黄岛区（西海岸新区）", "黄岛区"])
    def test_district_is_known_by_both_its_names(self, checked, name):
        assert checked([line(1, 级别="区市", 区市=name)]).problems == []

    def test_city_itself_is_no_choice_where_the_field_excludes_it(self, checked):
        reason = wrong(checked([line(1, 级别="区市", 区市="青岛市（市本级）")]))["G2"]
        assert reason.startswith("不在可填的内容中：市南区")

    def test_retired_row_is_not_brought_back_by_a_file(self, checked, officer):
        row = policy(1)
        with acting_as(officer):
            retire_record(officer, PolicyRecord, row.pk, "停用")
        assert "已停用" in wrong(checked([line(1, 发布机构="新的局")]))["B2"]

    def test_columns_may_stand_in_any_order_and_some_be_missing(self, checked):
        policy(1)
        staged = checked([["新名称", "示例〔2026〕1号"]], headings=["政策名称", "文号"])
        (changed,) = staged.changed_rows
        assert changed["changes"] == [("政策名称", "示例政策1", "新名称")]

    @pytest.mark.parametrize(
        ("lines", "options", "said"),
        [
            ([], {}, "没有数据行"),
            ([["甲"]], {"headings": ["政策名称"]}, "缺少列：文号"),
            ([[1, 2]], {"headings": ["文号", "备注"]}, "模板中没有的列：备注"),
        ],
    )
    def test_file_that_cannot_be_read_is_refused(self, checked, lines, options, said):
        with pytest.raises(RuleViolation, match=said) as refused:
            checked(lines, **options)
        assert list(refused.value.errors) == ["file"]

    def test_too_many_rows_are_refused(self, checked, monkeypatch):
        monkeypatch.setattr(checking, "MOST_ROWS", 2)
        with pytest.raises(RuleViolation, match="一次最多导入"):
            checked([line(number) for number in (1, 2, 3)])

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
    def test_csv_is_read_alike(self, officer, encoding):
        text = f"{','.join(HEADINGS)}\n示例,示例1号,局,2026-01-01,,市,,,,,内容\n"
        with acting_as(officer):
            file = upload(text.encode(encoding), "政策.csv")
            staged = check_file(officer, PolicyImport, file)
        assert staged.new_rows[0]["values"]["valid_from"] == "2026-01-01"

    @pytest.mark.parametrize("name", ["政策.xls", "政策.pdf"])
    def test_other_files_are_refused(self, officer, name):
        with acting_as(officer), pytest.raises(RuleViolation, match="xlsx 或 csv"):
            check_file(officer, PolicyImport, upload(b"x", name))

    def test_others_bring_nothing_in(self, as_actor):
        leader = as_actor(Duty.LEADER)
        with acting_as(leader), pytest.raises(NotPermitted):
            check_file(leader, PolicyImport, upload(workbook([line(1)])))


class TestApply:
    def test_applied_twice_is_written_once(self, checked, officer):
        staged = checked([line(1)])
        with acting_as(officer):
            for _ in range(2):
                assert apply_import(officer, PolicyImport, staged.pk).state == "applied"
        assert titles() == ["示例政策1"]

    def test_row_that_was_changed_since_stops_all_of_it(self, checked, officer):
        row = policy(1)
        staged = checked([line(2), line(1, 发布机构="文件的局")])
        with acting_as(officer):
            save_record(officer, PolicyRecord, {"issuer": "同事的局"}, pk=row.pk)
            with pytest.raises(RuleViolation, match="第 3 行.*全部没有写入"):
                apply_import(officer, PolicyImport, staged.pk)
            assert Policy.objects.get().issuer == "同事的局"

    def test_rule_that_is_broken_since_stops_all_of_it(self, checked, officer):
        staged = checked([line(2), line(1)])
        policy(1)
        with acting_as(officer), pytest.raises(RuleViolation, match="这个文号已经登记"):
            apply_import(officer, PolicyImport, staged.pk)
        assert titles() == ["示例政策1"]

    def test_each_row_is_in_the_trail_with_its_person_but_not_the_staged_ones(
        self, checked, officer
    ):
        staged = checked([line(1)])
        with acting_as(officer):
            apply_import(officer, PolicyImport, staged.pk)
        with system_scope(reason="test"):
            (row,) = TrailEntry.objects.filter(table_name="services_policy")
            first = TrailEntry.objects.filter(table_name="pages_stagedimport").earliest("id")
        assert row.user_id == officer.user_id
        assert (first.changes["rows"], first.changes["file_name"]) == ("***", "政策.xlsx")

    def test_discarded_file_is_not_applied(self, checked, officer):
        staged = checked([line(1)])
        with acting_as(officer):
            discard_import(officer, PolicyImport, staged.pk)
            with pytest.raises(RuleViolation, match="没有需要写入"):
                apply_import(officer, PolicyImport, staged.pk)

    def test_applied_file_is_not_discarded(self, checked, officer):
        staged = checked([line(1)])
        with acting_as(officer):
            apply_import(officer, PolicyImport, staged.pk)
            with pytest.raises(RuleViolation, match="不能放弃"):
                discard_import(officer, PolicyImport, staged.pk)


class TestPages:
    @pytest.fixture
    def city(self, signed_in, officer):
        return signed_in(officer)

    def sent(self, city, lines):
        return city.post(UPLOAD, {"file": upload(workbook(lines))}, follow=True)

    def test_from_the_file_to_the_catalogue(self, city):
        policy(1, issuer="旧的局")
        told = unescape(self.sent(city, [line(1), line(2), line(3, 级别="宇宙")]).content.decode())
        for words in ("可以导入 2 行，1 行需要更正", "旧的局", "F4", "宇宙", "只导入正确的行"):
            assert words in told
        with system_scope(reason="test"):
            staged = StagedImport.objects.get()
        answer = city.post(f"{UPLOAD}{staged.pk}/apply/", follow=True)
        assert "已导入：新建 1 项，变更 1 项。" in unescape(answer.content.decode())
        assert "政策.xlsx" in unescape(city.get(UPLOAD).content.decode())

    def test_discarding_is_told(self, city):
        self.sent(city, [line(1)])
        with system_scope(reason="test"):
            staged = StagedImport.objects.get()
        answer = city.post(f"{UPLOAD}{staged.pk}/discard/", follow=True)
        assert "已放弃，平台数据没有改动" in unescape(answer.content.decode())

    def test_unreadable_file_is_told_beside_its_field(self, city):
        answer = city.post(UPLOAD, {"file": upload(b"no workbook")})
        assert answer.status_code == 422
        assert "不是 Excel 工作簿" in answer.context["form"].errors["file"][0]

    def test_template_has_headings_hints_and_allowed_values(self, city):
        answer = city.get(f"{UPLOAD}template.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        sheet = book["惠企政策"]
        assert [cell.value for cell in sheet[1]] == HEADINGS
        assert "不填即长期有效" in sheet["E1"].comment.text
        assert "几个之间用顿号隔开" in sheet["I1"].comment.text
        assert "大型、中型" in sheet["I1"].comment.text
        lists = {str(one.sqref).split(":")[0] for one in sheet.data_validations.dataValidation}
        assert lists == {"F2", "G2"}
        assert "崂山区" in [cell.value for column in book["选项"].columns for cell in column]

    def test_filled_template_is_read(self, city):
        book = openpyxl.load_workbook(io.BytesIO(city.get(f"{UPLOAD}template.xlsx").content))
        book["惠企政策"].append(line(1))
        target = io.BytesIO()
        book.save(target)
        city.post(UPLOAD, {"file": upload(target.getvalue())})
        with system_scope(reason="test"):
            assert len(StagedImport.objects.get().new_rows) == 1


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        (models.IntegerField("人数"), "1,200", 1200),
        (models.BooleanField("是否"), "是", True),
        (models.BooleanField("是否"), False, False),
        (models.CharField("级别", choices=[("a", "甲")]), "a", "a"),
        (models.EmailField("邮箱"), "a@b.example", "a@b.example"),
        (models.TextField("说明"), "第一行\r\n 第二行 ", "第一行\n第二行"),
        (models.CharField("名称", max_length=9), 12.0, "12"),
    ],
)
def test_cell_is_read_as_its_field(field, cell, value):
    field.set_attributes_from_name("x")
    assert column_of(field).parse(cell) == value


@pytest.mark.parametrize(
    ("field", "cell", "why"),
    [
        (models.IntegerField("人数"), "1.5", "应为整数"),
        (models.DecimalField("金额", max_digits=9, decimal_places=2), "五万", "应为数字"),
        (models.BooleanField("是否"), "也许", "是、否"),
        (models.EmailField("邮箱"), "a", "邮"),
        (models.CharField("代码", max_length=40), 91370212123456789012.0, "存成了数字"),
    ],
)
def test_cell_that_does_not_fit_its_field_says_why(field, cell, why):
    field.set_attributes_from_name("x")
    with pytest.raises(CellError, match=why):
        column_of(field).parse(cell)
