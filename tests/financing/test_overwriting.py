"""A report that would take the place of another one unseen: numbers that stand twice in a workbook,
states that go back, pages that were opened before a later report."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import acting_as
from financing.feedback.actions.upload_feedback import check_upload
from tests.financing.credits import count, credit, line, reported
from tests.financing.listing import listed
from tests.financing.test_feedback_pages import cells, checked

TODAY = timezone.localdate


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def test_number_that_stands_twice_is_refused_and_overwrites_nothing(entry, bank, signed_in):
    reported(bank, line(entry, "A-9"))
    upload = checked(
        bank,
        cells(entry),
        cells(entry, "A-2"),
        cells(entry, "A-9", balance=100, due_on=TODAY() + timedelta(days=355)),
        cells(entry, " Ａ-1", rate=9.9),
    )
    assert [(one["row"], one["status"]) for one in upload.rows] == [(3, "created"), (4, "updated")]
    assert [(one["row"], "第 2、5 行编号相同" in one["text"]) for one in upload.findings] == [
        (2, True), (5, True),
    ]  # fmt: skip
    client = signed_in(bank)
    page = client.get(reverse("financing:feedback_upload", args=[upload.pk]))
    assert page.context["counts"] == {"created": 1, "updated": 1}
    assert "新增 1 笔、更新 1 笔" in page.content.decode()
    client.post(reverse("financing:feedback_apply", args=[upload.pk]))
    answer = client.get(reverse("financing:feedback_wrong_rows", args=[upload.pk]))
    with acting_as(bank):
        again = check_upload(bank, SimpleUploadedFile("a.xlsx", b"".join(answer.streaming_content)))
    assert (again.rows, len(again.wrong_numbers), count()) == ([], 2, 2)


def test_row_does_not_rely_on_one_that_is_refused(entry, bank):
    renewal = {"renewal": "还款后续贷", "renews": "A-1", "is_first_loan": "否"}
    upload = checked(bank, cells(entry), cells(entry), cells(entry, "A-2", **renewal))
    assert upload.rows == []
    assert [one["column"] for one in upload.findings if one["row"] == 4] == ["原贷款业务编号"]


def test_state_that_goes_back_is_a_doubt_of_the_workbook(entry, bank):
    reported(bank, line(entry))
    later = dict.fromkeys(("paid_out", "paid_out_on", "due_on", "balance"), "")
    upload = checked(bank, cells(entry, state="已授信", **later))
    assert [(one["column"], one["cell"]) for one in upload.findings] == [("状态", "已授信")]


def test_later_report_is_not_overwritten_from_a_page_opened_before(entry, bank, signed_in):
    reported(bank, line(entry))
    client, again = signed_in(bank), reverse("financing:report_again", args=["A-1"])
    shown = client.get(again).context["version"]
    assert client.post(again, line(entry, balance="200", version=shown)).status_code == 302
    stale = client.post(again, line(entry, rate="3.1", version=shown))
    assert stale.status_code == 422 and "余额（现为 200.00）" in stale.content.decode()
    assert (str(credit().rate), str(credit().balance)) == ("3.450", "200.00")
    wrong = client.post(again, line(entry, rate="", version=shown))
    assert wrong.context["version"] == shown
    now = stale.context["version"]
    assert f'name="version" value="{now}"' in stale.content.decode()
    assert client.post(again, line(entry, rate="3.1", version=now)).status_code == 302
    assert str(credit().rate) == "3.100"
