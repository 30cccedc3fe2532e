"""What the form, the workbook and the interface take of the same text is the same."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from financing.feedback.actions.upload_feedback import apply_upload, check_upload
from financing.models import CreditFeedback
from tests.financing.credits import line, reported
from tests.financing.listing import listed
from tests.financing.reading import tick_on
from tests.financing.test_feedback_pages import cells, workbook

DAY = timezone.localdate() - timedelta(days=9)


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


@pytest.fixture
def by_interface(bank, entry):
    return lambda more: reported(bank, line(entry, "I-1", **more))[0].status == "created"


@pytest.fixture
def by_form(bank, entry, signed_in):
    client, address = signed_in(bank), reverse("financing:report_credit")

    def taken(more):
        page = client.post(address, line(entry, "F-1", **more))
        if more.get("is_checked"):
            page = client.post(address, line(entry, "F-1", **{**more, "is_checked": tick_on(page)}))
        return page.status_code == 302

    return taken


@pytest.fixture
def by_workbook(bank, entry):
    def taken(more):
        with acting_as(bank):
            upload = check_upload(bank, workbook(cells(entry, "W-1", **more)))
            apply_upload(bank, upload.pk)
        return not upload.findings

    return taken


TAKEN = [
    ("credit_line", "6,000", "6000.00"),
    ("credit_line", "6000", "6000.00"),
    ("credit_line", "６０００", "6000.00"),
    ("credit_line", " 1,234.5 ", "1234.50"),
    ("credit_line", "6,000 万元", "6000.00"),
    ("credit_line", "6000万", "6000.00"),
    ("rate", "3.45", "3.450"),
    ("rate", "３.４５", "3.450"),
    ("rate", "3.45%", "3.450"),
    ("contacted_on", f"{DAY:%Y-%m-%d}", str(DAY)),
    ("contacted_on", f"{DAY:%Y/%m/%d}", str(DAY)),
    ("contacted_on", f"{DAY.year}年{DAY.month}月{DAY.day}日", str(DAY)),
    ("contacted_on", f"{DAY:%Y%m%d}", str(DAY)),
]
REFUSED = [
    *(
        ("credit_line", text)
        for text in (
            "1234,5",
            "12,34",
            "1.234,5",
            "1e3",
            "5_600",
            "5000000元",
            "(500)",
            "无",
            "5 00",
        )
    ),
    *(("rate", text) for text in ("0.035", "0.035%", "0.0345", "0", "36.5", "3e0")),
    *(
        ("contacted_on", text)
        for text in ("2026-W41-4", "46303", "2026-13-01", "2026-02-30", "昨天")
    ),
    ("due_on", "9999-12-31"),
    ("credit_code", "9137021200000000ZZ"),
]


@pytest.mark.parametrize(("name", "text", "kept"), TAKEN)
def test_text_is_taken_everywhere_as_the_same(by_interface, by_form, by_workbook, name, text, kept):
    more = {name: text}
    if name == "contacted_on":
        more["paid_out_on"] = str(timezone.localdate())
    assert (by_interface(more), by_form(more), by_workbook(more)) == (True, True, True)
    with system_scope(reason="test"):
        values = {str(getattr(row, name)) for row in CreditFeedback.objects.all()}
    assert values == {kept}


@pytest.mark.parametrize(("name", "text"), REFUSED)
def test_text_is_refused_everywhere(by_interface, by_form, by_workbook, name, text):
    more = {name: text}
    assert (by_interface(more), by_form(more), by_workbook(more)) == (False, False, False)


@pytest.mark.parametrize("change", [str.lower, lambda code: f" {code}\u3000", lambda code: (
    "".join(chr(ord(one) + 0xFEE0) for one in code))])  # fmt: skip
def test_code_is_taken_everywhere(by_interface, by_form, by_workbook, entry, change):
    more = {"credit_code": change(entry.credit_code)}
    assert (by_interface(more), by_form(more), by_workbook(more)) == (True, True, True)


def test_unusual_figure_is_asked_once_and_kept_wherever_it_comes_from(
    entry, bank, by_interface, by_form, by_workbook
):
    odd = {"rate": "0.35"}
    assert (by_interface(odd), by_form(odd), by_workbook(odd)) == (False, False, False)
    assert by_interface({**odd, "is_checked": True}) and by_form({**odd, "is_checked": "on"})
    assert by_workbook({**odd, "is_checked": "是"})
    again = reported(bank, line(entry, "I-1", rate="0.35", balance="200"))
    assert again[0].status == "updated"
    (other,) = reported(bank, line(entry, "I-1", rate="0.36"))
    assert list(other.errors) == ["rate"]


def test_form_shows_the_question_only_where_it_is_asked(entry, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:report_credit")
    assert "数字已核对无误" not in client.get(address).content.decode()
    text = client.post(address, line(entry, rate="0.035")).content.decode()
    assert "年利率单位是 %，3.5% 请填 3.5，不要填 0.035" in text
    assert 'name="is_checked"' in text


def test_tick_holds_for_the_figure_that_it_was_given_for(entry, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:report_credit")
    tick = tick_on(client.post(address, line(entry, credit_line="60000")))
    other = client.post(address, line(entry, credit_line="600000", is_checked=tick))
    assert other.status_code == 422 and "60.00 亿元" in other.content.decode()
    assert tick_on(other) != tick and "checked>" not in other.content.decode()
    assert (
        client.post(address, line(entry, credit_line="60000", is_checked=tick)).status_code == 302
    )


def test_state_that_goes_back_is_asked(entry, bank):
    reported(bank, line(entry))
    back = line(entry, state="granted")
    (asked,) = reported(bank, back)
    assert "“已放款”，这次是“已授信”" in asked.errors["state"]
    assert reported(bank, {**back, "is_checked": True})[0].status == "updated"


def test_form_tells_everything_that_is_wrong_at_once(entry, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:report_credit")
    wrong = line(entry, rate="很低", due_on="9999-12-31", balance="400")
    errors = client.post(address, wrong).context["form"].errors
    assert set(errors) == {"rate", "due_on", "balance"}


def test_jump_to_ten_times_the_amount_is_asked(entry, bank):
    reported(bank, line(entry))
    (result,) = reported(bank, line(entry, credit_line="5000"))
    assert "上次是 500 万元，这次是 5,000 万元" in result.errors["credit_line"]


def test_column_with_another_heading_is_named(entry, bank):
    from accounts.errors import RuleViolation
    from financing.feedback.workbook import HEADINGS

    headings = ["授信额度（元）" if text.startswith("授信额度") else text for text in
                HEADINGS.values()]  # fmt: skip
    with acting_as(bank), pytest.raises(RuleViolation) as refused:
        check_upload(bank, workbook(cells(entry), headings=headings))
    assert "授信额度(元)" in str(refused.value)
