"""The active scope as transaction-local settings of PostgreSQL, which row-level security reads.

A change of scope costs no round trip of its own: the settings go ahead of the next statement, in
the same message. Every statement through a Django cursor passes here; a cursor of the driver itself
works under what was sent last, which at the beginning of a transaction is nothing.
"""

from collections.abc import Callable, Mapping
from functools import cache

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg2.extensions import STATUS_READY
from psycopg2.extensions import cursor as Cursor

from accounts.tenancy import NOBODY, Scope, active_scope, registered_flags

_UNKNOWN = object()


def settings_of(scope: Scope | None) -> dict[str, str]:
    """The value of each setting `app.<name>` under `scope`; all are empty outside of any."""
    person = scope.person if scope else NOBODY
    return {
        "districts": f"{{{','.join(map(str, scope.district_ids))}}}" if scope else "",
        "sees_organisation": str(scope.organisation_id) if scope else "",
        "sees_user": str(scope.user_id) if scope else "",
        "system": "on" if scope and scope.is_system else "",
        "city": "on" if scope and scope.is_city else "",
        "operator": "on" if scope and scope.actor and scope.actor.is_operator else "",
        "trail": "on" if scope and scope.reads_trail else "",
        "user": str(person.user_id or ""),
        "membership": str(person.membership_id or ""),
        "ip": scope.ip if scope else "",
        "request_id": scope.request_id if scope else "",
        "reason": scope.reason if scope else "",
        **{name: "on" if scope and scope.has(name) else "" for name in registered_flags()},
    }


class SendScope:
    """An execute wrapper for one connection: see `django.db.connection.execute_wrapper`.

    `sent` is the scope whose settings hold in the present transaction, as far as is known.
    """

    def __init__(self) -> None:
        self.sent: object = None

    def __call__(
        self,
        execute: Callable[..., object],
        sql: str,
        parameters: object,
        many: bool,
        context: Mapping[str, CursorWrapper],
    ) -> object:
        wrapper = context["cursor"]
        if wrapper.connection.status == STATUS_READY:
            self.sent = None  # Between transactions nothing is set.
        if sql.startswith("ROLLBACK TO"):
            # The settings go back to those of the savepoint, and a transaction that has failed
            # takes no other statement.
            self.sent = _UNKNOWN
            return execute(sql, parameters, many, context)
        scope = active_scope()
        if self.sent is scope:
            return execute(sql, parameters, many, context)
        self.sent = _UNKNOWN
        if many or wrapper.cursor.name:
            # Neither a list of parameters nor a cursor on the server takes two statements.
            with wrapper.connection.cursor() as plain:
                plain.execute(_statement(plain, scope))
            self.sent = scope
            return execute(sql, parameters, many, context)
        settings = _statement(wrapper.cursor, scope)
        if parameters is not None:
            settings = settings.replace("%", "%%")
        result = execute(f"{settings}; {sql}", parameters, many, context)
        self.sent = scope
        return result


@cache
def _text() -> str:
    """The statement for every setting. Kept: all flags are registered before the first query."""
    return "SELECT " + ", ".join(
        f"set_config('app.{name}', %s, true)" for name in settings_of(None)
    )


def _statement(plain: Cursor, scope: Scope | None) -> str:
    text: str = plain.mogrify(_text(), list(settings_of(scope).values())).decode()
    return text


def send_scope_on(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Let a new connection carry the active scope: receives `connection_created`."""
    if connection.alias != "default":
        return
    if not any(isinstance(one, SendScope) for one in connection.execute_wrappers):
        # First, for `connection.execute_wrapper` takes the last one away when its block ends.
        connection.execute_wrappers.insert(0, SendScope())
