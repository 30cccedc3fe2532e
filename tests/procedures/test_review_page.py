"""The page on which bureaus review a case: verdicts first, what stands around it, and the next."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from enterprises.models import CreditRecord
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.note_on_case import note_on_case
from procedures.models import Application, CaseNote
from schemes.models import SchemeVersion
from tests.factories import second_job
from tests.procedures import factories, filings
from tests.procedures.test_pages import cases
from tests.procedures.test_recommendation import settle

SECRET = "企业负责人来电催问"


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


def address(case, name="case", *more):
    return reverse(f"procedures:{name}", args=[case.pk, *more])


def page(client, case):
    return client.get(address(case)).content.decode()


def test_verdicts_stand_before_the_answers(people, case, signed_in):
    html = page(signed_in(people.reviewer), case)
    assert html.index("等待判断") < html.index('id="answer-product_name"')


def test_page_leads_to_the_enterprise(people, case, signed_in):
    html = page(signed_in(people.reviewer), case)
    assert reverse("enterprises:detail", args=[case.organisation_id]) in html


def test_page_shows_the_enterprises_other_filings_and_how_many(people, case, signed_in):
    for number in range(6):
        with system_scope(reason="test"):
            factories.case(
                people.staff,
                case.district_id,
                case.batch,
                title=f"另一件 {number}",
                state="declined",
            )
    found = signed_in(people.reviewer).get(address(case))
    assert found.context["filings_number"] == 6
    assert found.context["filings"].count("另一件") == 5
    assert "共 6 件，列出最近的 5 件" in found.content.decode()


def test_enterprise_page_lists_its_filings(people, case, signed_in):
    where = reverse("enterprises:detail", args=[case.organisation_id])
    assert address(case) in signed_in(people.reviewer).get(where).content.decode()


def test_auditor_is_shown_no_filings(people, case, as_actor, signed_in):
    where = reverse("enterprises:detail", args=[case.organisation_id])
    auditor = signed_in(as_actor(Duty.AUDITOR))
    assert address(case) not in auditor.get(where).content.decode()


def test_page_says_which_credit_records_still_hold(people, case, signed_in):
    with system_scope(reason="test"):
        for number, lifted in enumerate((None, timezone.localdate())):
            CreditRecord.objects.create(
                organisation_id=case.organisation_id, district_id=case.district_id,
                kind=CreditRecord.Kind.values[0], authority="示例局",
                document_number=f"{number} 号", lifted_on=lifted,
                recorded_on=timezone.localdate() - timedelta(days=9),
                recorded_by_id=people.reviewer.user_id,
            )  # fmt: skip
    html = page(signed_in(people.reviewer), case)
    assert "信用记录 2 条" in html
    assert "1 条未移出" in html


def test_city_reads_the_districts_opinion(people, case, signed_in):
    filings.done(people.reviewer, case, "recommend", "到现场看过，属实")
    html = page(signed_in(people.city), case)
    assert "区市推荐意见" in html
    assert "到现场看过，属实" in html


# --- going through the queue ---------------------------------------------------------------------


@pytest.fixture
def queue(as_actor, district):
    """Three cases of the district's queue, the most urgent first."""
    made = cases(as_actor, district, 3)
    with system_scope(reason="test"):
        for days, one in enumerate(made, 1):
            due_on = timezone.localdate() + timedelta(days=days)
            Application.objects.filter(pk=one.pk).update(stage_due_on=due_on)
    return made


def test_page_leads_to_the_case_before_and_after_it(queue, as_actor, district, signed_in):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    first, second, third = queue
    beside = [client.get(address(one)).context["beside"] for one in queue]
    assert [one.previous for one in beside] == [None, first.pk, second.pk]
    assert [one.following for one in beside] == [second.pk, third.pk, first.pk]


def test_from_a_case_without_a_due_day_the_most_urgent_follows(
    queue, as_actor, district, signed_in
):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    with system_scope(reason="test"):
        Application.objects.filter(pk=queue[2].pk).update(stage_due_on=None)
    beside = client.get(address(queue[2])).context["beside"]
    assert (beside.previous, beside.following) == (None, queue[0].pk)


def test_colleagues_cases_are_no_part_of_the_way(queue, as_actor, district, signed_in):
    reviewer, colleague = (as_actor(Duty.DISTRICT_REVIEWER, district=district) for _ in range(2))
    with system_scope(reason="test"):
        Application.objects.filter(pk=queue[1].pk).update(reviewer_id=colleague.user_id)
    beside = signed_in(reviewer).get(address(queue[0])).context["beside"]
    assert beside.following == queue[2].pk


def test_cases_of_the_same_scheme_come_before_more_urgent_ones_of_others(
    queue, as_actor, district, signed_in
):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    first, of_another, last = queue
    with system_scope(reason="test"):
        other = SchemeVersion.objects.exclude(scheme=first.scheme_version.scheme).first()
        Application.objects.filter(pk=of_another.pk).update(scheme_version=other)
    beside = [client.get(address(one)).context["beside"] for one in queue]
    assert [one.following for one in beside] == [last.pk, first.pk, first.pk]
    assert [one.previous for one in beside] == [None, None, first.pk]


def test_decision_leads_to_the_next_case(queue, as_actor, district, signed_in):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    words = {"version": queue[0].version, "reason": "材料不全"}
    answer = client.post(address(queue[0], "act", "decline"), words)
    assert answer.headers["Location"] == address(queue[1])


def test_decision_over_the_last_of_a_scheme_leads_to_another_and_says_so(
    queue, as_actor, district, signed_in
):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    with system_scope(reason="test"):
        other = SchemeVersion.objects.exclude(scheme=queue[0].scheme_version.scheme).first()
        Application.objects.exclude(pk=queue[0].pk).update(scheme_version=other)
    words = {"version": queue[0].version, "reason": "材料不全"}
    answer = client.post(address(queue[0], "act", "decline"), words, follow=True)
    assert answer.redirect_chain[-1][0] == address(queue[1])
    assert "没有其他待办了，下面是其他待办里最急的一件" in answer.content.decode()


def test_last_decision_stays_with_its_case(people, case, signed_in):
    words = {"version": case.version, "reason": "材料不全"}
    answer = signed_in(people.reviewer).post(address(case, "act", "decline"), words)
    assert answer.headers["Location"] == address(case)


def test_mark_and_judgement_lead_back_to_their_place(people, case, signed_in):
    client = signed_in(people.reviewer)
    marked = client.post(address(case, "mark", "kind"), {"kind": "incorrect", "text": "有误"})
    assert marked.headers["Location"] == f"{address(case)}#answer-kind"
    taken = client.post(address(case, "unmark", "kind"))
    assert taken.headers["Location"] == f"{address(case)}#answer-kind"
    key = client.get(address(case)).context["to_judge"][0][0].key
    sent = {f"{key}-is_met": "yes", f"{key}-basis": "查新报告"}
    judged = client.post(address(case, "judge", key), sent)
    assert judged.headers["Location"] == f"{address(case)}#finding-{key}"
    html = page(client, case)
    assert 'id="answer-kind"' in html
    assert f'id="finding-{key}"' in html


def test_recommending_asks_again_only_where_something_stands_against_it(people, case, signed_in):
    def question():
        found = signed_in(people.reviewer).get(address(case)).context["decisions"]
        return next(one.question for one in found if one.offer.transition.name == "recommend")

    assert "条件没有满足" in question()
    settle(people, case)
    assert question() == ""


# --- internal notes ------------------------------------------------------------------------------


def test_note_is_read_by_both_bureaus_and_never_by_the_enterprise(people, case, signed_in):
    client = signed_in(people.reviewer)
    answer = client.post(address(case, "note"), {"text": SECRET})
    assert answer.headers["Location"] == f"{address(case)}#notes"
    assert SECRET in page(client, case)
    assert SECRET in page(signed_in(people.city), case)
    assert SECRET not in page(signed_in(people.staff), case)
    with acting_as(people.staff):
        assert not CaseNote.objects.exists()


def test_note_needs_words(people, case):
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="请写明要记录的内容"):
        note_on_case(people.reviewer, case.pk, "  ")


def test_enterprise_notes_nothing(people, case):
    with acting_as(people.staff), pytest.raises(NotPermitted):
        note_on_case(people.staff, case.pk, "备注")


def test_nobody_notes_about_an_enterprise_that_they_work_for(people, case):
    with system_scope(reason="test"):
        second_job(people.reviewer.user_id, case.organisation_id)
    with acting_as(people.reviewer), pytest.raises(NotPermitted, match="任职"):
        note_on_case(people.reviewer, case.pk, "备注")


def test_stranger_does_not_find_the_case_to_note_on(people, case, as_actor, other_district):
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(stranger), pytest.raises(Application.DoesNotExist):
        note_on_case(stranger, case.pk, "备注")


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "shown"), [("application/pdf", True), ("image/png", True), ("application/zip", False)]
)
def test_page_offers_to_view_what_browsers_show(people, case, signed_in, kind, shown):
    with system_scope(reason="test"):
        Attachment.objects.update(content_type=kind)
    html = page(signed_in(people.reviewer), case)
    assert bool(re.search(r"/view/", html)) is shown


def test_marked_case_says_how_many_marks_go_back(people, case, signed_in):
    with acting_as(people.reviewer):
        mark_field(people.reviewer, case.pk, "kind", "incorrect", "有误")
    assert "退回修改（1 项）" in page(signed_in(people.reviewer), case)
