"""Row-level security: every table states its policy, and the policy holds."""

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.duties import Duty
from accounts.models import Membership, Organisation, OutboxMessage
from accounts.outbox import post
from accounts.tenancy import NoActiveScope, acting_as, system_scope
from database.objects import tables_without_policy
from tests.factories import OrganisationFactory


def _tables() -> dict[str, tuple[bool, bool, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,"
            " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)"
            " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relkind IN ('r','p')"
        )
        return {name: (on, forced, count) for name, on, forced, count in cursor.fetchall()}


def test_every_table_states_its_policy_or_its_reason(db):
    tables = _tables()
    unwalled = {
        name for name, (on, forced, count) in tables.items() if not (on and forced and count)
    }
    assert unwalled == set(tables_without_policy()) & set(tables)


def test_no_materialised_view_hides_rows_from_the_wall(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_matviews WHERE schemaname = 'public'")
        assert cursor.fetchone()[0] == 0


def test_suite_runs_as_the_role_that_the_wall_binds(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("portal_app", False, False)


def test_application_role_owns_no_table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname='public' AND tableowner = current_user"
        )
        assert cursor.fetchone()[0] == 0


def test_tenant_rows_without_a_scope_raise(db):
    with pytest.raises(NoActiveScope):
        Membership.objects.count()


def test_database_shows_nothing_without_a_scope(db, as_actor):
    as_actor(Duty.ENTERPRISE_STAFF)
    assert Membership._base_manager.count() == 0


def test_enterprise_does_not_see_another_enterprise_even_past_the_manager(db, as_actor):
    own, foreign = as_actor(Duty.ENTERPRISE_STAFF), as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(own):
        assert not Organisation.objects.filter(pk=foreign.organisation_id).exists()
        assert Membership._base_manager.filter(pk=own.membership_id).exists()
        assert not Membership._base_manager.filter(pk=foreign.membership_id).exists()


def test_district_sees_the_enterprises_of_its_district_only(as_actor, district, other_district):
    inside = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    outside = as_actor(Duty.ENTERPRISE_STAFF, district=other_district)
    with acting_as(as_actor(Duty.DISTRICT_REVIEWER, district=district)):
        seen = set(Membership._base_manager.values_list("id", flat=True))
    assert inside.membership_id in seen
    assert outside.membership_id not in seen


def test_city_sees_all_districts(as_actor, district, other_district):
    people = {
        as_actor(Duty.ENTERPRISE_STAFF, district=place).membership_id
        for place in (district, other_district)
    }
    with acting_as(as_actor(Duty.CITY_OFFICER)):
        assert people <= set(Membership._base_manager.values_list("id", flat=True))


def test_row_cannot_be_written_into_a_foreign_district(as_actor, district, other_district):
    with acting_as(as_actor(Duty.DISTRICT_REVIEWER, district=district)):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            OrganisationFactory(district=other_district)


def test_settings_end_with_their_scope(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(actor):
        pass
    assert Membership._base_manager.count() == 0


def test_nested_scope_gives_the_outer_scope_back(as_actor):
    own, foreign = as_actor(Duty.ENTERPRISE_STAFF), as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(own):
        with system_scope(reason="test"):
            assert Membership._base_manager.filter(pk=foreign.membership_id).exists()
        assert not Membership._base_manager.filter(pk=foreign.membership_id).exists()


def test_failed_nested_scope_gives_the_outer_scope_back(as_actor):
    own, foreign = as_actor(Duty.ENTERPRISE_STAFF), as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(own):
        with pytest.raises(ZeroDivisionError), system_scope(reason="test"):
            raise ZeroDivisionError
        assert not Membership._base_manager.filter(pk=foreign.membership_id).exists()
        assert Membership._base_manager.filter(pk=own.membership_id).exists()


FORGED_MAIL = """
INSERT INTO accounts_outboxmessage
  (id, lane, topic, payload, dedupe_key, created_at, available_at, attempts, last_error)
VALUES (gen_random_uuid(), 'mail', 'accounts.mail', '{"to": "a@portal.example"}', 'forged',
  now(), now(), 0, '')
"""


@pytest.mark.parametrize("duty", [None, *Duty])
def test_message_is_forged_by_nobody(as_actor, duty):
    actor = as_actor(duty) if duty else None
    with acting_as(actor) if actor else transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(FORGED_MAIL)
    with system_scope(reason="test"):
        assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("duty", [None, Duty.CITY_OFFICER, Duty.OPERATOR])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_outboxmessage SET payload = '{}'", "DELETE FROM accounts_outboxmessage"],
)
def test_waiting_message_is_changed_by_nobody(as_actor, duty, statement):
    actor = as_actor(duty) if duty else None
    post("accounts.run_job", {}, "k")
    with acting_as(actor) if actor else transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 0


def test_functions_that_run_as_another_role_look_in_temporary_tables_last(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, array_to_string(proconfig, ' ') FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        )
        paths = dict(cursor.fetchall())
    assert paths
    assert set(paths.values()) == {"search_path=pg_catalog, public, pg_temp"}


def test_outbox_is_written_by_all_and_read_by_the_system_only(as_actor):
    with acting_as(as_actor(Duty.ENTERPRISE_STAFF)):
        post("accounts.run_job", {}, "k")
        assert OutboxMessage.objects.count() == 0
    with system_scope(reason="test"):
        assert OutboxMessage.objects.get().dedupe_key == "k"


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_trailentry SET ip = ''", "DELETE FROM audit_seal"]
)
def test_trail_cannot_be_changed_by_the_application(db, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("duty", [None, Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.EXPERT])
def test_public_rows_are_changed_by_the_city_only(as_actor, duty):
    """What everybody reads: schemes, batches, notices, districts; targets whoever has a duty."""
    actor = as_actor(duty) if duty else None
    tables = ["accounts_district", "schemes_scheme", "financing_marketrate"]
    if actor:
        tables.append("reports_target")
    with acting_as(actor) if actor else transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert cursor.fetchone()[0] > 0
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            assert cursor.rowcount == 0
