"""No table takes a foreign row, or gives one up: asked of the database itself, for every table and
kind of scope, with the application's own role."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from accounts.duties import Duty
from accounts.tenancy import acting_as, on_own_behalf, system_scope
from database.objects import tables_without_policy
from tests.factories import OrganisationFactory, UserFactory

# Those whose scope is one organisation or one district; others see every row of the city.
DUTIES = (
    Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.BANK_OFFICER, Duty.EXPERT,
    Duty.PROVIDER_STAFF, Duty.INVESTOR,
)  # fmt: skip
SCOPES = ("none", "person", *DUTIES)
WRITES = {"INSERT": "a", "UPDATE": "w", "DELETE": "d"}


@contextmanager
def entered(scope, as_actor, district) -> Iterator[None]:
    if scope == "none":
        with transaction.atomic():
            yield
    elif scope == "person":
        with on_own_behalf(UserFactory().pk):
            yield
    else:
        with acting_as(as_actor(scope, district=district)):
            yield


@pytest.fixture
def foreign(db, other_district):
    """What a row says that belongs to somebody else."""
    with system_scope(reason="test"):
        organisation = OrganisationFactory(district=other_district)
        person = UserFactory()
    row = {
        "organisation_id": organisation.pk, "bank_id": organisation.pk,
        "district_id": other_district.pk, "recipient_id": person.pk, "user_id": person.pk,
        "person_id": person.pk, "investor_id": organisation.pk,
    }  # fmt: skip
    # An authority or a bank is known to all, and still nobody's to change.
    special = {"accounts_organisation": {**row, "id": organisation.pk, "kind": "bank"}}
    return lambda table: special.get(table, row)


def policies():
    """For each table and command the conditions on the rows that are there, or that are made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid),"
            " pg_get_expr(p.polwithcheck, p.polrelid)"
            " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
            " WHERE c.relnamespace = 'public'::regnamespace"
        )
        return {(table, command): (there, made) for table, command, there, made in cursor}


def may(cursor, table, command):
    cursor.execute("SELECT has_table_privilege(%s, %s)", [table, command])
    return cursor.fetchone()[0]


def passes(cursor, table, condition, row):
    """Whether the policy's condition lets such a row through, under the present scope."""
    cursor.execute(
        f"SELECT coalesce(({condition}), false) FROM jsonb_populate_record(null::{table}, %s)"
        f" AS {table}",
        [json.dumps(row)],
    )
    return cursor.fetchone()[0]


class Taken(Exception):
    """Nothing refused the row."""


def takes(cursor, table, row):
    """Whether the table's policy takes a new row; what else is wrong with it comes after that."""
    names = ", ".join(name for name in columns(cursor, table) if name in row)
    with pytest.raises((DatabaseError, Taken)) as failed, transaction.atomic():
        if names:
            cursor.execute(
                f"INSERT INTO {table} ({names})"
                f" SELECT {names} FROM jsonb_populate_record(null::{table}, %s)",
                [json.dumps(row)],
            )
        else:
            cursor.execute(f"INSERT INTO {table} DEFAULT VALUES")
        raise Taken
    return "row-level security" not in str(failed.value)


def columns(cursor, table):
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND attgenerated = '' AND attidentity = '' AND NOT attisdropped ORDER BY attnum",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def let_through(cursor, row_of):
    """table -> what the present scope may do with such a row of it."""
    conditions, found = policies(), {}
    for table in sorted({table for table, _ in conditions}):
        row = row_of(table)
        commands = {
            command
            for command, letter in WRITES.items()
            if may(cursor, table, command)
            and passes(cursor, table, conditions[table, letter][command == "INSERT"], row)
        }
        if may(cursor, table, "INSERT") and takes(cursor, table, row):
            commands.add("INSERT")
        if commands:
            found[table] = commands
    return found


@pytest.mark.parametrize("scope", SCOPES)
def test_foreign_row_is_neither_made_nor_changed_nor_deleted(scope, foreign, as_actor, district):
    with entered(scope, as_actor, district), connection.cursor() as cursor:
        assert let_through(cursor, foreign) == {}


@pytest.mark.parametrize("duty", [Duty.AUDITOR, Duty.OPERATOR])
def test_who_reads_the_whole_city_changes_nothing_that_belongs_to_nobody(duty, foreign, as_actor):
    """What belongs to an organisation or a district exists for them as for the city's officers:
    there the acts decide. What everybody reads, or the bureaus have, the city alone writes."""
    with acting_as(as_actor(duty)), connection.cursor() as cursor:
        found = let_through(cursor, foreign)
        unowned = [
            table
            for table in found
            if not {"organisation_id", "district_id"} & set(columns(cursor, table))
        ]
    assert unowned == []


@pytest.mark.parametrize("scope", ["none", "person"])
def test_whoever_has_no_duty_changes_no_row_of_any_table(scope, as_actor, district):
    as_actor(Duty.ENTERPRISE_STAFF, district=district)
    walled = sorted({table for table, _ in policies()})
    with entered(scope, as_actor, district), connection.cursor() as cursor:
        for table in walled:
            name = columns(cursor, table)[0]
            for statement in (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}"):
                try:
                    with transaction.atomic():
                        cursor.execute(statement)
                        assert cursor.rowcount == 0, statement
                except ProgrammingError as refused:
                    assert "permission denied" in str(refused)  # noqa: PT017


def test_every_table_of_the_portal_is_asked(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {table for (table,) in cursor.fetchall()}
    assert tables - {table for table, _ in policies()} == tables & set(tables_without_policy())
