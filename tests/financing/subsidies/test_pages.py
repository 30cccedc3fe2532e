"""The pages of a claim as people meet them."""

from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tenancy import Actor, acting_as
from financing.models import SubsidyClaim
from financing.subsidies.einvoice.reading import read_invoice
from procedures.models import Application
from tests.financing.subsidies import claims
from tests.financing.subsidies.invoice_pdfs import BUYER_CODE, digital, pdf
from tests.financing.subsidies.test_numbers import E_NUMBER, XML
from tests.procedures import filings

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people: SimpleNamespace) -> Application:
    return claims.draft(people.staff, claims.batch_of(claims.EQUIPMENT))


@pytest.fixture
def staff(people: SimpleNamespace, signed_in: Callable[[Actor], Client]) -> Client:
    return signed_in(people.staff)


def page(case: Application, name: str = "claim_lines", *more: object) -> str:
    return reverse(f"financing:{name}", args=[case.pk, *more])


def test_a_line_is_added_by_hand(staff: Client, case: Application) -> None:
    answer = staff.post(page(case, "claim_line_new", "invoice"), claims.invoice(1))
    assert answer.status_code == 302 and answer["Location"].endswith("#line-1")
    shown = staff.get(page(case)).content.decode()
    assert "100.00" in shown and "加工中心 1" in shown and "第 1 行缺照片" in shown


def test_errors_stand_beside_their_fields(staff: Client, case: Application) -> None:
    typed = claims.invoice(1, net="-5", invoice_number="123", supplier_code="91")
    answer = staff.post(page(case, "claim_line_new", "invoice"), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不能是负数" in text and "现有 3 位" in text and "现有 2 位，应为 18 位" in text


def test_a_stale_page_keeps_what_was_typed(staff: Client, case: Application) -> None:
    staff.post(page(case, "claim_line_new", "invoice"), claims.invoice(1))
    first = claims.invoice(1, place="一号车间", version="1")
    assert staff.post(page(case, "claim_line", 1), first).status_code == 302
    stale = staff.post(page(case, "claim_line", 1), claims.invoice(1, place="二号", version="1"))
    assert stale.status_code == 422
    assert "二号" in stale.content.decode() and "您打开页面之后" in stale.content.decode()


def test_an_electronic_invoice_fills_the_form(staff: Client, case: Application) -> None:
    file = SimpleUploadedFile("票.xml", XML)
    answer = staff.post(page(case, "line_invoice"), {"file": file})
    text = answer.content.decode()
    assert answer.status_code == 200 and E_NUMBER in text and 'value="100000.00"' in text
    refused = staff.post(page(case, "line_invoice"), {"file": SimpleUploadedFile("a.xml", b"x")})
    assert refused.status_code == 422


def test_an_invoice_in_pdf_fills_the_form_and_tells_its_doubts(
    staff: Client, case: Application
) -> None:
    printed = pdf(digital(gross="¥113000.01"))
    answer = staff.post(page(case, "line_invoice"), {"file": SimpleUploadedFile("票.pdf", printed)})
    text = answer.content.decode()
    assert answer.status_code == 200 and E_NUMBER in text and 'value="100000.00"' in text
    assert "不等于价税合计 113,000.01" in text and BUYER_CODE in text
    file = SimpleUploadedFile("扫描.pdf", pdf([]))
    refused = staff.post(page(case, "line_invoice"), {"file": file})
    assert refused.status_code == 422
    assert "没有可读取的文字" in refused.content.decode()


def test_an_invoice_of_another_buyer_is_asked_when_it_is_saved(
    staff: Client, case: Application, people: SimpleNamespace
) -> None:
    found = read_invoice(pdf(digital()), "票.pdf").values
    read = {key: str(value) for key, value in found.items()}
    typed = {**claims.invoice(1), **read, "paid": "100000"}
    assert staff.post(page(case, "claim_line_new", "invoice"), typed).status_code == 302
    assert "购方税号不是本企业的" in staff.get(page(case)).content.decode()


def test_a_claim_of_loans_speaks_of_loans(people: SimpleNamespace, staff: Client) -> None:
    case = claims.draft(people.staff, claims.batch_of(claims.LOANS, "loans"))
    claims.add(people.staff, case, claims.loan(), "loan")
    text = staff.get(page(case)).content.decode()
    for heading in ("贷款用途", "借据号", "放款金额", "实付利息"):
        assert heading in text
    assert "3,000.00" in text
    for foreign in ("型号", "发票净额", "读入，核对后保存", "按行号上传"):
        assert foreign not in text


def test_goals_are_a_table_whose_weights_make_a_hundred(staff: Client, case: Application) -> None:
    typed = {
        "goals-TOTAL_FORMS": "1", "goals-INITIAL_FORMS": "0", "version": "1",
        "goals-0-name": "投用率", "goals-0-dimension": "quantity", "goals-0-direction": "at_least",
        "goals-0-target": "100", "goals-0-unit": "%", "goals-0-weight": "90",
        "goals-0-source": "现场核查",
    }  # fmt: skip
    refused = staff.post(page(case, "claim_goals"), typed)
    assert refused.status_code == 422 and "现为 90" in refused.content.decode()
    typed["goals-0-weight"] = "100"
    assert staff.post(page(case, "claim_goals"), typed).status_code == 302
    assert "投用率" in staff.get(page(case)).content.decode()


def test_the_form_leads_to_what_is_missing(staff: Client, case: Application) -> None:
    text = staff.get(reverse("procedures:fill", args=[case.pk])).content.decode()
    assert "还没有填绩效目标" in text and f'href="{page(case)}?show=all#goals"' in text


def test_a_claim_never_speaks_of_certificates(
    people: SimpleNamespace, staff: Client, case: Application
) -> None:
    filings.done(people.staff, claims.ready(people.staff, case, 1), "submit")
    shown = staff.get(reverse("procedures:case", args=[case.pk])).content.decode()
    assert "104.00" in shown
    main = shown[shown.index("<main") :]
    assert "证书" not in main and "认定" not in main


def test_the_bureau_sees_sent_claims_with_their_sum(
    people: SimpleNamespace, signed_in: Callable[[Actor], Client], case: Application
) -> None:
    client = signed_in(people.reviewer)
    assert "没有符合条件" in client.get(reverse("financing:claims")).content.decode()
    filings.done(people.staff, claims.ready(people.staff, case, 1), "submit")
    text = client.get(reverse("financing:claims")).content.decode()
    assert "1 件资金申报，共申报 104.00 万元" in text and "区市审核" in text
    assert client.get(page(case)).status_code == 200
    assert client.get(page(case, "claim_line", 1)).status_code == 403


def test_a_page_of_many_lines_asks_no_more_than_one_of_few(
    people: SimpleNamespace, staff: Client, case: Application
) -> None:
    claims.add(people.staff, case, claims.invoice(1))

    staff.get(page(case))
    with CaptureQueriesContext(connection) as few:
        staff.get(page(case))
    for number in range(2, 9):
        claims.add(people.staff, case, claims.invoice(number))
    with CaptureQueriesContext(connection) as many:
        staff.get(page(case))
    assert len(many) == len(few)
    with acting_as(people.staff):
        assert SubsidyClaim.objects.get().lines.count() == 8


def test_template_of_lines_has_a_name_that_people_read(
    people: SimpleNamespace, signed_in: Callable[[Actor], Client], case: Application
) -> None:
    page = reverse("financing:line_template", args=[case.pk, "invoice"])
    named = signed_in(people.staff).get(page)["Content-Disposition"]
    assert unquote(named).endswith("申报明细模板.xlsx")
