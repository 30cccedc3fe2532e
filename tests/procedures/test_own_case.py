"""The page of a case as its enterprise reads it: the answer, the next act, until when, who."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from pages.moments import end_of_day
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.save_answer import save_answer
from procedures.models import Application
from tests.procedures import filings
from tests.procedures.notices import ended, proposed, published


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


@pytest.fixture
def page_of(people, signed_in):
    def page(case):
        answer = signed_in(people.staff).get(reverse("procedures:case", args=[case.pk]))
        assert answer.status_code == 200
        return answer

    return page


def returned(people, case, *keys):
    for key in keys:
        with acting_as(people.reviewer):
            mark_field(people.reviewer, case.pk, key, "incorrect", f"请核对{key}")
    return filings.done(people.reviewer, case, "return_for_correction", "请修改")


def main_act(page):
    """The filled button beside the title: its words and where it leads."""
    head = page.content.decode().split('<div class="acts">')[1]
    found = re.search(r'<a class="btn go"\s+href="([^"]+)">\s*([^<]+?)\s*</a>', head)
    return (found[2], found[1]) if found else None


def test_returned_case_is_a_list_of_what_to_do(people, case, page_of):
    case = returned(people, case, "product_sales", "test_report")
    with acting_as(people.staff):
        save_answer(people.staff, case.pk, "product_sales", ["3100"], 99)
    page = page_of(case)
    fill = reverse("procedures:fill", args=[case.pk])
    assert page.context["headline"] == f"还有 1 处要改，{end_of_day(case.stage_due_on)} 前交回"
    assert main_act(page) == ("去修改", fill)
    points = page.context["points"]
    assert [(one.key, one.is_changed, one.filed, one.now) for one in points] == [
        ("product_sales", True, "3,200 万元", "3,100 万元"),
        ("test_report", False, "test_report.pdf", "test_report.pdf"),
    ]
    text = page.content.decode()
    assert f'href="{fill}#files-test_report"' in text
    assert f'href="{fill}#field-product_sales"' in text
    assert "请核对test_report（有误）" in text


def test_form_of_a_returned_case_lists_the_same_points(people, case, signed_in):
    returned(people, case, "product_sales")
    page = signed_in(people.staff).get(reverse("procedures:fill", args=[case.pk]))
    assert [one.key for one in page.context["points"]] == ["product_sales"]
    assert 'href="#field-product_sales"' in page.content.decode()


def test_corrected_case_is_to_be_sent_again(people, case, page_of):
    case = returned(people, case, "product_sales")
    with acting_as(people.staff):
        save_answer(people.staff, case.pk, "product_sales", ["3100"], 99)
    page = page_of(case)
    assert page.context["headline"].startswith("都已改好，请重新提交")
    assert main_act(page)[0] == "去提交"


def test_page_names_office_telephone_officer_and_last_moment(people, case, page_of):
    with system_scope(reason="test"):
        bureau = Organisation.objects.get(pk=people.reviewer.organisation_id)
        bureau.public_phone, bureau.office_hours = "0532-5550 0104", "工作日 9:00—17:00"
        bureau.save()
        Application.objects.filter(pk=case.pk).update(reviewer=people.reviewer.user_id)
    page = page_of(case)
    text = page.content.decode()
    assert page.context["office"] == bureau
    assert '<a href="tel:0532-55500104">0532-5550 0104</a>' in text
    assert people.reviewer.user_name in text
    assert end_of_day(case.stage_due_on) in text
    assert page.context["clock"].total == 10


def test_case_at_the_city_names_the_city(people, case, page_of):
    case = filings.done(people.reviewer, case, "recommend")
    assert page_of(case).context["office"].kind == OrganisationKind.CITY_BUREAU


def test_case_in_notice_leads_to_the_notice(people, page_of):
    notice = published(people, [case := proposed(people)])
    page = page_of(case)
    assert main_act(page) == ("看公示", reverse("procedures:notice", args=[notice.pk]))
    assert page.context["headline"] == f"公示到 {end_of_day(notice.ends_on)}，期满无异议即认定"


def test_approved_case_leads_to_its_certificate(people, page_of):
    ended(published(people, [case := proposed(people)]))
    case = filings.done(people.city, case, "certify")
    with system_scope(reason="test"):
        certificate = Certificate.objects.get(application=case)
    page = page_of(case)
    assert main_act(page) == ("下载电子证书", reverse("certification:pdf", args=[certificate.pk]))
    assert certificate.number in page.content.decode()
    assert "有效期至" in page.context["headline"]
    assert reverse("certification:verify", args=[certificate.token]) in page.content.decode()


def test_declined_case_says_why(people, case, page_of):
    case = filings.done(people.reviewer, case, "decline", "检测报告与产品不符")
    page = page_of(case)
    assert page.context["headline"] == "不予认定"
    assert "原因：检测报告与产品不符" in page.content.decode()


def test_late_correction_is_said_in_words(people, case, page_of):
    case = returned(people, case, "product_sales")
    with system_scope(reason="test"):
        past = timezone.localdate() - timedelta(days=9)
        Application.objects.filter(pk=case.pk).update(stage_due_on=past)
    assert "已超过期限" in page_of(case).content.decode()


def test_withdrawal_without_a_reason_is_asked_for_it(people, case, signed_in):
    address = reverse("procedures:act", args=[case.pk, "withdraw"])
    page = signed_in(people.staff).post(address, {"reason": "", "version": case.version})
    assert page.status_code == 422
    shown = page.content.decode()
    assert "请填写撤回原因" in shown
    # It stands below the fold: the field takes the focus.
    (field,) = re.findall(r'<textarea[^>]*id="reason-withdraw"[^>]*>', shown)
    assert "data-focus" in field
