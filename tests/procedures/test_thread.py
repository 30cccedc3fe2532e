"""Bureau and applicant write to each other about a case, without a decision."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from audit.models import TrailEntry
from documents.models import Attachment
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.note_on_case import note_on_case
from procedures.cases.actions.write_message import write_message
from procedures.models import Application, CaseMessage
from tests.factories import second_job
from tests.procedures import filings

QUESTION, ANSWER = "请补充说明发明专利的归属。", "专利权人为本公司，见附件。"


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


@pytest.fixture
def asked(people, case):
    return written(people.reviewer, case, QUESTION)


def written(actor, case, text, files=()):
    with acting_as(actor):
        return write_message(actor, case.pk, text, files)


def paper(name="说明.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4\nexample\n%%EOF")


def address(case, name="case"):
    return reverse(f"procedures:{name}", args=[case.pk])


def send(client, case, text, **more):
    return client.post(address(case, "write_message"), {"message-text": text, **more})


def page(client, case):
    return client.get(address(case)).content.decode()


def test_question_and_answer_stand_on_both_pages_and_in_both_histories(people, case, signed_in):
    client = signed_in(people.reviewer)
    assert send(client, case, QUESTION).headers["Location"] == f"{address(case)}#thread"
    client = signed_in(people.staff)
    assert send(client, case, ANSWER).headers["Location"] == f"{address(case)}#thread"
    for reader in (people.staff, people.reviewer, people.city):
        found = signed_in(reader).get(address(case))
        html = found.content.decode()
        assert html.index(QUESTION) < html.index(ANSWER)
        assert [line.what for line in found.context["events"]][:2] == ["答复留言", "给企业留言"]


def test_each_side_is_told(people, case, asked):
    title = f"审核部门就“{case.title}”给您留言，请答复"
    assert filings.told(people.staff.user_id)[-1] == title
    written(people.staff, case, ANSWER)
    assert filings.told(people.reviewer.user_id)[-1] == f"企业答复了留言：{case.title}"


def test_question_waits_on_the_applicants_home_until_it_is_answered(people, case, asked, signed_in):
    client = signed_in(people.staff)
    assert "1 件申报有主管部门的留言，等待答复" in client.get("/home/").content.decode()
    written(people.staff, case, ANSWER)
    assert "等待答复" not in client.get("/home/").content.decode()


def test_answer_goes_to_the_bureau_that_has_the_case_by_then(people, case, asked):
    filings.done(people.reviewer, case, "recommend")
    before = filings.told(people.reviewer.user_id)
    written(people.staff, case, ANSWER)
    assert filings.told(people.city.user_id)[-1] == f"企业答复了留言：{case.title}"
    assert filings.told(people.reviewer.user_id) == before


def test_message_stops_no_clock_and_the_page_says_so(people, case, signed_in):
    assert "留言不停止计时" in page(signed_in(people.reviewer), case)
    written(people.reviewer, case, QUESTION)
    now = filings.fresh(case)
    assert (now.state, now.stage_due_on) == (case.state, case.stage_due_on)
    assert "审核期限照常计算" in page(signed_in(people.staff), case)


def test_applicant_who_was_asked_nothing_finds_no_form_and_writes_nothing(people, case, signed_in):
    assert address(case, "write_message") not in page(signed_in(people.staff), case)
    with pytest.raises(RuleViolation, match="审核部门没有给您留言"):
        written(people.staff, case, ANSWER)


def test_decided_case_takes_no_messages(people, case, asked, signed_in):
    filings.done(people.reviewer, case, "decline", "不符合")
    for actor in (people.staff, people.reviewer):
        assert address(case, "write_message") not in page(signed_in(actor), case)
        with pytest.raises(RuleViolation, match="没有部门在办理"):
            written(actor, case, ANSWER)


def test_returned_case_takes_messages_and_says_what_they_do_not_change(people, case, signed_in):
    with acting_as(people.reviewer):
        mark_field(people.reviewer, case.pk, "kind", "incorrect", "有误")
    filings.done(people.reviewer, case, "return_for_correction", "请修改")
    written(people.reviewer, case, QUESTION)
    assert "补正期限照常计算" in page(signed_in(people.staff), case)
    written(people.staff, case, ANSWER)


def test_bureau_that_does_not_have_the_case_writes_nothing(people, case, signed_in):
    assert address(case, "write_message") not in page(signed_in(people.city), case)
    with pytest.raises(NotPermitted, match="不由您的部门办理"):
        written(people.city, case, QUESTION)


def test_nobody_writes_to_an_enterprise_that_they_work_for(people, case):
    with system_scope(reason="test"):
        second_job(people.reviewer.user_id, case.organisation_id)
    with pytest.raises(NotPermitted, match="任职"):
        written(people.reviewer, case, QUESTION)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"message-text": "  "}, "请写明内容。"),
        ({"message-text": QUESTION, "message-attachments": ["txt"]}, "的内容不是可接受的类型"),
    ],
)
def test_refused_message_comes_back_with_what_was_typed(people, case, signed_in, sent, said):
    if "message-attachments" in sent:
        sent = {**sent, "message-attachments": SimpleUploadedFile("a.txt", b"plain words")}
    found = signed_in(people.reviewer).post(address(case, "write_message"), sent)
    assert found.status_code == 422
    html = found.content.decode()
    assert said in html
    if sent["message-text"].strip():
        assert QUESTION in html
    with system_scope(reason="test"):
        assert not CaseMessage.objects.exists()


# --- the wall ------------------------------------------------------------------------------------


@pytest.fixture
def strangers(as_actor, other_district):
    """Nobody of them has to do with the case."""
    return [
        as_actor(Duty.DISTRICT_REVIEWER, district=other_district),
        as_actor(Duty.ENTERPRISE_STAFF),
        as_actor(Duty.EXPERT),
        as_actor(Duty.BANK_OFFICER),
    ]


def test_strangers_reach_no_message_in_the_database(people, asked, strangers):
    for actor in strangers:
        with acting_as(actor):
            assert not CaseMessage.objects.exists()


def test_strangers_do_not_find_the_case_to_write_on(people, case, asked, strangers):
    for actor in strangers:
        with pytest.raises((Application.DoesNotExist, NotPermitted)):
            written(actor, case, QUESTION)


def test_file_is_read_by_both_sides_and_not_found_by_strangers(people, case, signed_in, strangers):
    written(people.reviewer, case, QUESTION, [paper()])
    with system_scope(reason="test"):
        file = Attachment.objects.get(purpose="case_message")
        Attachment.objects.filter(pk=file.pk).update(scan_state="clean")
    where = reverse("documents:download", args=[file.pk])
    for actor in (people.staff, people.reviewer, people.city):
        assert where in page(signed_in(actor), case)
        assert signed_in(actor).get(where).status_code == 200
    for actor in strangers:
        assert signed_in(actor).get(where).status_code == 404


def test_internal_note_is_no_message(people, case, asked, signed_in):
    with acting_as(people.reviewer):
        note_on_case(people.reviewer, case.pk, "现场看过")
    html = page(signed_in(people.staff), case)
    assert QUESTION in html
    assert "现场看过" not in html


def test_trail_knows_of_the_message_without_its_words(people, asked):
    with system_scope(reason="test"):
        row = TrailEntry.objects.get(table_name="procedures_casemessage")
    assert QUESTION not in json.dumps(row.changes, ensure_ascii=False)
    assert row.user_id == people.reviewer.user_id


# --- the cost ------------------------------------------------------------------------------------


def queries_of(client, case):
    client.get(address(case))
    with CaptureQueriesContext(connection) as found:
        client.get(address(case))
    return len(found)


def test_thread_costs_two_queries_where_there_is_one(people, case, signed_in):
    client = signed_in(people.reviewer)
    without = queries_of(client, case)
    written(people.reviewer, case, QUESTION, [paper()])
    with_one = queries_of(client, case)
    for _ in range(3):
        written(people.reviewer, case, QUESTION, [paper()])
    assert (with_one - without, queries_of(client, case) - with_one) == (2, 0)
