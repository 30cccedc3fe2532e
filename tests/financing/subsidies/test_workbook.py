"""Lines by workbook: what is wrong is named by its cell, the good rows are kept, nothing twice."""

import io
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from financing.models import SubsidyUpload
from financing.subsidies.actions.upload_lines import apply_upload, check_upload
from financing.subsidies.shape import fields_of
from financing.subsidies.workbook import with_errors
from procedures.models import Application
from tests.financing.subsidies import claims

pytestmark = pytest.mark.django_db
FIELDS = fields_of("invoice")
HEADINGS = [one.heading for one in FIELDS]


@pytest.fixture
def case(people: SimpleNamespace) -> Application:
    return claims.draft(people.staff, claims.batch_of(claims.EQUIPMENT))


def workbook(*rows: dict[str, object]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "资金明细"
    page.append(HEADINGS)
    for row in rows:
        page.append([row.get(one.key, "") for one in FIELDS])
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("明细.xlsx", target.getvalue())


def sent(people: SimpleNamespace, case: Application, *rows: dict[str, object]) -> SubsidyUpload:
    with acting_as(people.staff):
        return check_upload(people.staff, case.pk, "invoice", workbook(*rows))


def test_wrong_cells_are_named_and_good_rows_written(
    people: SimpleNamespace, case: Application
) -> None:
    upload = sent(
        people, case, claims.invoice(1), claims.invoice(2, invoiced_on="2024-12-29"),
        claims.invoice(3, net="53.2"), claims.invoice(4, buyer_code="9137020MA3"),
    )  # fmt: skip
    told = {(one["row"], one["column"]): one["text"] for one in upload.findings}
    # The digits of a 数电票 say the year too, so that another year is told at the number.
    assert "与开票日期 2024-12-29 不一致" in told[3, "发票号码"]
    assert "像是按“万元”填写；如是，应为 532,000.00 元" in told[4, "不含税金额（元）"]
    assert told[5, "购方税号"] == "现有 10 位，应为 18 位。"
    with acting_as(people.staff):
        done = apply_upload(people.staff, case.pk, upload.pk)
        assert done.written == {"total": 4, "created": 1, "updated": 0, "unchanged": 0}
        assert [line.number for line in claims.claim(case).lines.all()] == [1]


def test_sending_it_again_repeats_nothing(people: SimpleNamespace, case: Application) -> None:
    rows = [claims.invoice(number) for number in range(1, 41)]
    first = sent(people, case, *rows)
    with acting_as(people.staff):
        apply_upload(people.staff, case.pk, first.pk)
        apply_upload(people.staff, case.pk, first.pk)  # a second press
    rows[2]["paid"] = "900000"
    again = sent(people, case, *rows, claims.invoice(41))
    with acting_as(people.staff):
        done = apply_upload(people.staff, case.pk, again.pk)
        assert done.written == {"total": 41, "created": 1, "updated": 1, "unchanged": 39}
        lines = claims.claim(case).lines.all()
        assert [line.number for line in lines] == list(range(1, 42))
        assert lines[2].counted == 900_000


def test_a_row_that_repeats_another_is_told(people: SimpleNamespace, case: Application) -> None:
    upload = sent(people, case, claims.invoice(1), claims.invoice(1))
    assert upload.findings[0]["text"] == "与表中第 2 行重复。"


def test_the_sheet_comes_back_with_its_errors(people: SimpleNamespace, case: Application) -> None:
    upload = sent(people, case, claims.invoice(1), claims.invoice(2, net="-5"))
    page = openpyxl.load_workbook(io.BytesIO(with_errors(upload.cells, upload.findings))).active
    assert "不能是负数" in page.cell(3, len(HEADINGS) + 1).value
    assert page.cell(3, 1).value == "加工中心 2"


def test_a_file_that_is_no_workbook_is_refused(people: SimpleNamespace, case: Application) -> None:
    with acting_as(people.staff), pytest.raises(RuleViolation) as refused:
        check_upload(people.staff, case.pk, "invoice", SimpleUploadedFile("a.xlsx", b"not one"))
    assert "file" in refused.value.errors
