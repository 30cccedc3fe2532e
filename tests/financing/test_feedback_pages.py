"""Feedback by form and workbook, renewals, support plans."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from financing.feedback.actions.report_credit import MOST_LINES
from financing.feedback.actions.request_renewal import (
    DECLARATIONS,
    MEDIUM_UNTIL,
    request_renewal,
    what_keeps_from_renewal,
)
from financing.feedback.actions.upload_feedback import apply_upload, check_upload
from financing.feedback.template import feedback_template
from financing.feedback.workbook import HEADINGS, read_feedback
from financing.models import CreditFeedback, FeedbackUpload, FeedRow, LoanDemand, SupportPlan
from financing.whitelist.actions.save_plan import PlanTerms, save_plan
from tests.financing.credits import count, credit, line, reported
from tests.financing.listing import listed
from tests.procedures.filings import told

TODAY = timezone.localdate


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def workbook(*rows, headings=None):
    """A filled workbook; each row is field -> cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "授信反馈"
    sheet.append(list(headings or HEADINGS.values()))
    for row in rows:
        sheet.append([row.get(name, "") for name in HEADINGS])
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("反馈.xlsx", target.getvalue())


def cells(entry, reference="A-1", **more):
    """A row of the workbook as an officer types it."""
    return {
        "reference": reference, "credit_code": entry.credit_code, "state": "已放款",
        "contacted_on": TODAY() - timedelta(days=20), "credit_line": 500, "guarantee": "信用",
        "rate": 3.45, "paid_out": 300, "paid_out_on": TODAY() - timedelta(days=10),
        "due_on": TODAY() + timedelta(days=60), "balance": 300, "is_first_loan": "是", **more,
    }  # fmt: skip


def checked(bank, *rows, **more):
    with acting_as(bank):
        return check_upload(bank, workbook(*rows, **more))


# --- workbooks ----------------------------------------------------------------------------------


def test_template_has_every_field_and_reads_back():
    sheet = load_workbook(io.BytesIO(feedback_template())).active
    assert [cell.value for cell in sheet[1]] == list(HEADINGS.values())


def test_filled_workbook_is_checked_and_reports_nothing_yet(entry, bank):
    upload = checked(bank, cells(entry), cells(entry, "A-2"))
    assert (len(upload.rows), upload.findings, count()) == (2, [], 0)


def test_half_wrong_workbook_names_each_cell_and_keeps_the_good_rows(entry, bank):
    upload = checked(
        bank,
        cells(entry),
        cells(entry, "A-2", guarantee="房子", rate="很低"),
        cells(entry, "A-3", credit_code="91370212MA3C000017"),
    )
    assert [one["row"] for one in upload.rows] == [2]
    assert sorted((one["row"], one["column"]) for one in upload.findings) == [
        (3, "年利率"), (3, "担保方式"), (4, "统一社会信用代码"),
    ]  # fmt: skip
    with acting_as(bank):
        apply_upload(bank, upload.pk)
    assert (count(), credit().is_first_loan, str(credit().rate)) == (1, True, "3.450")


def test_workbook_is_applied_once(entry, bank):
    upload = checked(bank, cells(entry))
    with acting_as(bank):
        apply_upload(bank, upload.pk)
        with pytest.raises(RuleViolation, match="已经导入"):
            apply_upload(bank, upload.pk)


def test_foreign_workbook_does_not_exist(entry, bank, other_bank):
    upload = checked(bank, cells(entry))
    with acting_as(other_bank), pytest.raises(FeedbackUpload.DoesNotExist):
        apply_upload(other_bank, upload.pk)


def test_formula_is_named_and_not_relied_upon(entry, bank):
    upload = checked(bank, cells(entry, rate="=1+2"))
    assert [(one["column"], "公式" in one["text"]) for one in upload.findings][:1] == [
        ("年利率", True)
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "工作簿|xlsx|Excel"),
        (b"PK\x03\x04 nonsense", "工作簿|xlsx|Excel"),
    ],
)
def test_what_is_no_workbook_is_refused(entry, bank, content, said):
    with acting_as(bank), pytest.raises(RuleViolation, match=said) as refusal:
        check_upload(bank, SimpleUploadedFile("a.xlsx", content))
    assert list(refusal.value.errors) == ["file"]


def test_missing_column_is_named(entry, bank):
    headings = [text for text in HEADINGS.values() if text != "状态"]
    with acting_as(bank), pytest.raises(RuleViolation, match="缺少列：状态"):
        check_upload(bank, workbook(headings=headings))


def test_empty_workbook_says_where_to_write(entry, bank):
    with acting_as(bank), pytest.raises(RuleViolation, match="没有数据"):
        check_upload(bank, workbook())


def test_workbook_has_its_limit(entry):
    rows = [{"reference": f"A-{number}"} for number in range(MOST_LINES + 1)]
    with pytest.raises(RuleViolation, match="最多 5000 行"):
        read_feedback(workbook(*rows))


def test_only_banks_upload(entry, people):
    with acting_as(people.city), pytest.raises(NotPermitted):
        check_upload(people.city, workbook(cells(entry)))


def test_export_is_read_back_unchanged(entry, bank, signed_in):
    reported(bank, line(entry), line(entry, "A-2", state="settled", settled_on=str(TODAY()),
                                     balance="0"))  # fmt: skip
    answer = signed_in(bank).get(reverse("financing:feedback"), {"export": "xlsx"})
    content = b"".join(answer.streaming_content)
    with acting_as(bank):
        upload = check_upload(bank, SimpleUploadedFile("a.xlsx", content))
    assert upload.findings == []
    assert [one["status"] for one in upload.rows] == ["unchanged", "unchanged"]


# --- the pages of the bank ------------------------------------------------------------------------


def test_officer_uploads_and_applies_through_the_pages(entry, bank, signed_in):
    client = signed_in(bank)
    answer = client.post(reverse("financing:feedback_uploads"), {"file": workbook(cells(entry))})
    page = client.get(answer.url)
    assert "1 行可以导入" in page.content.decode()
    client.post(reverse("financing:feedback_apply", args=[page.context["upload"].pk]))
    assert count() == 1


def test_officer_reports_one_credit_through_the_form(entry, bank, signed_in):
    client = signed_in(bank)
    address = reverse("financing:report_credit")
    refused = client.post(address, line(entry, rate=""))
    assert refused.status_code == 422 and "要填写年利率" in refused.content.decode()
    client.post(address, line(entry))
    again = reverse("financing:report_again", args=["A-1"])
    assert 'value="3.450"' in client.get(again).content.decode()
    version = client.get(again).context["version"]
    client.post(again, line(entry, rate="3.1", version=version))
    assert (str(credit().rate), count()) == ("3.100", 1)


def test_list_asks_the_same_whatever_its_length(entry, bank, signed_in):
    from tests.procedures.test_pages import queries_of

    client, address = signed_in(bank), reverse("financing:feedback")
    reported(bank, line(entry))
    few = queries_of(client, address, 1)
    reported(bank, *(line(entry, f"B-{number}") for number in range(20)))
    assert queries_of(client, address, 21) == few


# --- renewals -----------------------------------------------------------------------------------


@pytest.fixture
def loan(entry, bank):
    reported(bank, line(entry, due_on=str(TODAY() + timedelta(days=30))))
    return credit()


def renewed(actor, loan, declared=tuple(DECLARATIONS)):
    with acting_as(actor):
        return request_renewal(actor, loan.pk, "", declared)


def test_renewal_goes_to_the_bank_of_the_loan(people, loan, bank):
    demand = renewed(people.staff, loan)
    assert (demand.purpose, demand.amount, demand.bank_ids) == (
        "renewal", loan.balance, [bank.organisation_id],
    )  # fmt: skip
    assert demand.renews_id == loan.pk


def test_renewal_is_asked_for_once_at_a_time(people, loan):
    renewed(people.staff, loan)
    with pytest.raises(RuleViolation, match="正在办理"):
        renewed(people.staff, loan)


def test_every_declaration_is_made(people, loan):
    with pytest.raises(RuleViolation) as refusal:
        renewed(people.staff, loan, ["lawful", "sound"])
    assert list(refusal.value.errors) == ["declared"]


@pytest.mark.parametrize(
    ("more", "size", "may"),
    [
        ({"due_in": 90}, "small", True),
        ({"due_in": 91}, "small", False),
        ({"due_in": 0}, "micro", True),
        ({"due_in": -1}, "micro", False),
        ({"is_overdue": True}, "small", False),
        ({"state": "settled"}, "small", False),
        ({}, "medium", TODAY() <= MEDIUM_UNTIL),
        ({}, "large", False),
    ],
)
def test_simplified_path_has_its_conditions(more, size, may):
    values = {"state": "paid_out", "due_in": 10, "is_overdue": False} | more
    due_on = TODAY() + timedelta(days=values.pop("due_in"))
    assert (what_keeps_from_renewal(CreditFeedback(**values, due_on=due_on), size) == "") is may


def test_policy_for_medium_enterprises_ends(monkeypatch):
    day = date(2027, 10, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *a: day)
    loan = CreditFeedback(state="paid_out", due_on=day + timedelta(days=10), is_overdue=False)
    assert "已到期" in what_keeps_from_renewal(loan, "medium")
    assert what_keeps_from_renewal(loan, "small") == ""


def test_foreign_loan_is_not_renewed(loan, as_actor, district):
    from accounts.duties import Duty

    other = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    with pytest.raises(CreditFeedback.DoesNotExist):
        renewed(other, loan)


def test_page_renews_no_foreign_loan(loan, as_actor, district, signed_in):
    from accounts.duties import Duty

    client = signed_in(as_actor(Duty.ENTERPRISE_STAFF, district=district))
    said = {"renew": loan.pk, "declared": list(DECLARATIONS)}
    assert client.post(reverse("financing:own_credits"), said).status_code == 404


def test_enterprise_asks_for_a_renewal_through_its_page(people, loan, signed_in):
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=people.staff.organisation_id).update(size_class="small")
    client = signed_in(people.staff)
    assert "申请无还本续贷" in client.get(reverse("financing:own_credits")).content.decode()
    address = reverse("financing:own_credits")
    refused = client.post(address, {"renew": loan.pk, "declared": ["lawful"]})
    assert refused.status_code == 422
    client.post(address, {"renew": loan.pk, "declared": list(DECLARATIONS)})
    with system_scope(reason="test"):
        assert LoanDemand.objects.get().renews_id == loan.pk


# --- support plans ------------------------------------------------------------------------------


def plan_terms(**more):
    return PlanTerms(**{
        "measures": "信用贷款 500 万元，利率优惠。", "manager_name": "示例经理",
        "manager_phone": "0532-55500009", "valid_from": TODAY(),
        "valid_to": TODAY() + timedelta(days=365), **more,
    })  # fmt: skip


def kept(bank, entry, **more):
    with acting_as(bank):
        return save_plan(bank, entry.credit_code, plan_terms(**more))


def test_plan_is_told_to_the_enterprise_and_replaces_the_one_before(entry, people, bank):
    first, second = kept(bank, entry), kept(bank, entry, manager_name="新经理")
    with system_scope(reason="test"):
        assert SupportPlan.objects.get(replaced_at=None).pk == second.pk
        assert SupportPlan.objects.get(pk=first.pk).replaced_at is not None
    assert any("支持方案" in one for one in told(people.staff.user_id))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"measures": " "}, "measures"),
        ({"manager_name": ""}, "manager_name"),
        ({"manager_phone": ""}, "manager_phone"),
        ({"valid_to": TODAY() - timedelta(days=1)}, "valid_to"),
    ],
)
def test_wrong_plan_is_refused_at_its_field(entry, bank, more, field):
    with pytest.raises(RuleViolation) as refusal:
        kept(bank, entry, **more)
    assert list(refusal.value.errors) == [field]


def test_plan_is_for_an_enterprise_on_the_list(people, holder, bank):
    with acting_as(bank), pytest.raises(FeedRow.DoesNotExist):
        save_plan(bank, "91370212MA3C000017", plan_terms())


def test_nobody_but_banks_writes_plans(entry, people):
    for actor in (people.staff, people.city):
        with acting_as(actor), pytest.raises(NotPermitted):
            save_plan(actor, entry.credit_code, plan_terms())


def test_bank_does_not_see_the_plan_of_another(entry, bank, other_bank):
    kept(bank, entry)
    with acting_as(other_bank):
        assert not SupportPlan.objects.exists()


def test_plan_is_written_through_the_page_of_the_enterprise(entry, bank, signed_in):
    client = signed_in(bank)
    address = reverse("financing:plan", args=[entry.credit_code])
    assert client.post(address, {"measures": "x"}).status_code == 422
    client.post(
        address,
        {
            "measures": "信用贷款", "manager_name": "示例", "manager_phone": "0532-55500009",
            "valid_from": str(TODAY()), "valid_to": str(TODAY() + timedelta(days=365)),
        },
    )  # fmt: skip
    page = client.get(reverse("financing:bank_entry", args=[entry.credit_code]))
    assert page.context["plan"].measures == "信用贷款"
