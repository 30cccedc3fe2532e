"""Bringing in workbooks of enterprises."""

from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted
from accounts.models import Organisation
from accounts.tenancy import acting_as, system_scope
from enterprises.imports import registry_apply, steps
from enterprises.imports.decide_batch import start_applying
from enterprises.imports.receive_file import receive_file
from enterprises.imports.steps import apply_batch, check_batch
from enterprises.models import Enterprise, ImportBatch, ImportRow, PublishedTitle, YearlyReport
from tests.enterprises.imports import (
    approve,
    bring_in,
    check,
    code,
    csv_bytes,
    enterprise,
    line,
    new_batch,
    workbook,
)

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


def registry():
    with system_scope(reason="test"):
        return list(Enterprise.objects.select_related("organisation").order_by("credit_code"))


def counts(batch):
    return batch.rows_new, batch.rows_changed, batch.rows_unchanged, batch.rows_wrong


def reasons(batch):
    return [(problem["cell"], problem["reason"]) for problem in batch.problems]


def test_new_enterprises_are_confirmed_with_class_and_organisation(reviewer):
    assert counts(bring_in(reviewer, csv_bytes([line(1), line(2)]))) == (2, 0, 0, 0)
    first, _ = registry()
    assert first.registration_state == "confirmed"
    assert first.confirmed_by_id == reviewer.user_id
    assert first.district_id == reviewer.district_ids[0]
    assert (first.size_class, first.industry_code) == ("small", "34")
    assert first.name_key and first.name_pinyin.startswith("qing dao")
    assert (first.organisation.kind, first.organisation.name) == ("enterprise", first.name)


def test_check_alone_writes_nothing(reviewer):
    batch = check(reviewer, csv_bytes([line(1)]))
    assert (batch.state, batch.rows_new) == (ImportBatch.State.CHECKED, 1)
    assert registry() == []


def test_same_file_twice_changes_nothing(reviewer):
    data = csv_bytes([line(1, report_year=2025, rd_cost=300), line(2)])
    bring_in(reviewer, data)
    before = [(e.pk, e.updated_at) for e in registry()]
    again = bring_in(reviewer, data)
    assert counts(again) == (0, 0, 2, 0)
    assert [(e.pk, e.updated_at) for e in registry()] == before


def test_changed_row_updates_name_class_and_organisation(reviewer):
    bring_in(reviewer, csv_bytes([line(1), line(2)]))
    changed = line(1, name="青岛示例精密1股份有限公司", revenue=600, staff=15)
    assert counts(bring_in(reviewer, csv_bytes([changed, line(2)]))) == (0, 1, 1, 0)
    first, _ = registry()
    assert (first.name, first.organisation.name) == ("青岛示例精密1股份有限公司",) * 2
    assert (first.revenue, first.size_class) == (Decimal(600), "micro")
    assert len(registry()) == 2


def test_empty_cell_keeps_what_is_known(reviewer):
    bring_in(reviewer, csv_bytes([line(1)]))
    bring_in(reviewer, csv_bytes([line(1, contact_phone=None, staff=130)]))
    (first,) = registry()
    assert (first.contact_phone, first.staff) == ("13800000000", 130)


def test_wrong_rows_are_named_and_good_rows_go_in(reviewer):
    data = csv_bytes(
        [
            line(1),
            line(2, credit_code="91370212MA0000020X"),
            line(3, staff="很多", contact_email="a@"),
            line(1, name="青岛重复精密有限公司"),
            line(5, district="城阳区"),
            line(6, district="沙河区"),
            line(7, name=None),
            line(8, rd_cost=5),
            line(9),
        ]
    )
    batch = bring_in(reviewer, data)
    assert counts(batch) == (2, 0, 0, 7)
    named = dict(reasons(batch))
    assert "校验" in named["B3"]
    assert "数字" in named["I4"] and "邮箱" in named["N4"]
    assert "第 2 行" in named["B5"]
    assert "本区市" in named["C6"]
    assert "沙河区" in named["C7"]
    assert "必填" in named["A8"]
    assert "数据年度" in named["O9"]
    assert [e.credit_code for e in registry()] == [code(1), code(9)]


def test_short_name_is_told_once(reviewer):
    batch = check(reviewer, csv_bytes([line(1, name="2家", report_year=2025)]))
    assert reasons(batch) == [("A2", "请填写营业执照上的企业全称")]


def test_totals_row_is_told_as_such(reviewer):
    batch = check(reviewer, csv_bytes([line(1), line(2, name="合计", credit_code=None)]))
    assert reasons(batch) == [("A3", "第 3 行像是合计行，不是一条记录；请删除这一行")]


def test_code_of_another_district_is_refused_without_telling_whose(reviewer, other_district):
    enterprise("青岛远方精密有限公司", code(1), other_district.code)
    batch = bring_in(reviewer, csv_bytes([line(1, district=None)]))
    ((cell, reason),) = reasons(batch)
    assert cell == "B2"
    assert "已经登记" in reason and "远方" not in reason and "城阳" not in reason
    assert [e.name for e in registry()] == ["青岛远方精密有限公司"]


def test_district_may_leave_the_district_empty_and_the_city_may_not(reviewer, city):
    assert check(reviewer, csv_bytes([line(1, district=None)])).rows_new == 1
    assert "区市" in reasons(check(city, csv_bytes([line(1, district=None)])))[0][1]


def test_city_brings_in_several_districts(city):
    bring_in(city, csv_bytes([line(1), line(2, district="胶州市"), line(3, district="西海岸新区")]))
    with system_scope(reason="test"):
        found = Enterprise.objects.order_by("credit_code").values_list("district__code", flat=True)
        assert list(found) == ["370212", "370281", "370211"]


def test_figures_of_a_year_become_a_draft_report(reviewer):
    bring_in(reviewer, csv_bytes([line(1, report_year=2025, rd_cost=300, net_profit=-20)]))
    with system_scope(reason="test"):
        report = YearlyReport.objects.get()
    assert (report.year, report.state) == (2025, YearlyReport.State.DRAFT)
    assert (report.rd_cost, report.net_profit, report.staff) == (300, -20, 120)
    assert report.revenue == Decimal("5600.5")


def test_submitted_report_is_not_overwritten(reviewer):
    bring_in(reviewer, csv_bytes([line(1, report_year=2025, rd_cost=300)]))
    with system_scope(reason="test"):
        report = YearlyReport.objects.get()
        report.state = YearlyReport.State.SUBMITTED
        report.events.create(
            organisation_id=report.organisation_id,
            district_id=report.district_id,
            transition="submit",
            target=report.state,
            at=timezone.now(),
        )
        report.save()
    batch = bring_in(reviewer, csv_bytes([line(1, report_year=2025, rd_cost=999)]))
    assert counts(batch) == (0, 0, 0, 1)
    with system_scope(reason="test"):
        assert YearlyReport.objects.get().rd_cost == 300


def test_published_entry_gets_its_code_instead_of_a_twin(reviewer):
    published = enterprise("青岛示例精密1有限公司", None, "370200")
    with system_scope(reason="test"):
        PublishedTitle.objects.create(
            organisation_id=published.pk,
            district_id=published.district_id,
            published_name=published.name,
            match_state="unclaimed",
            line_key="k",
        )
    bring_in(reviewer, csv_bytes([line(1)]))
    (found,) = registry()
    assert (found.pk, found.credit_code) == (published.pk, code(1))
    assert found.registration_state == "confirmed"
    assert found.district_id == found.organisation.district_id == reviewer.district_ids[0]
    with system_scope(reason="test"):
        assert PublishedTitle.objects.get().district_id == found.district_id


def test_import_cut_short_goes_on_where_it_stopped(reviewer, monkeypatch):
    monkeypatch.setattr(registry_apply, "CHUNK", 2)
    batch, scope = new_batch(reviewer, csv_bytes([line(n) for n in range(1, 8)]))
    check_batch(batch.pk, scope)
    approve(reviewer, batch)

    def dies(done, total, message):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_batch(batch.pk, scope, dies)
    assert len(registry()) == 4
    before = [(e.pk, e.updated_at) for e in registry()]
    batch = apply_batch(batch.pk, scope)
    assert batch.state == ImportBatch.State.APPLIED
    assert len(registry()) == 7
    assert [(e.pk, e.updated_at) for e in registry()][:4] == before


def test_chunk_that_fails_leaves_nothing_behind(reviewer, monkeypatch):
    batch, scope = new_batch(reviewer, csv_bytes([line(1)]))
    check_batch(batch.pk, scope)
    approve(reviewer, batch)
    broken = lambda *arguments: 1 / 0  # noqa: E731
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(registry_apply, "_write_reports", broken)
        apply_batch(batch.pk, scope)
    with system_scope(reason="test"):
        assert not Organisation.objects.filter(kind="enterprise").exists()
        assert ImportRow.objects.get().done_at is None
    apply_batch(batch.pk, scope)
    assert len(registry()) == 1


def test_finished_import_run_again_changes_nothing(reviewer):
    batch, scope = new_batch(reviewer, csv_bytes([line(1)]))
    check_batch(batch.pk, scope)
    approve(reviewer, batch)
    apply_batch(batch.pk, scope)
    before = [(e.pk, e.updated_at) for e in registry()]
    apply_batch(batch.pk, scope)
    check_batch(batch.pk, scope)
    assert [(e.pk, e.updated_at) for e in registry()] == before


def test_check_cut_short_begins_anew(reviewer, monkeypatch):
    monkeypatch.setattr(steps, "CHUNK", 2)
    batch, scope = new_batch(reviewer, csv_bytes([line(n) for n in range(1, 6)]))

    def dies(done, total, message):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_batch(batch.pk, scope, dies)
    assert check_batch(batch.pk, scope).rows_new == 5
    with system_scope(reason="test"):
        assert ImportRow.objects.count() == 5


def test_code_registered_after_the_check_is_left_alone(reviewer, other_district):
    batch, scope = new_batch(reviewer, csv_bytes([line(1), line(2)]))
    check_batch(batch.pk, scope)
    enterprise("青岛抢先精密有限公司", code(1), other_district.code)
    approve(reviewer, batch)
    apply_batch(batch.pk, scope)
    assert [e.name for e in registry()] == ["青岛抢先精密有限公司", "青岛示例精密2有限公司"]
    with system_scope(reason="test"):
        assert "已经登记" in ImportRow.objects.get(number=2).skipped


def test_enterprise_may_not_import(as_actor):
    sme = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(sme):
        with pytest.raises(NotPermitted):
            receive_file(sme, "registry", None)
        with pytest.raises(NotPermitted):
            start_applying(sme, None)


def test_workbook_with_formulas_and_good_rows_is_half_imported(reviewer):
    data = workbook([line(1), line(2, staff="=1+1"), line(3, established_on="2012年5月18日")])
    batch = bring_in(reviewer, data, "企业.xlsx")
    assert counts(batch) == (2, 0, 0, 1)
    ((cell, reason),) = reasons(batch)
    assert (cell, batch.problems[0]["sheet"]) == ("I3", "企业信息")
    assert "公式" in reason
    with batch.annotated.open("rb") as file:
        page = openpyxl.load_workbook(file).active
    assert "公式" in page["I3"].comment.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not a workbook", "不是 Excel"),
        (workbook([], []), "空文件"),
        (workbook([]), "没有数据行"),
        (workbook([], ["名字", "代码"]), "缺少列"),
        (workbook([["x"] * 75], [f"列{n}" for n in range(75)]), "75 列"),
        (workbook([["x"] * 200], [f"列{n}" for n in range(200)]), "列"),
    ],
    # The workbooks hold the time at which they were made: no names for tests.
    ids=["text", "empty", "headings-only", "unknown-headings", "wide", "very-wide"],
)
def test_unreadable_workbook_is_refused_with_a_reason(reviewer, data, said):
    batch = bring_in(reviewer, data, "企业.xlsx")
    assert batch.state == ImportBatch.State.REFUSED
    assert said in batch.refusal
    assert registry() == []
