"""Nobody decides about the case of an enterprise that they work for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import jobs
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Job, Membership
from accounts.tenancy import acting_as, system_scope
from lifecycle.guards import is_not_own_enterprise
from lifecycle.policies import is_its_enterprise, is_the_portal
from lifecycle.transitions import TransitionInput
from procedures.cases.actions.mark_field import mark_field, unmark_field
from procedures.cases.lifecycle import MACHINE
from procedures.models import ReturnItem
from procedures.notices.actions.object_to_case import decide_objection, file_objection
from procedures.notices.actions.publish_notice import conclude_notice, publish_notice
from tests.factories import second_job
from tests.procedures import filings
from tests.procedures.notices import WORDS, ended, proposed, published

OWN = "自己任职"
KIND = ReturnItem.Kind.values[0]
DECISIONS = [t.name for t in MACHINE.rows if t.may not in (is_its_enterprise, is_the_portal)]


def hired(actor, people):
    """The bureau's person takes a job in the enterprise."""
    with system_scope(reason="test"):
        second_job(actor.user_id, people.staff.organisation_id)


@pytest.mark.parametrize("name", DECISIONS)
def test_every_decision_of_a_bureau_asks_for_it(name):
    assert is_not_own_enterprise in MACHINE.transitions[name].guards


def test_reviewer_does_not_recommend(people):
    case = filings.submitted(people.staff)
    hired(people.reviewer, people)
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match=OWN):
        MACHINE.execute(people.reviewer, case.pk, "recommend")


def test_reviewer_neither_marks_nor_takes_marks_back(people):
    case = filings.submitted(people.staff)
    with acting_as(people.reviewer):
        mark_field(people.reviewer, case.pk, "product_name", KIND, "与执照不符")
    hired(people.reviewer, people)
    with acting_as(people.reviewer):
        with pytest.raises(NotPermitted, match=OWN):
            mark_field(people.reviewer, case.pk, "product_name", KIND, "与执照不符")
        with pytest.raises(NotPermitted, match=OWN):
            unmark_field(people.reviewer, case.pk, "product_name")


def test_officer_does_not_publish_it(people):
    case = proposed(people)
    hired(people.city, people)
    with acting_as(people.city), pytest.raises(RuleViolation, match=case.title):
        publish_notice(people.city, case.batch_id, [case.pk], **WORDS)
    assert filings.fresh(case).state == "proposed"


def test_officer_is_not_offered_it_for_a_notice(people, signed_in):
    case = proposed(people)
    hired(people.city, people)
    page = signed_in(people.city).get(f"/procedures/batches/{case.batch_id}/notice/")
    assert page.context["count"] == 0
    assert "须由其他经办人公示" in page.content.decode()


def test_officer_does_not_answer_an_objection_to_it(people):
    case = proposed(people)
    notice = published(people, [case])
    with system_scope(reason="test"):
        entry = notice.entries.get()
    objection = file_objection(entry.pk, name="张示例", contact="13800000000", text="专利已转让。")
    hired(people.city, people)
    with acting_as(people.city), pytest.raises(RuleViolation, match=OWN):
        decide_objection(people.city, objection.pk, upheld=False, answer="查无此事")


def test_officer_does_not_certify_it(people):
    case = proposed(people)
    notice = published(people, [case])
    ended(notice)
    hired(people.city, people)
    with acting_as(people.city):
        job = conclude_notice(people.city, notice.pk)
    jobs.run(job.pk)
    with system_scope(reason="test"):
        assert OWN in str(Job.objects.get(pk=job.pk).result["held"])
    assert filings.fresh(case).state == "public_notice"


BY_CITY = TransitionInput("条件由市级判断")


@pytest.mark.parametrize(("days", "refused"), [(364, True), (366, False)])
def test_rule_lasts_a_year_after_leaving(people, days, refused):
    case = filings.submitted(people.staff)
    hired(people.reviewer, people)
    with system_scope(reason="test"):
        second = Membership.objects.filter(
            user_id=people.reviewer.user_id, organisation_id=people.staff.organisation_id
        )
        second.update(is_active=False, left_at=timezone.now() - timedelta(days=days))
    with acting_as(people.reviewer):
        if refused:
            with pytest.raises(RuleViolation, match=OWN):
                MACHINE.execute(people.reviewer, case.pk, "recommend", BY_CITY)
        else:
            MACHINE.execute(people.reviewer, case.pk, "recommend", BY_CITY)
