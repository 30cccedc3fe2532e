"""A case lies on one reviewer's desk or on nobody's, and every move of it is kept."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from people.actions.arrange_leave import arrange_leave
from procedures.cases import effects
from procedures.cases.actions.assign_case import assign_cases
from procedures.cases.deadlines import remind
from procedures.cases.lifecycle import MACHINE
from procedures.cases.policies import desk_of
from procedures.models import Application, CaseAssignment, CaseEvent
from tests.factories import second_job
from tests.procedures import filings

RETURN = {"kind": "incorrect", "text": "请更正"}


@pytest.fixture
def second(as_actor, district):
    """Another reviewer of the district's bureau."""
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def given(actor, case, to, note="", seen=None):
    with acting_as(actor):
        return assign_cases(actor, {case.pk: seen}, to.user_id if to else None, note)


def moves(actor, case):
    with acting_as(actor):
        rows = CaseAssignment.objects.filter(application=case).order_by("id")
        return list(rows.values_list("by_id", "from_user_id", "to_user_id", "note"))


def on_leave(absent, cover):
    today = timezone.localdate()
    with acting_as(absent):
        return arrange_leave(absent, absent.membership_id, cover.membership_id, today, today)


def test_taken_case_lies_on_ones_desk_and_nobody_is_told(people):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    assert filings.fresh(case).reviewer_id == people.reviewer.user_id
    me = people.reviewer.user_id
    assert moves(people.reviewer, case) == [(me, None, me, "")]
    assert not [title for title in filings.told(me) if "转交" in title]


def test_handed_over_case_is_told_with_its_note(people, second):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, second, "请核对研发费用")
    assert filings.fresh(case).reviewer_id == second.user_id
    assert any("转交给" in title for title in filings.told(second.user_id))
    assert moves(second, case)[0][3] == "请核对研发费用"


def test_case_is_given_back_to_everybody(people):
    case = filings.submitted(people.staff)
    me = people.reviewer.user_id
    given(people.reviewer, case, people.reviewer)
    given(people.reviewer, case, None, seen=me)
    assert filings.fresh(case).reviewer_id is None


def test_case_that_somebody_took_meanwhile_stays_theirs(people, second):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    answer = given(second, case, second)
    assert answer.cases == []
    assert people.reviewer.user_name in answer.refused[0]
    assert filings.fresh(case).reviewer_id == people.reviewer.user_id


def test_second_press_of_a_button_changes_nothing(people):
    case = filings.submitted(people.staff)
    for _ in range(2):
        assert given(people.reviewer, case, people.reviewer).refused == []
    assert len(moves(people.reviewer, case)) == 1


def test_case_is_not_given_to_another_bureau(people, as_actor, other_district):
    case = filings.submitted(people.staff)
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    for receiver in (stranger, people.city):
        with pytest.raises(RuleViolation) as refused:
            given(people.reviewer, case, receiver)
        assert set(refused.value.errors) == {"to"}


def test_case_of_another_bureaus_desk_is_refused(people):
    case = filings.submitted(people.staff)
    assert "不由您的部门" in given(people.city, case, people.city).refused[0]


def test_enterprise_assigns_nothing(people):
    case = filings.submitted(people.staff)
    with pytest.raises(NotPermitted):
        given(people.staff, case, people.staff)


def test_whoever_works_for_the_enterprise_does_not_get_its_case(people, second):
    case = filings.submitted(people.staff)
    with system_scope(reason="test"):
        second_job(second.user_id, people.staff.organisation_id)
    assert "接手人" in given(people.reviewer, case, second).refused[0]
    assert filings.fresh(case).reviewer_id is None


def test_recommended_case_is_nobodys_at_the_city(people):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    filings.done(people.reviewer, case, "recommend")
    assert filings.fresh(case).reviewer_id is None
    assert moves(people.city, case)[-1][2:] == (None, "推荐到市级")


def test_corrected_case_comes_back_to_the_same_desk_and_only_its_reviewer_is_told(
    people, second, signed_in
):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    signed_in(people.reviewer).post(
        reverse("procedures:mark", args=[case.pk, "product_name"]), RETURN
    )
    filings.done(people.reviewer, case, "return_for_correction", "请更正")
    filings.done(people.staff, case, "resubmit")
    assert filings.fresh(case).reviewer_id == people.reviewer.user_id
    assert any("重新提交" in title for title in filings.told(people.reviewer.user_id))
    assert not any("重新提交" in title for title in filings.told(second.user_id))


def test_every_transition_between_two_bureaus_clears_the_desk():
    for transition in MACHINE.rows:
        desks = {desk_of(source) for source in transition.sources} - {None}
        next_desks = {desk_of(target) for target in transition.targets} - {None}
        moves_on = desks and next_desks and desks != next_desks
        moves = {effects.leave_the_desk, effects.go_back_to_the_desk} & {*transition.effects}
        assert bool(moves_on) == bool(moves), transition.name


def test_colleague_may_decide_a_case_of_somebody_else(people, second):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    filings.done(second, case, "recommend")
    with acting_as(second):
        event = CaseEvent.objects.get(application=case, transition="recommend")
    assert (event.user_id, event.on_behalf_of_id) == (second.user_id, None)


def test_stand_in_decides_in_their_own_name_for_the_absent(people, second, signed_in):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    on_leave(people.reviewer, second)
    filings.done(second, case, "recommend")
    with acting_as(second):
        event = CaseEvent.objects.get(application=case, transition="recommend")
    assert (event.user_id, event.on_behalf_of_id) == (second.user_id, people.reviewer.user_id)
    page = signed_in(second).get(reverse("procedures:case", args=[case.pk]))
    assert f"（代{people.reviewer.user_name}办理）" in page.content.decode()


def test_absent_reviewers_news_reaches_the_stand_in_too(people, second, as_actor, district):
    third = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    on_leave(people.reviewer, second)
    filings.done(people.staff, case, "withdraw", "重填")
    told = {
        actor.user_id: any("撤回" in title for title in filings.told(actor.user_id))
        for actor in (people.reviewer, second, third)
    }
    assert list(told.values()) == [True, True, False]


def test_deadline_of_a_taken_case_is_its_reviewers_alone(people, second):
    taken, free = (filings.submitted(people.staff) for _ in range(2))
    given(people.reviewer, taken, people.reviewer)
    with system_scope(reason="test"):
        Application.objects.update(stage_due_on=timezone.localdate())
        remind()
    told = {
        actor.user_id: len([one for one in filings.told(actor.user_id) if "今天到期" in one])
        for actor in (people.reviewer, second)
    }
    assert list(told.values()) == [2, 1]


def test_assignments_are_kept_for_good(people):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    with acting_as(people.reviewer), pytest.raises(DatabaseError), transaction.atomic():
        CaseAssignment.objects.update(note="")


def test_enterprise_reads_no_assignments_in_either_lock(people):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer, "内部说明")
    with acting_as(people.staff), connection.cursor() as cursor:
        assert not CaseAssignment.objects.exists()
        cursor.execute("SELECT count(*) FROM procedures_caseassignment")
        assert cursor.fetchone() == (0,)


# --- pages --------------------------------------------------------------------------------------


def test_case_page_asks_before_acting_on_a_colleagues_case(people, second, signed_in):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, people.reviewer)
    asked = f"这件申报在{people.reviewer.user_name}名下。"
    address = reverse("procedures:case", args=[case.pk])
    assert asked in signed_in(second).get(address).content.decode()
    assert asked not in signed_in(people.reviewer).get(address).content.decode()


def test_note_is_in_the_bureaus_timeline_and_not_in_the_enterprises(people, second, signed_in):
    case = filings.submitted(people.staff)
    given(people.reviewer, case, second, "请核对研发费用")
    address = reverse("procedures:case", args=[case.pk])
    assert "请核对研发费用" in signed_in(second).get(address).content.decode()
    page = signed_in(people.staff).get(address).content.decode()
    assert "请核对研发费用" not in page and "转交" not in page


def test_case_is_taken_on_its_page(people, signed_in):
    case = filings.submitted(people.staff)
    signed_in(people.reviewer).post(reverse("procedures:take", args=[case.pk]), {"seen": ""})
    assert filings.fresh(case).reviewer_id == people.reviewer.user_id


def test_chosen_cases_are_handed_over_together_with_one_notification(people, second, signed_in):
    batch = filings.open_batch()
    cases = [filings.submitted(people.staff, batch) for _ in range(2)]
    client, address = signed_in(people.reviewer), reverse("procedures:assign")
    page = client.get(address, {"case": [case.pk for case in cases]})
    assert {case.pk for case in page.context["cases"]} == {case.pk for case in cases}
    words = {"case": [case.pk for case in cases], "to": second.user_id, "query": "due=late"}
    answer = client.post(address, words)
    assert answer.headers["Location"] == f"{reverse('procedures:worklist')}?due=late"
    assert {filings.fresh(case).reviewer_id for case in cases} == {second.user_id}
    assert len([title for title in filings.told(second.user_id) if "2 件申报" in title]) == 1


def test_refused_handing_over_keeps_the_note(people, signed_in):
    case = filings.submitted(people.staff)
    words = {"case": case.pk, "to": "", "note": "请核对研发费用"}
    page = signed_in(people.reviewer).post(reverse("procedures:assign"), words)
    assert page.status_code == 422
    assert "请核对研发费用" in page.content.decode()


def test_foreign_case_among_the_chosen_is_not_found(people, as_actor, other_district, signed_in):
    case = filings.submitted(people.staff)
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    client = signed_in(stranger)
    for ask in (client.get, client.post):
        answer = ask(reverse("procedures:assign"), {"case": case.pk, "to": "me"})
        assert answer.status_code == 404
    assert filings.fresh(case).reviewer_id is None


def test_decided_case_keeps_its_reviewers_name_when_they_leave(people, as_actor, district):
    from people.actions import save_members

    head = as_actor(Duty.DISTRICT_REVIEWER, district=district, is_administrator=True)
    decided, open_ = (filings.submitted(people.staff) for _ in range(2))
    for case in (decided, open_):
        given(people.reviewer, case, people.reviewer)
    filings.done(people.reviewer, decided, "decline", "不符合条件")
    with acting_as(head):
        save_members.remove_person(head, people.reviewer.membership_id, head.membership_id)
    with system_scope(reason="test"):
        holders = dict(Application.objects.values_list("pk", "reviewer_id"))
    assert holders == {decided.pk: people.reviewer.user_id, open_.pk: head.user_id}
    assert moves(head, open_)[-1][:3] == (head.user_id, people.reviewer.user_id, head.user_id)
