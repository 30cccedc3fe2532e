"""The trail records, chains and shows tampering."""

import time

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import Organisation
from accounts.tenancy import acting_as, system_scope
from audit.models import ReadEntry, Seal, TrailEntry
from audit.trail import broken_seals, record_read, seal_trail
from reports.bench.scratch import owner_cursor


def test_change_is_recorded_with_who_and_from_where(as_actor):
    actor = as_actor(Duty.CITY_OFFICER)
    with acting_as(actor, ip="10.9.8.7", request_id="abc"):
        Organisation.objects.filter(pk=actor.organisation_id).update(name="新名称")
    with system_scope(reason="test"):
        entry = TrailEntry.objects.filter(table_name="accounts_organisation", operation="U").get()
    assert (entry.user_id, entry.ip, entry.request_id) == (actor.user_id, "10.9.8.7", "abc")
    assert entry.changes["name"][1] == "新名称"


def test_password_is_never_recorded(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    with system_scope(reason="test"):
        entry = TrailEntry.objects.get(table_name="accounts_user", object_id=str(actor.user_id))
    assert entry.changes["password"] == "***"


def test_bulk_change_writes_one_entry_for_each_row(as_actor):
    with system_scope(reason="test"):
        before = TrailEntry.objects.count()
        changed = Organisation.objects.update(is_active=False)
        assert TrailEntry.objects.count() == before + changed


def test_trail_is_read_by_the_auditor_only(as_actor):
    as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(as_actor(Duty.CITY_OFFICER)):
        assert not TrailEntry.objects.exists()
    with acting_as(as_actor(Duty.AUDITOR)):
        assert TrailEntry.objects.exists()


def test_reading_a_foreign_organisation_is_shown_to_it(as_actor, district):
    read = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    reader = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with acting_as(reader):
        record_read(reader, "enterprise", 1, read.organisation_id, "年度数据")
    with acting_as(read):
        assert ReadEntry.objects.get(organisation_id=read.organisation_id).what == "年度数据"


def test_own_reading_is_not_recorded(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(actor):
        record_read(actor, "enterprise", 1, actor.organisation_id, "年度数据")
    with system_scope(reason="test"):
        assert not ReadEntry.objects.exists()


def test_seals_hold_until_an_entry_is_changed(transactional_db, as_actor):
    as_actor(Duty.ENTERPRISE_STAFF)
    # A transaction of another test, in another database of the cluster, holds the seal back.
    for _ in range(300):
        with system_scope(reason="test"):
            if seal_trail() is not None:
                break
        time.sleep(0.1)
    else:
        pytest.fail("nothing was sealed in 30 seconds")
    with system_scope(reason="test"):
        assert broken_seals() == []
    with owner_cursor(connection.settings_dict["NAME"]) as cursor:
        cursor.execute("ALTER TABLE audit_trailentry NO FORCE ROW LEVEL SECURITY")
        cursor.execute("UPDATE audit_trailentry SET ip = '6.6.6.6'")
        assert cursor.rowcount
        cursor.execute("ALTER TABLE audit_trailentry FORCE ROW LEVEL SECURITY")
    with system_scope(reason="test"):
        assert len(broken_seals()) == 1


def test_entries_are_written_by_triggers_only(as_actor):
    as_actor(Duty.CITY_OFFICER)
    with pytest.raises(ProgrammingError, match="permission denied"), system_scope(reason="test"):
        TrailEntry.objects.create(
            at=timezone.now(), xid=1, table_name="x", object_id="1", operation="I", changes={}
        )


@pytest.mark.parametrize("duty", [Duty.CITY_OFFICER, Duty.ENTERPRISE_STAFF])
def test_seals_are_set_by_the_portal_only(as_actor, duty):
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(as_actor(duty)):
        Seal.objects.create(after_xid=0, up_to_xid=1, entry_count=0, hash="x")


def test_read_is_recorded_in_ones_own_name_only(as_actor, district):
    read = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    reader = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    other = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(other):
        record_read(reader, "enterprise", 1, read.organisation_id, "年度数据")
