"""The pages of the report builder, as people go through them."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from audit.models import ReadEntry
from enterprises.models import Enterprise
from pages.models import ListExport
from reports.builder.actions.save_report import Terms, create_report
from reports.models import SavedReport
from tests.enterprises.entries import code_of
from tests.reports.builder.conftest import listed, summed, where

pytestmark = pytest.mark.usefixtures("enterprises")
NEW = "/reports/builder/new/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def kept(actor, definition, name="示例报表", sharing="own"):
    with acting_as(actor):
        return create_report(actor, definition, Terms(name, "", sharing))


def form(**more):
    """What the editor of a new report of the registry sends."""
    return {
        "source": "enterprises", "shape": "list", "match": "all", "drawing": "none",
        "columns": ["name", "credit_code"], "measure-0": "count:", "name": "企业清单", "note": "",
        "sharing": "own", **more,
    }  # fmt: skip


def body(response):
    return b"".join(response.streaming_content)


def test_report_is_put_together_saved_and_opened(signed_in, laoshan):
    client = signed_in(laoshan)
    assert "企业名录" in client.get(NEW).content.decode()
    assert client.get(NEW, {"source": "enterprises"}).status_code == 200
    saved = client.post(NEW, form(act="save"))
    page = client.get(saved["Location"]).content.decode()
    assert "企业清单" in page and code_of(1) in page and code_of(4) not in page


def test_preview_follows_a_change_without_saving(signed_in, laoshan):
    sent = form(**{"condition-0-field": "revenue"})
    sent |= {"condition-0-operator": "least", "condition-0-value-0": "10000"}
    page = signed_in(laoshan).post(NEW, sent, **HTMX)
    text = page.content.decode()
    assert "<html" not in text and code_of(2) in text and code_of(1) not in text
    with acting_as(laoshan):
        assert not SavedReport.objects.exists()


def test_column_moves_goes_and_comes_by_buttons(signed_in, city):
    client = signed_in(city)

    def after(act):
        return client.post(NEW, form(act=act), **HTMX).context["editor"].column_keys

    assert after("column_up:credit_code") == ["credit_code", "name"]
    assert after("column_down:name") == ["credit_code", "name"]
    assert after("column_remove:name") == ["credit_code"]
    assert after("column_add:size") == ["name", "credit_code", "size"]
    assert after("column_add:nonsense") == ["name", "credit_code"]


def test_condition_that_waits_for_its_value_is_no_mistake_until_it_is_saved(signed_in, city):
    client = signed_in(city)
    added = client.post(NEW, form(act="condition_add:revenue"), **HTMX)
    assert "填好后生效" in added.content.decode()
    sent = form(**{"condition-0-field": "revenue", "condition-0-operator": "least"})
    refused = client.post(NEW, {**sent, "act": "save"})
    assert refused.status_code == 422 and "请填写条件的内容" in refused.content.decode()


def test_operators_follow_the_field(signed_in, city):
    sent = form(**{"condition-0-field": "size", "condition-0-operator": "least"})
    editor = signed_in(city).post(NEW, sent, **HTMX).context["editor"]
    assert editor.sent["condition-0-operator"] == "among"


def test_wrong_value_has_its_error_beside_the_field(signed_in, city):
    sent = form(**{"condition-0-field": "revenue", "condition-0-operator": "least"})
    page = signed_in(city).post(NEW, {**sent, "condition-0-value-0": "很多"}, **HTMX)
    assert "condition-0-value-0" in page.context["editor"].errors


def test_name_is_taken_once(signed_in, city):
    client = signed_in(city)
    client.post(NEW, form(act="save"))
    again = client.post(NEW, form(act="save"))
    assert again.status_code == 422 and "同名的报表" in again.content.decode()


def test_page_that_is_out_of_date_says_so_and_keeps_what_was_typed(signed_in, city):
    report = kept(city, listed("name"))
    client, page = signed_in(city), reverse("reports:report_edit", args=[report.pk])
    client.post(page, form(act="save", version=1, name="先改"))
    late = client.post(page, form(act="save", version=1, name="后改"))
    assert late.status_code == 422 and "后改" in late.content.decode()
    again = client.post(page, form(act="save", version=late.context["version"], name="后改"))
    assert again.status_code == 302


def test_table_of_sums_stands_with_its_chart(signed_in, city):
    report = kept(city, summed("industry", across="size", drawing="stacked"))
    page = signed_in(city).get(reverse("reports:report", args=[report.pk]))
    text = page.content.decode()
    assert "小计" not in text and "chart-report" in text and "合计" in text
    file = signed_in(city).get(
        reverse("reports:report", args=[report.pk]) + "?chart=report&format=xlsx"
    )
    assert file.status_code == 200


def test_workbook_keeps_codes_and_goes_on_record(signed_in, city):
    report = kept(city, listed("credit_code", "revenue", order={"by": "revenue"}))
    file = signed_in(city).get(reverse("reports:report", args=[report.pk]), {"export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(body(file))).active.values)
    assert rows[:2] == [("统一社会信用代码", "营业收入（万元）"), (code_of(4), 1000)]
    with system_scope(reason="test"):
        assert ListExport.objects.get().title == "示例报表"
        # Figures of four enterprises were taken away.
        assert ReadEntry.objects.filter(what__contains="营业收入").count() == 4


def test_csv_neutralises_formulas_and_has_local_times(signed_in, city, enterprises):
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=enterprises[0].pk).update(address="=1+1")
    only = where("credit_code", "is", code_of(1))
    report = kept(city, listed("address", "credit_code", "created_at", conditions=(only,)))
    file = signed_in(city).get(reverse("reports:report", args=[report.pk]), {"export": "csv"})
    _, row = csv.reader(io.StringIO(body(file).decode("utf-8-sig")))
    with system_scope(reason="test"):
        from django.utils import timezone

        moment = timezone.localtime(Enterprise.objects.get(pk=enterprises[0].pk).created_at)
    assert row == ["'=1+1", code_of(1), f"{moment:%Y-%m-%d %H:%M}"]


def test_file_of_sums_is_what_the_page_shows(signed_in, city):
    report = kept(city, summed("size", across="industry", measures=("count:",)))
    file = signed_in(city).get(reverse("reports:report", args=[report.pk]), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(body(file).decode("utf-8-sig"))))
    assert rows[-1] == ["合计", "2", "2", "4"] and rows[1] == ["中型", "1", "0", "1"]


def test_file_that_would_be_too_long_is_refused_on_the_page(signed_in, city, monkeypatch):
    monkeypatch.setattr("reports.builder.listing.MOST_EXPORTED", 2)
    report = kept(city, listed("name"))
    page = signed_in(city).get(reverse("reports:report", args=[report.pk]), {"export": "xlsx"})
    assert page.status_code == 422 and "没有导出" in page.content.decode()


def test_personal_data_on_a_page_are_told_to_whom_they_are_about(signed_in, laoshan):
    report = kept(laoshan, listed("name", "contact_phone"))
    signed_in(laoshan).get(reverse("reports:report", args=[report.pk]))
    with system_scope(reason="test"):
        assert ReadEntry.objects.filter(what="报表“示例报表”：联系电话").count() == 3


def test_preview_keeps_personal_data_back(signed_in, laoshan):
    sent = form(columns=["credit_code", "contact_phone"])
    page = signed_in(laoshan).post(NEW, sent, **HTMX).content.decode()
    assert code_of(1) in page and "保存后显示" in page and "13800000000" not in page
    with system_scope(reason="test"):
        assert not ReadEntry.objects.exists()


def test_field_that_is_gone_is_named_by_the_label_it_had(signed_in, city):
    definition = listed("name").model_copy(update={"names": {"old": "旧指标"}})
    report = kept(city, definition)
    with acting_as(city):
        kept_as = {**report.definition, "columns": ["name", "old"]}
        SavedReport.objects.filter(pk=report.pk).update(definition=kept_as)
    client = signed_in(city)
    page = client.get(reverse("reports:report", args=[report.pk]))
    assert page.status_code == 200 and "已没有字段“旧指标”" in page.content.decode()
    editor = client.get(reverse("reports:report_edit", args=[report.pk])).content.decode()
    assert "旧指标（已不存在）" in editor


def test_definition_that_nobody_can_read_says_so(signed_in, city):
    report = kept(city, listed("name"))
    with acting_as(city):
        SavedReport.objects.filter(pk=report.pk).update(definition={"shape": 7})
    page = signed_in(city).get(reverse("reports:report", args=[report.pk]))
    assert page.status_code == 200 and "无法识别" in page.content.decode()


# --- who sees and does what ---------------------------------------------------------------------


@pytest.fixture
def colleague(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.mark.parametrize(
    ("sharing", "seen", "changed"), [("own", 404, 404), ("read", 200, 403), ("edit", 200, 200)]
)
def test_colleague_has_what_sharing_says(signed_in, laoshan, colleague, sharing, seen, changed):
    report = kept(laoshan, listed("name"), sharing=sharing)
    client = signed_in(colleague)
    assert client.get(reverse("reports:report", args=[report.pk])).status_code == seen
    assert client.get(reverse("reports:report_edit", args=[report.pk])).status_code == changed


def test_colleague_who_may_edit_neither_shares_nor_deletes(signed_in, laoshan, colleague):
    report = kept(laoshan, listed("name"), sharing="edit")
    client = signed_in(colleague)
    page = reverse("reports:report_edit", args=[report.pk])
    client.post(page, form(act="save", version=1, name="改名", sharing="own"))
    assert client.post(reverse("reports:report_delete", args=[report.pk])).status_code == 403
    with acting_as(laoshan):
        report.refresh_from_db()
    assert (report.name, report.sharing) == ("改名", "edit")


def test_copy_is_ones_own_and_seen_by_nobody_else(signed_in, laoshan, colleague):
    report = kept(laoshan, listed("name"), sharing="read")
    signed_in(colleague).post(reverse("reports:report_copy", args=[report.pk]))
    with acting_as(colleague):
        copy = SavedReport.objects.get(user_id=colleague.user_id)
    assert (copy.name, copy.sharing) == ("示例报表（副本）", "own")


def test_other_office_finds_nothing(signed_in, laoshan, city, as_actor, other_district):
    report = kept(laoshan, listed("name"), sharing="edit")
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    for actor in (stranger, city):
        assert signed_in(actor).get(reverse("reports:report", args=[report.pk])).status_code == 404


def test_leader_and_auditor_read_what_the_city_shares(signed_in, city, as_actor):
    report = kept(city, listed("name"), sharing="read")
    for duty in (Duty.LEADER, Duty.AUDITOR):
        client = signed_in(as_actor(duty))
        page = client.get(reverse("reports:report", args=[report.pk]))
        assert page.status_code == 200 and "新建" not in page.content.decode()
        assert client.get(NEW).status_code == 403


def test_deleted_report_is_gone(signed_in, city):
    report = kept(city, listed("name"))
    client = signed_in(city)
    assert client.post(reverse("reports:report_delete", args=[report.pk])).status_code == 302
    assert client.get(reverse("reports:report", args=[report.pk])).status_code == 404


def test_list_of_reports_takes_a_fixed_number_of_queries(
    signed_in, city, django_assert_max_num_queries
):
    for number in range(3):
        kept(city, listed("name"), name=f"报表{number}")
    client = signed_in(city)
    client.get(reverse("reports:report_list"))
    with django_assert_max_num_queries(12):
        client.get(reverse("reports:report_list"))
