"""Numbers of transactions only ever grow, and a restore begins an era."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.duties import Duty
from accounts.tenancy import system_scope
from audit.models import Seal, TransactionEra
from audit.trail import RestoredWithoutEra, seal_trail
from audit.transactions import (
    ERA,
    begin_era_after_restore,
    present_snapshot,
    present_transaction,
    snapshot_text,
)

pytestmark = pytest.mark.django_db


def seal_from_another_server(up_to):
    """As if rows had been restored that a server wrote which had counted further."""
    with system_scope(reason="test"):
        Seal.objects.create(after_xid=0, up_to_xid=up_to, entry_count=0, hash="0" * 64)


as_owner = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_first_era_counts_as_the_server_does():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        assert cursor.fetchone()[0] == present_transaction()


@as_owner
def test_server_that_is_ahead_of_its_rows_begins_no_era():
    assert begin_era_after_restore("owner") is False
    assert not TransactionEra.objects.exists()


@as_owner
def test_server_that_is_behind_its_rows_begins_an_era_above_all_of_them(as_actor):
    seal_from_another_server(10**9)
    assert begin_era_after_restore("owner") is True
    assert begin_era_after_restore("owner") is False
    with transaction.atomic():
        assert ERA < present_transaction() < 2 * ERA
        first, end, _ = present_snapshot()
        assert ERA < first <= end
    as_actor(Duty.CITY_OFFICER)


@as_owner
def test_second_restore_begins_a_further_era():
    seal_from_another_server(10**9)
    begin_era_after_restore("owner")
    seal_from_another_server(ERA + 10**9)
    begin_era_after_restore("owner")
    with transaction.atomic():
        assert present_transaction() > 2 * ERA


@as_owner
def test_what_was_before_the_restore_is_seen_and_what_comes_is_not():
    seal_from_another_server(10**9)
    begin_era_after_restore("owner")
    with transaction.atomic(), connection.cursor() as cursor:
        shown = snapshot_text()
        cursor.execute(
            "SELECT pg_visible_in_snapshot('999999999'::xid8, %s::pg_snapshot),"
            " pg_visible_in_snapshot(%s::text::xid8, %s::pg_snapshot)",
            [shown, present_transaction() + 1, shown],
        )
        assert cursor.fetchone() == (True, False)


@as_owner
def test_sealing_below_the_last_seal_is_refused_aloud():
    seal_from_another_server(10**9)
    with pytest.raises(RestoredWithoutEra), system_scope(reason="test"):
        seal_trail()


def test_application_begins_no_era():
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_transactionera (base, begun_at) VALUES (1, now())")
