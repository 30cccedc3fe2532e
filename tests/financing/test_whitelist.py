"""The list: who comes on it, by whom, and what takes them off at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from enterprises.actions.save_credit_record import lift_credit_record, record_credit
from financing.models import Consent, WhitelistEntry, WhitelistEvent
from financing.nightly import run_nightly
from financing.whitelist.actions.find_candidates import compare_next
from financing.whitelist.actions.propose_entry import propose_enterprise
from financing.whitelist.conditions import conditions_in_force
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput
from tests.certification.certificates import act
from tests.financing.listing import consented, done, fresh, listed, proposed, row_for
from tests.procedures import filings

State = WhitelistEntry.State
RECORD = {
    "kind": "dishonesty", "authority": "示例人民法院", "document_number": "（2026）示 1 号",
    "recorded_on": date(2026, 1, 5),
}  # fmt: skip


def recorded(people, enterprise_id):
    with acting_as(people.reviewer):
        return record_credit(people.reviewer, enterprise_id, **RECORD)


def test_district_proposes_and_city_lists(people, holder):
    entry = listed(people)
    assert (entry.state, entry.origin) == (State.LISTED, "district")
    assert entry.valid_to > timezone.localdate() + timedelta(days=360)
    told = filings.told(people.staff.user_id)
    assert any("已列入重点融资支持企业名单库" in one for one in told)


def test_verdicts_of_the_proposal_are_kept(people, holder):
    entry = proposed(people)
    with system_scope(reason="test"):
        event = WhitelistEvent.objects.get(entry=entry)
    keys = {
        finding["key"]
        for group in event.facts["evaluation"]["groups"]
        for finding in group["findings"]
    }
    assert keys == {"confirmed", "small_or_medium", "certified", "credit"}


def test_enterprise_without_a_certificate_is_not_proposed(people):
    with pytest.raises(RuleViolation, match="持有有效的专精特新认定"):
        proposed(people)
    with system_scope(reason="test"):
        assert not WhitelistEntry.objects.exists()


def test_enterprise_with_a_credit_record_is_not_proposed(people, holder):
    recorded(people, holder.organisation_id)
    with pytest.raises(RuleViolation, match="信用状况良好"):
        proposed(people)


def test_enterprise_of_another_district_is_not_there(holder, as_actor, other_district):
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(stranger), pytest.raises(Exception, match="matching query does not exist"):
        propose_enterprise(stranger, holder.organisation_id)


def test_second_proposal_is_refused(people, holder):
    proposed(people)
    with pytest.raises(RuleViolation, match="已在名单库中"):
        proposed(people)


@pytest.mark.parametrize("who", ["reviewer", "staff"])
def test_only_the_city_lists(people, holder, who):
    entry = proposed(people)
    with pytest.raises(NotPermitted):
        done(getattr(people, who), entry, "approve")


def test_conditions_are_looked_at_again_when_the_city_decides(people, holder):
    entry = proposed(people)
    act(people.city, holder, "revoke")
    with pytest.raises(RuleViolation, match="不符合入库条件"):
        done(people.city, entry, "approve")


@pytest.mark.parametrize("name", ["suspend", "revoke"])
def test_last_certificate_that_ends_takes_the_enterprise_off(people, holder, name):
    entry = listed(people)
    act(people.city, holder, name)
    entry = fresh(entry)
    assert (entry.state, entry.left_because) == (State.LEFT, "certificate")
    assert entry.left_at is not None


def test_credit_record_takes_the_enterprise_off(people, holder):
    entry = listed(people)
    recorded(people, holder.organisation_id)
    assert (fresh(entry).state, fresh(entry).left_because) == (State.LEFT, "credit")


def test_lifted_record_opens_the_way_again(people, holder):
    listed(people)
    record = recorded(people, holder.organisation_id)
    with acting_as(people.reviewer):
        lift_credit_record(people.reviewer, record.pk, reason="法院已移出名单")
    again = listed(people)
    assert again.state == State.LISTED
    with system_scope(reason="test"):
        assert WhitelistEntry.objects.count() == 2


def test_enterprise_leaves_at_its_own_wish(people, holder):
    entry = done(people.staff, listed(people), "leave", TransitionInput(reason="暂无融资需求"))
    assert (entry.state, entry.left_because) == (State.LEFT, "own_request")


def test_removal_needs_its_reason(people, holder):
    entry = listed(people)
    with pytest.raises(RuleViolation) as refusal:
        done(people.city, entry, "remove")
    assert set(refusal.value.errors) == {"reason", "reason_kind"}


def test_entry_runs_out_at_night(people, holder):
    entry = listed(people)
    with system_scope(reason="test"):
        yesterday = timezone.localdate() - timedelta(days=1)
        WhitelistEntry.objects.filter(pk=entry.pk).update(valid_to=yesterday)
    assert run_nightly() == 1
    assert fresh(entry).left_because == "expired"
    assert run_nightly() == 0


def test_extension_is_for_the_last_months(people, holder):
    entry = listed(people)
    with pytest.raises(RuleViolation, match="期满前 90 天内"):
        done(people.city, entry, "extend")
    with system_scope(reason="test"):
        soon = timezone.localdate() + timedelta(days=10)
        WhitelistEntry.objects.filter(pk=entry.pk).update(valid_to=soon)
    assert done(people.city, entry, "extend").valid_to > soon + timedelta(days=360)


def test_stale_page_says_who_was_faster(people, holder):
    entry = proposed(people)
    done(people.city, entry, "approve")
    with acting_as(people.city), pytest.raises(StaleVersion, match="同意入库"):
        MACHINE.execute(people.city, entry.pk, "approve", expected_version=entry.version)


def test_state_without_its_event_is_refused_by_the_database(people, holder):
    entry = listed(people)
    with system_scope(reason="test"):
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            WhitelistEntry.objects.filter(pk=entry.pk).update(state="left")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_comparison_finds_the_holder_once(people, holder):
    with acting_as(people.city):
        found, last = compare_next(conditions_in_force(), 0)
        again, _ = compare_next(conditions_in_force(), 0)
    assert (found.new, again.new, last) == (1, 0, holder.organisation_id)
    with system_scope(reason="test"):
        assert WhitelistEntry.objects.get().state == State.CANDIDATE


def test_candidate_that_no_longer_meets_is_dropped(people, holder):
    with acting_as(people.city):
        compare_next(conditions_in_force(), 0)
    act(people.city, holder, "suspend")
    with acting_as(people.city):
        found, _ = compare_next(conditions_in_force(), 0)
    assert found.dropped == 1
    with system_scope(reason="test"):
        assert Certificate.objects.get().state == "suspended"
        assert WhitelistEntry.objects.get().state == State.DECLINED


@pytest.mark.parametrize(("days_later", "on_it"), [(-1, False), (0, True)])
def test_list_of_a_day_is_that_of_its_end(people, holder, days_later, on_it):
    listed(people)
    with system_scope(reason="test"):
        day = timezone.localdate() + timedelta(days=days_later)
        assert WhitelistEntry.objects.listed_at_end_of(day).exists() == on_it


def test_list_of_a_day_before_the_exit_still_has_the_enterprise(people, holder):
    entry = listed(people)
    with system_scope(reason="test"):
        WhitelistEntry.objects.filter(pk=entry.pk).update(
            listed_at=timezone.now() - timedelta(days=10)
        )
    done(people.staff, entry, "leave")
    today = timezone.localdate()
    with system_scope(reason="test"):
        rows = WhitelistEntry.objects
        assert rows.listed_at_end_of(today - timedelta(days=1)).exists()
        assert not rows.listed_at_end_of(today).exists()


def test_leaving_ends_what_banks_may_see(people, holder, bank):
    entry = listed(people)
    consented(people.staff, bank)
    done(people.staff, entry, "leave")
    listed(people)
    assert row_for(bank, holder.organisation_id).full == ""
    with acting_as(people.staff):
        assert not Consent.objects.in_force().exists()


def test_consent_from_before_the_listing_is_named_when_it_begins_to_count(people, holder, bank):
    consented(people.staff, bank)
    listed(people)
    with system_scope(reason="test"):
        bodies = [
            one.payload["body"] for one in OutboxMessage.objects.filter(topic="accounts.notify")
        ]
    assert any(f"按您以前的授权，{bank.organisation_name}现在可以查看" in one for one in bodies)


def test_district_leaves_what_waits_to_the_city(people, holder):
    entry = proposed(people)
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="由市级决定"):
        MACHINE.execute(people.reviewer, entry.pk, "decline", TransitionInput(reason="示例"))


def test_enterprise_on_the_list_is_not_offered_to_file_for_it(people, holder, signed_in):
    listed(people)
    page = signed_in(people.staff).get(reverse("procedures:schemes"))
    found = {one.version.scheme.code: one for one in page.context["standings"]}
    assert found["financing-whitelist"].is_held
    assert page.context["standings"][-1].is_held


def test_enterprise_on_the_list_is_led_to_it(people, holder, signed_in):
    listed(people)
    address = reverse("procedures:scheme", args=["financing-whitelist"])
    page = signed_in(people.staff).get(address).content.decode()
    assert "已持有“重点融资支持企业名单库”" in page
    assert f'<a class="btn" href="{reverse("financing:own")}">查看</a>' in page
