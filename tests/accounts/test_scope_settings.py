"""The scope reaches the database ahead of whatever is asked next, and never outlives its block."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.duties import Duty
from accounts.models import Membership
from accounts.tenancy import acting_as, entered, scope_of, system_scope


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"app.{name}"])
        return cursor.fetchone()[0]


@pytest.fixture
def own(as_actor):
    return as_actor(Duty.ENTERPRISE_STAFF)


@pytest.fixture
def foreign(as_actor):
    return as_actor(Duty.ENTERPRISE_STAFF)


def test_entering_a_scope_asks_nothing_by_itself(own):
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        with acting_as(own):
            Membership.objects.get(pk=own.membership_id)
    statements = [one["sql"] for one in captured]
    assert [one.split()[0] for one in statements] == ["SAVEPOINT", "SELECT", "SELECT"]
    assert "RELEASE SAVEPOINT" in statements[-1]


def test_statement_without_parameters_may_hold_a_percent_sign(own):
    with acting_as(own), connection.cursor() as cursor:
        cursor.execute("SELECT 'a%' LIKE 'a%', current_setting('app.user')")
        assert cursor.fetchone() == (True, str(own.user_id))


def test_percent_sign_in_a_setting_does_not_disturb_parameters(own):
    with entered(scope_of(own, ip="100%s")), connection.cursor() as cursor:
        cursor.execute("SELECT %s, current_setting('app.ip')", ["given"])
        assert cursor.fetchone() == ("given", "100%s")


def test_many_parameters_are_sent_under_the_scope(own):
    with acting_as(own), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE accounts_membership SET is_administrator = true WHERE id = %s",
            [[own.membership_id]],
        )
        assert cursor.rowcount == 1


def test_cursor_on_the_server_sees_the_rows_of_the_scope(own, foreign):
    with acting_as(own):
        rows = Membership._base_manager.values_list("id", flat=True).iterator(chunk_size=1)
        assert list(rows) == [own.membership_id]


def test_outer_scope_holds_again_for_the_first_statement_after_a_nested_one(own):
    with acting_as(own):
        with system_scope(reason="test"):
            assert setting("system") == "on"
        assert (setting("system"), setting("user")) == ("", str(own.user_id))


def test_outer_scope_holds_again_after_a_statement_of_the_nested_one_failed(own):
    with acting_as(own):
        with pytest.raises(DataError), system_scope(reason="test"), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert (setting("system"), setting("user")) == ("", str(own.user_id))


def test_scope_holds_after_a_savepoint_was_rolled_back(own):
    with acting_as(own):
        with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert setting("user") == str(own.user_id)


def test_nested_scope_holds_after_a_savepoint_older_than_its_first_statement(own):
    with acting_as(own), system_scope(reason="test"):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        assert setting("system") == "on"


def test_nothing_is_set_after_the_scope(own):
    with acting_as(own):
        assert setting("user") == str(own.user_id)
    assert (setting("user"), setting("districts")) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_same_scope_is_sent_again_in_the_next_transaction(own):
    scope = scope_of(own)
    for _ in range(2):
        with entered(scope):
            assert setting("user") == str(own.user_id)
        assert not setting("user")


@pytest.mark.django_db(transaction=True)
def test_rolled_back_transaction_leaves_nothing_behind(own):
    with pytest.raises(ZeroDivisionError), acting_as(own):
        assert setting("user") == str(own.user_id)
        raise ZeroDivisionError
    assert not setting("user")
    assert Membership._base_manager.count() == 0
