"""What banks are shown: as much as the enterprise consents to, and always the present state."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import District, OutboxMessage
from accounts.outbox import deliver_next
from accounts.retention import remove_what_is_over
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.actions.report_year import open_years
from enterprises.models import Enterprise, YearlyReport
from financing.models import Consent, Disclosure, FeedRow, Pull
from financing.nightly import run_nightly
from financing.whitelist import pulls
from financing.whitelist.actions.give_consent import give_consent, withdraw_consent
from financing.whitelist.cursors import PurgedCursor, UnknownCursor, read, written
from financing.whitelist.disclosure_log import LOG_SHOWN, log_pull, log_shown
from financing.whitelist.feed import connect_bank
from tests.financing.listing import consented, done, listed, proposed, renamed, row_for


def shown(bank, enterprise_id):
    row = row_for(bank, enterprise_id)
    return json.loads(row.full or row.bare)


def changes(bank, place, limit=100):
    with acting_as(bank):
        return pulls.changes_since(bank, place, limit, "测试")


def start_of(bank):
    with acting_as(bank):
        return pulls.last_change(bank)


def test_bank_without_consent_sees_the_listing_alone(people, holder, bank):
    listed(people)
    seen = shown(bank, holder.organisation_id)
    assert (seen["status"], seen["consent"]) == ("listed", [])
    assert [seen[group] for group in ("identity", "certificates", "figures", "contacts")] == [
        None
    ] * 4


def test_consent_shows_its_groups_and_no_others(people, holder, bank):
    listed(people)
    consented(people.staff, bank, ["certificates", "contacts"])
    seen = shown(bank, holder.organisation_id)
    assert seen["consent"] == ["certificates", "contacts"]
    assert seen["certificates"][0]["number"] == holder.number
    assert seen["contacts"]["name"]
    assert (seen["identity"], seen["figures"]) == (None, None)


def test_consent_is_for_one_bank(people, holder, bank, other_bank):
    listed(people)
    consented(people.staff, bank)
    assert row_for(other_bank, holder.organisation_id).full == ""


def test_withdrawn_consent_ends_at_once(people, holder, bank):
    listed(people)
    consented(people.staff, bank)
    with acting_as(people.staff):
        withdraw_consent(people.staff, bank.organisation_id)
    assert row_for(bank, holder.organisation_id).full == ""


def test_consent_given_before_the_listing_holds_from_its_first_moment(people, holder, bank):
    consented(people.staff, bank)
    listed(people)
    assert shown(bank, holder.organisation_id)["identity"]["district"]


def test_consent_that_has_run_out_shows_no_more_even_before_the_night(people, holder, bank):
    listed(people)
    consented(people.staff, bank)
    with system_scope(reason="test"):
        yesterday = timezone.localdate() - timedelta(days=1)
        FeedRow.objects.filter(bank_id=bank.organisation_id).update(full_until=yesterday)
    with acting_as(bank):
        code = row_for(bank, holder.organisation_id).credit_code
        assert json.loads(pulls.look_up(bank, code, "测试"))["identity"] is None
        assert not Disclosure.objects.exists()


def test_new_consent_replaces_the_old_which_stays_known(people, holder, bank):
    consented(people.staff, bank, ["identity"])
    consented(people.staff, bank, ["figures"])
    with system_scope(reason="test"):
        assert Consent.objects.count() == 2
        assert Consent.objects.in_force().get().groups == ["figures"]


@pytest.mark.parametrize(
    ("groups", "days", "field"), [([], 30, "groups"), (["identity"], -1, "valid_to"),
                                  (["identity"], 2000, "valid_to"), (["secrets"], 30, "groups")]
)  # fmt: skip
def test_wrong_consent_is_refused_at_its_field(people, holder, bank, groups, days, field):
    with pytest.raises(RuleViolation) as refusal:
        consented(people.staff, bank, groups, days)
    assert set(refusal.value.errors) == {field}


def test_nobody_but_the_enterprise_consents(people, holder, bank):
    for actor in (people.city, people.reviewer, bank):
        with acting_as(actor), pytest.raises(NotPermitted):
            give_consent(actor, bank.organisation_id, ["identity"], timezone.localdate())


def test_change_of_the_registry_reaches_the_banks(people, holder, bank):
    listed(people)
    renamed(holder.organisation_id, "改了名的公司")
    deliver_next()
    assert shown(bank, holder.organisation_id)["name"] == "改了名的公司"


def test_figures_reach_the_banks_that_may_see_them(people, holder, bank):
    listed(people)
    consented(people.staff, bank, ["figures"])
    year = open_years()[0]
    with system_scope(reason="test"):
        YearlyReport.objects.filter(organisation_id=holder.organisation_id).delete()
        YearlyReport.objects.create(
            organisation_id=holder.organisation_id, district_id=holder.district_id, year=year,
            revenue="5600.50", state="submitted", submitted_at=timezone.now(),
        )  # fmt: skip
    deliver_next()
    figures = shown(bank, holder.organisation_id)["figures"]
    assert (figures["year"], figures["revenue"], figures["rd_cost"]) == (year, "5600.5", None)


def test_change_of_an_enterprise_that_is_not_listed_owes_nothing(people, holder):
    with system_scope(reason="test"):
        OutboxMessage.objects.all().delete()
    renamed(holder.organisation_id, "改了名的公司")
    with system_scope(reason="test"):
        assert not OutboxMessage.objects.filter(topic="financing.refresh").exists()


def test_bank_that_comes_later_gets_the_whole_list(people, holder, request):
    listed(people)
    late = request.getfixturevalue("other_bank")
    assert connect_bank(late.organisation_id) == 1
    assert shown(late, holder.organisation_id)["status"] == "listed"


def test_bank_never_hears_of_who_steps_back_before_being_listed(people, holder, bank):
    done(people.staff, proposed(people), "leave")
    with system_scope(reason="test"):
        assert not FeedRow.objects.exists()


# --- following changes ----------------------------------------------------------------------------


def test_follower_is_told_of_arrival_change_and_departure(people, holder, bank):
    place = start_of(bank)
    entry = listed(people)
    place = followed(bank, place, ["listed"])
    renamed(holder.organisation_id, "改了名的公司")
    while deliver_next(1):
        pass
    place = followed(bank, place, ["listed"])
    done(people.staff, entry, "leave")
    place = followed(bank, place, ["left"])
    followed(bank, place, [])


def followed(bank, place, statuses):
    found = changes(bank, place)
    assert [json.loads(row)["status"] for row in found.rows] == statuses
    assert found.is_complete
    return found.place


def test_write_that_changes_nothing_is_no_change(people, holder, bank):
    listed(people)
    before = row_for(bank, holder.organisation_id)
    run_nightly()
    after = row_for(bank, holder.organisation_id)
    assert (before.seq, before.bare) == (after.seq, after.bare)


def test_cursor_of_another_bank_is_unknown(bank, other_bank):
    text = written(7, bank.organisation_id)
    assert read(text, bank.organisation_id) == 7
    for wrong in (text, "7", "", "x:y", f"{text}x"):
        with pytest.raises(UnknownCursor):
            read(wrong, other_bank.organisation_id)


def test_cursor_from_before_a_purge_says_to_pull_afresh(people, holder, bank):
    place = 0
    done(people.staff, listed(people), "leave")
    assert remove_what_is_over(timezone.now() + timedelta(days=91), FeedRow) == 1
    with pytest.raises(PurgedCursor):
        changes(bank, place)


def test_cursor_from_the_future_says_to_pull_afresh(bank):
    with pytest.raises(PurgedCursor):
        changes(bank, 2**50)


# --- what was disclosed ---------------------------------------------------------------------------


def test_lookup_is_in_the_enterprises_log(people, holder, bank):
    listed(people)
    consented(people.staff, bank, ["identity"])
    code = row_for(bank, holder.organisation_id).credit_code
    with acting_as(bank):
        pulls.look_up(bank, code, "柜面系统")
    with acting_as(people.staff):
        seen = Disclosure.objects.get()
    assert (seen.groups, seen.means, seen.client_name) == (["identity"], "lookup", "柜面系统")


def owed_log():
    with system_scope(reason="test"):
        return OutboxMessage.objects.get(topic=LOG_SHOWN).payload


def test_changes_are_in_the_enterprises_log_as_soon_as_the_outbox_was_delivered(
    people, holder, bank
):
    listed(people)
    consented(people.staff, bank, ["identity", "figures"])
    changes(bank, 0)
    deliver_next()
    with acting_as(people.staff):
        seen = Disclosure.objects.get()
    assert (seen.groups, seen.means) == (["identity", "figures"], "changes")
    assert seen.bank_id == bank.organisation_id
    assert timezone.now() - seen.at < timedelta(minutes=1)


def test_log_of_changes_is_written_out_once(people, holder, bank):
    listed(people)
    consented(people.staff, bank)
    changes(bank, 0)
    payload = owed_log()
    assert (log_shown(payload), log_shown(payload)) == (1, 0)


def test_log_of_changes_goes_with_an_enterprise_that_moved_meanwhile(people, holder, bank):
    listed(people)
    consented(people.staff, bank)
    changes(bank, 0)
    payload = owed_log()
    other = District.objects.exclude(pk=people.staff.district_ids[0]).first()
    with system_scope(reason="test"):
        move_enterprise(Enterprise.objects.get(pk=holder.organisation_id), other)
        assert log_shown(payload) == 1
        assert Disclosure.objects.get().district_id == other.pk


def test_changes_without_a_consent_are_no_disclosure(people, holder, bank):
    listed(people)
    assert changes(bank, 0).rows
    with system_scope(reason="test"):
        assert not OutboxMessage.objects.filter(topic=LOG_SHOWN).exists()


def test_bank_reads_neither_consents_nor_logs_of_others(people, holder, bank, other_bank):
    listed(people)
    consented(people.staff, bank)
    with acting_as(other_bank):
        assert not Consent.objects.exists()
        with connection.cursor() as cursor:
            for table in ("consent", "disclosure", "whitelistevent"):
                cursor.execute(f"SELECT count(*) FROM financing_{table}")
                assert cursor.fetchone() == (0,), table
            cursor.execute(
                "SELECT count(*) FROM financing_feedrow WHERE bank_id <> %s",
                [other_bank.organisation_id],
            )
            assert cursor.fetchone() == (0,)


def test_bank_changes_nothing_in_the_database(people, holder, bank):
    listed(people)
    consented(people.staff, bank)
    with acting_as(bank), connection.cursor() as cursor:
        for table in ("consent", "whitelistentry", "feedrow"):
            cursor.execute(f"DELETE FROM financing_{table}")
            assert cursor.rowcount == 0, table
            cursor.execute(f"UPDATE financing_{table} SET district_id = district_id")
            assert cursor.rowcount == 0, table


@pytest.mark.django_db(transaction=True)
def test_pull_of_the_whole_list_is_logged_for_those_who_consented(people, holder, bank):
    listed(people)
    consented(people.staff, bank, ["figures"])
    with acting_as(bank):
        started = pulls.start_pull(bank, "核心系统")
    rows = [row for chunk in pulls.rows_of_pull(bank, started) for row in chunk]
    assert [json.loads(row)["consent"] for row in rows] == [["figures"]]
    with acting_as(people.staff):
        withdraw_consent(people.staff, bank.organisation_id)
    assert log_pull(str(started.pull_id)) == 1
    assert log_pull(str(started.pull_id)) == 0
    with acting_as(people.staff):
        assert Disclosure.objects.get().groups == ["figures"]
    with acting_as(bank):
        assert Pull.objects.get().row_count == 1


@pytest.mark.django_db(transaction=True)
def test_consent_given_after_a_pull_is_not_in_its_log(people, holder, bank):
    listed(people)
    with acting_as(bank):
        started = pulls.start_pull(bank, "核心系统")
    list(pulls.rows_of_pull(bank, started))
    consented(people.staff, bank)
    assert log_pull(str(started.pull_id)) == 0
