"""The pages of effect: from the reminder to the recovery, and the review of a scheme."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tenancy import acting_as, system_scope
from financing.models import PerformanceReview, Recovery, SubsidyClaim, SubsidyGoal
from tests.financing.ledger.money import YEAR, fresh
from tests.financing.subsidies.effect import grants

TEXTS = {"overall": "示例", "problems": "示例", "measures": "示例"}


def at(name, *args):
    return reverse(f"financing:{name}", args=args)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def report(grant):
    """The one at the goals' day; the other is confirmed with nothing decided."""
    grants.opened()
    return grants.reports(grant)[1]


def test_missed_goal_goes_from_the_report_to_the_recovery(people, signed_in, report):
    staff = signed_in(people.staff)
    assert "三年推进计划" in text(staff.get(at("own_effect_reports")))
    page = text(staff.get(at("effect_report", report.pk)))
    assert "实际总投资" in page and "没有佐证文件" not in page
    typed = {
        "version": report.version, "summary": "用于购置设备", "actual_1": "1800",
        "reason_1": "订单减少", "actual_2": "100", "act": "file",
    }  # fmt: skip
    refused = staff.post(at("effect_report_save", report.pk), typed)
    assert refused.status_code == 422
    assert "没有佐证文件" in text(refused)
    grants.proven(report)
    typed["version"] = fresh(report).version
    answer = staff.post(at("effect_report_save", report.pk), typed, follow=True)
    assert "已提交" in text(answer)
    district = signed_in(people.reviewer)
    assert "待核实" in text(district.get(at("effect_reports"), {"state": "filed"}))
    sent = {"version": fresh(report).version}
    page = text(district.post(at("effect_report_act", report.pk, "confirm"), sent, follow=True))
    assert "追回已付资金" in page
    with system_scope(reason="test"):
        recovery = Recovery.objects.get()
    city = signed_in(people.city)
    page = text(city.get(at("recovery", recovery.pk)))
    assert "3,000,000.00" in page and "绩效目标未完成" in page


def test_empty_report_is_saved_as_a_draft(people, signed_in, report):
    answer = signed_in(people.staff).post(
        at("effect_report_save", report.pk), {"version": report.version, "act": "save"}, follow=True
    )
    assert "已保存，还没有提交" in text(answer)


def test_words_for_a_number_are_refused_at_their_field(people, signed_in, report):
    typed = {"version": report.version, "actual_1": "很多"}
    answer = signed_in(people.staff).post(at("effect_report_save", report.pk), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["actual_1"]


def test_files_stay_where_filing_is_refused(people, signed_in, report, own_media):
    staff = signed_in(people.staff)
    typed = {
        "version": report.version, "summary": "用于购置设备", "actual_1": "1800",
        "actual_2": "100", "act": "file",
        "files_1": SimpleUploadedFile("投资.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf"),
    }  # fmt: skip
    refused = staff.post(at("effect_report_save", report.pk), typed)
    assert refused.status_code == 422
    assert "没有写偏差原因" in text(refused)
    assert "投资.pdf" in text(refused)
    version = fresh(report).version
    assert f'name="version" value="{version}"' in text(refused)
    with system_scope(reason="test"):
        assert report.figures.get(number=1).actual == 1800


def test_figure_that_cannot_be_is_refused_at_its_field(people, signed_in, report):
    typed = {"version": report.version, "actual_1": "-5", "actual_2": "820000"}
    answer = signed_in(people.staff).post(at("effect_report_save", report.pk), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "actual_1": ["不能为负数。"], "actual_2": ["这一项以 % 计，不能超过 100。"],
    }  # fmt: skip


def test_report_of_another_enterprise_is_not_found(as_actor, signed_in, report, people):
    from accounts.duties import Duty

    other = signed_in(as_actor(Duty.ENTERPRISE_STAFF))
    assert other.get(at("effect_report", report.pk)).status_code == 404


def goals(grant):
    """Outputs and benefits, half of the weight each."""
    with system_scope(reason="test"):
        for number, (name, dimension) in enumerate((("投用", "quantity"), ("增收", "economy")), 1):
            SubsidyGoal.objects.create(
                **grant.home, claim=grant.claim, number=number, name=name, dimension=dimension,
                target=100, unit="%", weight=50, source="示例",
            )  # fmt: skip


def test_performance_review_is_worked_out_and_printed(people, signed_in, grant):
    goals(grant)
    grants.opened()
    first = grants.reports(grant)[0]
    said = {"实际总投资": 2600, "推进计划任务完成率": 100, "投用": 100, "增收": 80}
    grants.filed(people.staff, first, said)
    grants.confirmed(people.reviewer, first)
    city = signed_in(people.city)
    sent = {"scheme": grant.scheme_version.scheme_id, "year": YEAR}
    with system_scope(reason="test"):
        assert SubsidyClaim.objects.get().application.submitted_at
    city.post(at("performance_review_new"), sent)
    with acting_as(people.city):
        row = PerformanceReview.objects.get()
    # 50 % of the money is paid: 5; outputs 50, benefits 24, no satisfaction: 79 of 90.
    assert (row.score, row.get_grade_display()) == (Decimal("87.78"), "良")
    page = text(city.post(at("performance_finish", row.pk), {"version": row.version}, follow=True))
    assert "还没有写总体情况" in page
    typed = TEXTS | {"version": row.version, "satisfaction": "95", "satisfaction_source": "问卷"}
    city.post(at("performance_review", row.pk), typed)
    row = fresh(row)
    assert row.score == Decimal("88.50")
    city.post(at("performance_finish", row.pk), {"version": row.version})
    assert fresh(row).state == "final"
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = city.get(at("performance_review_file", row.pk, form))
        assert answer.content.startswith(begins)
    book = load_workbook(BytesIO(city.get(at("performance_review_file", row.pk, "xlsx")).content))
    assert book.active["E6"].value == pytest.approx(88.5)


def test_second_review_of_a_year_is_refused(people, signed_in, grant):
    city = signed_in(people.city)
    sent = {"scheme": grant.scheme_version.scheme_id, "year": YEAR}
    city.post(at("performance_review_new"), sent)
    answer = city.post(at("performance_review_new"), sent)
    assert answer.status_code == 422
    assert "已经有了" in text(answer)


@pytest.mark.parametrize("by", ["scheme", "district", "rung", "each"])
def test_effect_page_and_its_file(people, signed_in, grant, by):
    city = signed_in(people.city)
    assert "资金成效" in text(city.get(at("effect"), {"by": by}))
    answer = city.get(at("effect"), {"by": by, "export": "xlsx"})
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_junk_in_the_address_of_the_table_is_refused(people, signed_in, grant):
    answer = signed_in(people.city).get(at("effect"), {"year": "abc", "by": "x", "span": "9"})
    assert answer.status_code == 422
