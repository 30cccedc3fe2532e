"""One executor carries every transition out, and nothing half."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import Notification, OutboxMessage
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from audit.models import TrailEntry
from procedures.cases.changes import CaseInput
from procedures.cases.lifecycle import MACHINE
from procedures.models import Application, CaseEvent, ReturnItem
from tests.procedures import filings


def test_stale_page_learns_who_did_what(people):
    case = filings.submitted(people.staff)
    seen = case.version
    filings.done(people.reviewer, case, "recommend")
    with acting_as(people.staff), pytest.raises(StaleVersion) as stale:
        MACHINE.execute(people.staff, case.pk, "withdraw", CaseInput("重填"), expected_version=seen)
    assert people.reviewer.user_name in stale.value.message
    assert "推荐到市级" in stale.value.message
    assert filings.fresh(case).state == "city_review"


def test_words_of_a_refused_decision_are_shown_again(people, signed_in):
    case = filings.submitted(people.staff)
    client = signed_in(people.reviewer)
    with acting_as(people.staff):
        Application.objects.filter(pk=case.pk).update(version=case.version + 1)
    words = {"version": case.version, "reason": "销售额与审计报告不符"}
    page = client.post(reverse("procedures:act", args=[case.pk, "decline"]), words)
    assert page.status_code == 409
    assert "销售额与审计报告不符</textarea>" in page.content.decode()
    assert filings.fresh(case).state == "district_review"


def test_experts_are_offered_only_by_a_scheme_that_has_them(people):
    case = filings.submitted(people.staff)
    filings.done(people.reviewer, case, "recommend")
    with acting_as(people.city):
        offers = MACHINE.available(people.city, filings.fresh(case))
    assert "send_to_experts" not in {offer.transition.name for offer in offers}


def test_wrong_state_names_the_state_of_the_case(people):
    case = filings.submitted(people.staff)
    with acting_as(people.city), pytest.raises(RuleViolation, match="现在是“区市审核”"):
        MACHINE.execute(people.city, case.pk, "propose")


def test_wrong_duty_is_not_permitted(people):
    case = filings.submitted(people.staff)
    with acting_as(people.city), pytest.raises(NotPermitted, match="推荐到市级"):
        MACHINE.execute(people.city, case.pk, "recommend")


def test_reviewer_of_another_district_does_not_find_the_case(people, as_actor, other_district):
    case = filings.submitted(people.staff)
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(stranger), pytest.raises(Application.DoesNotExist):
        MACHINE.execute(stranger, case.pk, "recommend")


def test_all_reasons_are_given_at_once(people):
    batch = filings.open_batch()
    case = filings.draft(people.staff, batch, product_name=None)
    with acting_as(people.staff):
        filings.attach(case, "audit_report", "infected")
    filings.close(batch)
    with acting_as(people.staff), pytest.raises(RuleViolation) as refusal:
        MACHINE.execute(people.staff, case.pk, "submit", filings.DECLARED)
    said = str(refusal.value)
    assert "已经截止" in said
    assert "还有 1 处没有填好" in said
    assert "未通过查毒" in said


def test_file_that_waits_for_its_scan_keeps_the_case_back(people):
    case = filings.draft(people.staff, filings.open_batch())
    with acting_as(people.staff):
        filings.attach(case, "audit_report", "pending")
        with pytest.raises(RuleViolation, match="正在查毒"):
            MACHINE.execute(people.staff, case.pk, "submit", filings.DECLARED)


def test_declining_needs_a_reason(people):
    case = filings.submitted(people.staff)
    with acting_as(people.reviewer):
        with pytest.raises(RuleViolation, match="请填写意见"):
            MACHINE.execute(people.reviewer, case.pk, "decline", CaseInput("  "))
        MACHINE.execute(people.reviewer, case.pk, "decline", CaseInput("产品与检测报告不符"))
    with system_scope(reason="test"):
        assert CaseEvent.objects.get(transition="decline").reason == "产品与检测报告不符"


def test_event_trail_and_messages_are_written_with_the_change(people):
    case = filings.draft(people.staff, filings.open_batch())
    with acting_as(people.staff):
        MACHINE.execute(people.staff, case.pk, "submit", filings.DECLARED)
    with system_scope(reason="test"):
        event = CaseEvent.objects.get(application=case)
        assert (event.source, event.target) == ("draft", "district_review")
        assert event.user_id == people.staff.user_id
        changed = TrailEntry.objects.filter(
            table_name="procedures_application", object_id=str(case.pk), operation="U"
        )
        assert any(row.changes.get("state", [])[1:] == ["district_review"] for row in changed)
    assert filings.told(people.reviewer.user_id) == [f"新的申报待审核：{case.title}"]
    assert filings.told(people.colleague.user_id) == [f"已收到“{case.title}”的申报"]


def test_failure_after_the_change_takes_all_of_it_back(people, monkeypatch):
    case = filings.draft(people.staff, filings.open_batch())
    monkeypatch.setattr("procedures.cases.messages.people_of", lambda **_: 1 / 0)
    with acting_as(people.staff):
        with pytest.raises(ZeroDivisionError):
            MACHINE.execute(people.staff, case.pk, "submit", filings.DECLARED)
    assert filings.fresh(case).state == "draft"
    with system_scope(reason="test"):
        assert not CaseEvent.objects.filter(application=case).exists()
        assert not OutboxMessage.objects.filter(topic="accounts.notify").exists()


def test_notification_delivered_again_reaches_a_person_once(people):
    case = filings.submitted(people.staff)
    deliver_next()
    with system_scope(reason="test"):
        OutboxMessage.objects.filter(topic="accounts.notify").update(done_at=None)
    deliver_next()
    with system_scope(reason="test"):
        told = Notification.objects.filter(recipient_id=people.reviewer.user_id)
        assert [row.link for row in told] == [reverse("procedures:case", args=[case.pk])]


@pytest.mark.parametrize("target", ["city_review", "approved"])
def test_raw_change_of_state_is_refused_by_the_database(people, target):
    case = filings.submitted(people.staff)
    with system_scope(reason="test"):
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE procedures_application SET state = %s WHERE id = %s", [target, case.pk]
                )
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_events_and_snapshots_are_never_changed(people):
    filings.submitted(people.staff)
    for table in ("procedures_caseevent", "procedures_snapshot"):
        with system_scope(reason="test"), connection.cursor() as cursor:
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")


def test_double_click_submits_once(people, signed_in):
    case = filings.draft(people.staff, filings.open_batch())
    client = signed_in(people.staff)
    address = reverse("procedures:submit", args=[case.pk])
    for _ in range(2):
        client.post(address, {"declared": "yes"})
    with system_scope(reason="test"):
        assert CaseEvent.objects.filter(application=case).count() == 1
    assert filings.fresh(case).submissions == 1


def test_two_colleagues_at_once_submit_once(transactional_db, people):
    case = filings.draft(people.staff, filings.open_batch())

    def submit(actor):
        try:
            return filings.done(actor, case, "submit").state
        except RuleViolation:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        states = sorted(pool.map(submit, (people.staff, people.colleague)))
    assert states == ["district_review", "refused"]
    with system_scope(reason="test"):
        assert CaseEvent.objects.filter(application=case).count() == 1


def test_page_offers_what_the_table_allows_with_its_reasons(people):
    case = filings.submitted(people.staff)
    with acting_as(people.reviewer):
        seen = Application.objects.get(pk=case.pk)
        offers = {one.transition.name: one for one in MACHINE.available(people.reviewer, seen)}
        assert sorted(offers) == ["decline", "recommend", "return_for_correction"]
        assert offers["recommend"].is_possible
        assert not offers["return_for_correction"].is_possible
        ReturnItem.objects.create(
            application=seen, field="kind", kind="incorrect", text="有误",
            marked_by_id=people.reviewer.user_id, organisation_id=seen.organisation_id,
            district_id=seen.district_id,
        )  # fmt: skip
        seen.refresh_from_db()
        offers = {one.transition.name: one for one in MACHINE.available(people.reviewer, seen)}
        assert not offers["recommend"].is_possible


def test_guard_that_transitions_share_is_asked_once(people, django_assert_num_queries):
    case = filings.submitted(people.staff)
    with acting_as(people.reviewer):
        seen = Application.objects.select_related("scheme_version").get(pk=case.pk)
        # Who works for the enterprise (of three transitions), the marks, the files, the quota.
        with django_assert_num_queries(4):
            MACHINE.available(people.reviewer, seen)


def test_case_is_put_on_notice_by_publishing_only(people):
    case = filings.submitted(people.staff)
    filings.done(people.reviewer, case, "recommend")
    filings.approved_by_city(people, case)
    with acting_as(people.city), pytest.raises(RuleViolation, match="发布公示"):
        MACHINE.execute(people.city, case.pk, "publish")


@pytest.mark.parametrize("name", ["submit", "publish", "certify", "nonsense"])
def test_acts_with_pages_of_their_own_are_not_taken_past_them(people, signed_in, name):
    case = filings.draft(people.staff, filings.open_batch())
    address = reverse("procedures:act", args=[case.pk, name])
    assert signed_in(people.staff).post(address, {"version": case.version}).status_code == 404
    assert filings.fresh(case).state == "draft"
