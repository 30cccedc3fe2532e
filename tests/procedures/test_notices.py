"""Public notice: its term, what the public reads, objections, and the end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import jobs
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Job
from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from pages.moments import end_of_day
from procedures.batches.working_days import add_working_days
from procedures.cases.lifecycle import MACHINE
from procedures.cases.timeline import timeline
from procedures.models import Batch, NoticeEntry, Objection, PublicNotice
from procedures.notices.actions.object_to_case import (
    decide_objection,
)
from procedures.notices.actions.publish_notice import conclude_notice, publish_notice
from procedures.notices.documents import notice_document
from schemes.models import SchemeVersion
from tests.procedures import filings
from tests.procedures.notices import GRIEVANCE, WORDS, ended, objected, proposed, published


@pytest.fixture
def case(people):
    return proposed(people)


@pytest.fixture
def notice(people, case):
    return published(people, [case])


def test_notice_runs_for_the_working_days_of_the_scheme(notice):
    today = timezone.localdate()
    assert notice.working_days == 5
    assert (notice.starts_on, notice.ends_on) == (today, add_working_days(today, 5))


def test_last_day_still_belongs_to_the_notice(notice):
    notice.ends_on = timezone.localdate()
    assert notice.takes_objections
    notice.ends_on -= timedelta(days=1)
    assert not notice.takes_objections


def test_publishing_moves_its_cases_and_tells_their_enterprises(people, case, notice):
    assert filings.fresh(case).state == "public_notice"
    said = f"“{case.title}”正在公示，到 {end_of_day(notice.ends_on)}"
    assert said in filings.told(people.staff.user_id)


def test_case_that_is_not_proposed_is_not_published(people):
    case = filings.submitted(people.staff)
    with acting_as(people.city), pytest.raises(RuleViolation):
        publish_notice(people.city, case.batch_id, [case.pk], **WORDS)


def test_selection_that_is_partly_outdated_publishes_nothing(people, case):
    with acting_as(people.city), pytest.raises(RuleViolation, match="刷新后重新选择"):
        publish_notice(people.city, case.batch_id, [case.pk, 999_999], **WORDS)
    with system_scope(reason="test"):
        assert not PublicNotice.objects.exists()


def test_only_the_city_publishes(people, case):
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        publish_notice(people.reviewer, case.batch_id, [case.pk], **WORDS)


def test_officer_publishes_through_the_page(people, case, signed_in):
    address = reverse("procedures:compose_notice", args=[case.batch_id])
    client = signed_in(people.city)
    form = client.get(address).context["form"]
    words = {"objection_contact": WORDS["objection_contact"], "cases": [str(case.pk)]}
    answer = client.post(address, {**form.initial, **words})
    with system_scope(reason="test"):
        notice = PublicNotice.objects.get()
    assert answer.headers["Location"] == reverse("procedures:notice", args=[notice.pk])


def test_public_reads_the_lines_and_not_the_case(case, notice):
    visitor = Client()
    page = visitor.get(reverse("procedures:notice", args=[notice.pk])).content.decode()
    assert case.title in page
    assert filings.ANSWERS["contact_phone"] not in page
    answer = visitor.get(reverse("procedures:case", args=[case.pk]))
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_public_list_names_the_notice(notice):
    assert notice.title in Client().get(reverse("procedures:notices")).content.decode()


def test_objection_of_the_public_gets_a_receipt_and_is_told_to_the_city(people, notice):
    visitor = Client()
    with system_scope(reason="test"):
        entry = notice.entries.get()
    answer = visitor.post(reverse("procedures:objection", args=[entry.pk]), GRIEVANCE)
    with system_scope(reason="test"):
        objection = Objection.objects.get()
    receipt = reverse("procedures:receipt", args=[objection.receipt])
    assert answer.headers["Location"] == receipt
    assert "正在调查" in visitor.get(receipt.lower()).content.decode()
    assert f"公示收到异议：{entry.title}" in filings.told(people.city.user_id)


@pytest.mark.parametrize("missing", sorted(GRIEVANCE))
def test_objection_needs_name_contact_and_grounds(notice, missing):
    with pytest.raises(RuleViolation) as refusal:
        objected(notice, **{missing: " "})
    assert list(refusal.value.errors) == [missing]


def test_objection_after_the_end_is_refused(notice):
    ended(notice)
    with pytest.raises(RuleViolation, match="不再受理"):
        objected(notice)


def test_enterprise_does_not_read_who_objected(people, case, notice, signed_in):
    objected(notice)
    page = signed_in(people.staff).get(reverse("procedures:case", args=[case.pk]))
    assert GRIEVANCE["name"] not in page.content.decode()
    assert GRIEVANCE["text"] not in page.content.decode()


def test_city_reads_of_an_objection_in_the_timeline(people, case, notice):
    objection = objected(notice)
    with acting_as(people.city):
        decide_objection(people.city, objection.pk, upheld=False, answer="专利有效。")
        told = [(one.what, one.detail) for one in timeline(people.city, filings.fresh(case))]
    assert (f"提出异议（回执号 {objection.receipt}）", "") in told
    assert ("答复异议：异议不成立", "专利有效。") in told
    with acting_as(people.staff):
        assert "异议" not in str(timeline(people.staff, filings.fresh(case)))


def test_notice_says_who_takes_objections(people, case):
    words = WORDS | {"objection_contact": " "}
    with acting_as(people.city), pytest.raises(RuleViolation) as refusal:
        publish_notice(people.city, case.batch_id, [case.pk], **words)
    assert list(refusal.value.errors) == ["objection_contact"]


def test_next_notice_begins_with_the_contact_of_the_last(people, notice, signed_in):
    address = reverse("procedures:compose_notice", args=[notice.batch_id])
    form = signed_in(people.city).get(address).context["form"]
    assert form.initial["objection_contact"] == WORDS["objection_contact"]


def test_unknown_receipt_is_not_found(db):
    assert Client().get(reverse("procedures:receipt", args=["0000000000"])).status_code == 404


def test_objection_holds_its_own_case_only(people, own_media):
    first, second = proposed(people), proposed(people)
    notice = published(people, [first, second])
    objected(notice, 0)
    ended(notice)
    with acting_as(people.city):
        with pytest.raises(RuleViolation, match="异议正在调查"):
            MACHINE.execute(people.city, first.pk, "certify")
        assert MACHINE.execute(people.city, second.pk, "certify").state == "approved"


def test_dismissed_objection_lets_its_case_go_on(people, case, notice):
    objection = objected(notice)
    ended(notice)
    with acting_as(people.city):
        decide_objection(people.city, objection.pk, upheld=False, answer="专利有效。")
        assert MACHINE.execute(people.city, case.pk, "certify").state == "approved"
    receipt = reverse("procedures:receipt", args=[objection.receipt])
    assert "专利有效。" in Client().get(receipt).content.decode()


def test_upheld_objection_declines_its_case(people, case, notice):
    objection = objected(notice)
    with acting_as(people.city):
        decide_objection(people.city, objection.pk, upheld=True, answer="专利已转让。")
    assert filings.fresh(case).state == "declined"
    assert f"“{case.title}”未通过" in filings.told(people.staff.user_id)


def test_second_objection_to_a_declined_case_may_be_upheld_too(people, case, notice):
    first, second = objected(notice), objected(notice, name="李示例")
    with acting_as(people.city):
        for objection in (first, second):
            decide_objection(people.city, objection.pk, upheld=True, answer="属实。")
    with system_scope(reason="test"):
        assert set(Objection.objects.values_list("state", flat=True)) == {"upheld"}


def test_objection_is_answered_once_by_the_city_and_with_words(people, notice):
    objection = objected(notice)
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        decide_objection(people.reviewer, objection.pk, upheld=False, answer="否。")
    with acting_as(people.city):
        with pytest.raises(RuleViolation):
            decide_objection(people.city, objection.pk, upheld=False, answer=" ")
        decide_objection(people.city, objection.pk, upheld=False, answer="否。")
        with pytest.raises(RuleViolation, match="现在是“异议不成立”"):
            decide_objection(people.city, objection.pk, upheld=True, answer="是。")


def test_objection_is_answered_under_its_own_case_only(people, case, notice, signed_in):
    objection, other = objected(notice), proposed(people)
    client, answer = signed_in(people.city), {"upheld": "no", "answer": "否。"}
    wrong = reverse("procedures:answer", args=[other.pk, objection.pk])
    assert client.post(wrong, answer).status_code == 404
    client.post(reverse("procedures:answer", args=[case.pk, objection.pk]), answer)
    with system_scope(reason="test"):
        assert Objection.objects.get().state == "dismissed"


def test_answer_without_words_comes_back_with_what_was_chosen(people, case, notice, signed_in):
    objection = objected(notice)
    page = reverse("procedures:answer", args=[case.pk, objection.pk])
    answer = signed_in(people.city).post(page, {"upheld": "yes", "answer": " "})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'id="answer-{objection.pk}"' in html
    assert "data-open" in html
    assert "请填写答复。" in html


def test_notice_is_not_concluded_before_its_end(people, case, notice):
    with acting_as(people.city):
        with pytest.raises(RuleViolation, match="之后才能认定发证"):
            conclude_notice(people.city, notice.pk)
        with pytest.raises(RuleViolation, match="结束"):
            MACHINE.execute(people.city, case.pk, "certify")


def test_conclusion_certifies_what_nothing_holds_and_says_what_is_held(people, own_media):
    first, second = proposed(people), proposed(people)
    notice = published(people, [first, second])
    objected(notice, 0)
    ended(notice)
    with acting_as(people.city):
        job = conclude_notice(people.city, notice.pk)
    jobs.run(str(job.pk))
    with system_scope(reason="test"):
        done = Job.objects.get(pk=job.pk)
        assert done.state == "done"
        assert done.result["held"] == [f"{first.title}：有异议正在调查。"]
        assert [row.application_id for row in Certificate.objects.all()] == [second.pk]


def test_conclusion_is_repeated_for_what_was_held(people, case, notice, own_media):
    objection = objected(notice)
    ended(notice)
    with acting_as(people.city):
        jobs.run(str(conclude_notice(people.city, notice.pk).pk))
        decide_objection(people.city, objection.pk, upheld=False, answer="否。")
        jobs.run(str(conclude_notice(people.city, notice.pk).pk))
        with pytest.raises(RuleViolation, match="都已办结"):
            conclude_notice(people.city, notice.pk)
    assert filings.fresh(case).state == "approved"


def test_a_case_is_on_one_notice_only(people, case, notice):
    with system_scope(reason="test"):
        assert NoticeEntry.objects.filter(application=case).count() == 1
    with acting_as(people.city), pytest.raises(RuleViolation):
        publish_notice(people.city, case.batch_id, [case.pk], **WORDS)


def test_notice_heads_its_lines_by_what_the_scheme_asks_for(people, client):
    filings.open_batch()
    notice = published(people, [proposed(people)])
    page = client.get(reverse("procedures:notice", args=[notice.pk])).content.decode()
    assert "产品（技术）名称" in page
    version = SchemeVersion.objects.get(scheme__code="demonstration-enterprise", state="published")
    with system_scope(reason="test"):
        Batch.objects.update(version=version)
    page = client.get(reverse("procedures:notice", args=[notice.pk])).content.decode()
    assert "主导产品（技术）名称" in page
    with system_scope(reason="test"):
        notice = PublicNotice.objects.select_related("batch__version").get()
        assert "主导产品（技术）名称" in notice_document(notice).headings
