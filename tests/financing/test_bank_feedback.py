"""What a bank's officer works with: the form of feedback, workbooks, programs."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.actors import home_of
from accounts.tenancy import acting_as
from documents.workbooks.template import HELP
from financing.feedback.actions.upload_feedback import apply_upload, check_upload
from financing.feedback.references import UNKNOWN_ENTERPRISE
from financing.feedback.shape import BELONGS, FIELDS, NEEDED, FeedbackItem
from financing.feedback.template import feedback_template
from financing.feedback.workbook import HEADINGS
from financing.models import ClientUsage, FeedbackUpload
from tests.financing.credits import count, line, reported
from tests.financing.listing import listed
from tests.financing.test_bank_console import sheet_of
from tests.financing.test_feedback_pages import cells, workbook
from tests.procedures.test_pages import queries_of

TODAY = timezone.localdate()
FILE = f"{reverse('financing:feedback')}?export=xlsx"
UNKNOWN_CODE = "91370212MA3C000017"


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


# --- one feedback ---------------------------------------------------------------------------------


def test_field_that_is_needed_belongs_to_its_state():
    wrong = [
        (state, name)
        for state, names in NEEDED.items()
        for name in names
        if state not in BELONGS[name]
    ]
    assert wrong == [] and set(BELONGS) < set(FIELDS)


def test_form_hides_what_does_not_belong_to_the_state(entry, bank, signed_in):
    text = signed_in(bank).get(reverse("financing:report_credit")).content.decode()
    assert 'data-visible-if="state=declined"' in text
    assert 'data-visible-if="state=granted|paid_out|settled"' in text
    assert "续贷方式" in text and "不是续贷" in text and "新增" not in text


def test_enterprise_is_found_by_a_part_of_its_name(entry, bank, signed_in):
    address = reverse("financing:feedback_enterprises")
    client = signed_in(bank)
    part = entry.enterprise_name[2:6]
    option = f'<option value="{entry.credit_code}">{entry.enterprise_name}</option>'
    assert option in client.get(address, {"credit_code": part}).content.decode()
    for nothing in ("", part[:1], "没有这样的企业"):
        assert "<option" not in client.get(address, {"credit_code": nothing}).content.decode()


def test_unknown_enterprise_is_told_with_everything_else(entry, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:report_credit")
    wrong = line(entry, "", credit_code=UNKNOWN_CODE)
    errors = client.post(address, wrong).context["form"].errors
    assert errors["reference"] == ["请填写银行业务编号。"]
    assert errors["credit_code"] == [UNKNOWN_ENTERPRISE]
    wrong = line(entry, credit_code=UNKNOWN_CODE, rate="")
    assert set(client.post(address, wrong).context["form"].errors) == {"credit_code", "rate"}
    assert count() == 0


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"paid_out": "600", "balance": "1"}, "paid_out", "不能大于授信额度"),
        ({"credit_line": "1000000.01"}, "credit_line", "100 亿元"),
        ({"contacted_on": "1999-12-31"}, "contacted_on", "早于 2000-01-01"),
        ({"rate": "37"}, "rate", "不能超过 36%"),
        ({"credit_line": "五百"}, "credit_line", "应为数字"),
        ({"credit_code": "123"}, "credit_code", "18 位统一社会信用代码（不含 I、O、S、V、Z）"),
        ({"due_on": "明天"}, "due_on", "应为日期"),
    ],
)
def test_implausible_line_is_refused_in_plain_words(entry, more, field, said):
    shape = FeedbackItem(data=line(entry, **more))
    assert not shape.is_valid() and said in str(shape.errors[field][0])


def test_line_at_its_limits_is_plausible(entry):
    limits = {"credit_line": "1000000", "paid_out": "1000000", "contacted_on": "2000-01-01"}
    assert FeedbackItem(data=line(entry, **limits)).is_valid()


def test_export_names_the_enterprise(entry, bank, signed_in):
    reported(bank, line(entry))
    headings, row = sheet_of(signed_in(bank).get(FILE))
    assert (headings[0], row[0]) == ("企业名称", entry.enterprise_name)
    assert headings[1:] == tuple(HEADINGS.values())


# --- workbooks ------------------------------------------------------------------------------------


@pytest.fixture
def half_wrong(entry, bank):
    """An upload: a good row, and one with two wrong cells."""
    with acting_as(bank):
        return check_upload(
            bank, workbook(cells(entry), cells(entry, "A-2", credit_code="123", rate="很低"))
        )


def test_wrong_cell_is_shown_with_its_row_and_content(half_wrong, bank, signed_in):
    found = {one["column"]: one for one in half_wrong.findings}
    assert found["年利率"] == {
        "row": 3, "reference": "A-2", "column": "年利率", "cell": "很低",
        "text": "应为数字，现为“很低”。",
    }  # fmt: skip
    assert "18 位" in found["统一社会信用代码"]["text"]
    text = signed_in(bank).get(reverse("financing:feedback_upload", args=[half_wrong.pk]))
    assert all(told in text.content.decode() for told in ("A-2", "很低", "单元格内容"))


def test_wrong_rows_are_downloaded_mended_and_sent_again(half_wrong, entry, bank, signed_in):
    address = reverse("financing:feedback_wrong_rows", args=[half_wrong.pk])
    headings, row = sheet_of(signed_in(bank).get(address))
    assert headings == (*HEADINGS.values(), "原因")
    assert "年利率：应为数字" in row[-1] and row[0] == "A-2"
    mended = dict(zip(HEADINGS, row, strict=False))
    mended |= {"credit_code": entry.credit_code, "rate": "3.45"}
    with acting_as(bank):
        assert check_upload(bank, workbook(mended)).findings == []


def test_wrong_rows_of_another_bank_do_not_exist(half_wrong, other_bank, signed_in):
    address = reverse("financing:feedback_wrong_rows", args=[half_wrong.pk])
    assert signed_in(other_bank).get(address).status_code == 404


def test_row_that_is_refused_when_applied_is_among_the_wrong(entry, bank):
    with acting_as(bank):
        upload = check_upload(bank, workbook(cells(entry)))
        upload.rows[0]["line"]["credit_code"] = UNKNOWN_CODE
        upload.save(update_fields=["rows"])
        apply_upload(bank, upload.pk)
        upload = FeedbackUpload.objects.get(pk=upload.pk)
    assert upload.wrong_rows[0]["cells"]["state"] == "已放款"
    assert (upload.row_count, upload.good_count) == (1, 0)


def test_recent_uploads_say_how_many_rows_by_whom(half_wrong, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:feedback_uploads")
    assert "共 2 行，可导入 1 行" in client.get(address).content.decode()
    client.post(reverse("financing:feedback_apply", args=[half_wrong.pk]))
    text = client.get(address).content.decode()
    assert "共 2 行，已导入 1 行" in text and bank.user_name in text.split("最近上传")[1]


def test_uploads_ask_the_same_whatever_there_were(half_wrong, entry, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:feedback_uploads")
    few = queries_of(client, address, None)
    for _ in range(3):
        with acting_as(bank):
            check_upload(bank, workbook(cells(entry)))
    assert queries_of(client, address, None) == few


def test_template_explains_every_column():
    rows = list(load_workbook(io.BytesIO(feedback_template()))[HELP].iter_rows(values_only=True))
    told = {row[0]: row[1:] for row in rows[-len(HEADINGS) :]}
    assert list(told) == list(HEADINGS.values())
    assert told["状态"][0] == "是" and "已结清" in told["状态"][1]
    assert told["结清日期"][1] == "状态为已结清时必填；日期，如 2026-05-31"
    assert told["续贷方式"][1].startswith("状态为已放款、已结清时选填；可填：不是续贷、")


def test_workbook_with_the_former_words_is_still_read(entry, bank):
    headings = ["续贷" if text == "续贷方式" else text for text in HEADINGS.values()]
    with acting_as(bank):
        later = cells(entry, "A-2", renewal="无还本续贷", is_first_loan="否")
        rows = [cells(entry, renewal="新增"), later]
        upload = check_upload(bank, workbook(*rows, headings=headings))
    assert [one["line"]["renewal"] for one in upload.rows] == ["none", "without_repayment"]


# --- programs -------------------------------------------------------------------------------------


def test_card_of_a_program_tells_what_it_may_and_when_it_was_used(program, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:programs")
    text = client.get(address).content.decode()
    assert "读取名单、反馈授信情况" in text and bank.user_name in text
    assert "还没有调用过" in text and f'data-copy="{program.client.client_id}"' in text
    with acting_as(bank):
        for answer, day in (("given", TODAY - timedelta(days=2)), ("refused", TODAY)):
            ClientUsage.objects.create(
                **home_of(bank), client=program.client, day=day, operation="pull",
                answer=answer, number=1,
            )  # fmt: skip
    assert client.get(address).context["rows"][0].last_used == TODAY - timedelta(days=2)


def test_secret_that_is_shown_once_can_be_copied(bank, signed_in):
    page = signed_in(bank).post(
        reverse("financing:program_make"), {"name": "核心系统", "scopes": ["whitelist:read"]}
    )
    text = page.content.decode()
    assert 'data-copy-from="client-secret"' in text and 'data-copy-from="client-id"' in text
