"""The application's role, the functions that record changed rows, and the wall around the trail."""

from audit.models import (
    SIGN_INS_KEPT,
    ReadEntry,
    Seal,
    SealCheck,
    SignInEvent,
    TrailEntry,
    TransactionEra,
)
from database.objects import DatabaseObject, function, select_grant, sql_reader
from database.row_security import Policy, flag, own, row_security, setting

sql = sql_reader(__file__)
# The role of functions that do what the application's own role must not.
RECORDER = "portal_search"
_VISIBLE = function("audit_visible(jsonb, text[])", sql("audit_visible.sql"))
_NAME = function("audit_name(jsonb)", sql("audit_name.sql"))
_TRANSACTION = function(
    "audit_transaction()", sql("audit_transaction.sql"), models=(TransactionEra,)
)
_DIFFERENCE = function("audit_difference(jsonb, jsonb, text[])", sql("audit_difference.sql"))

TRAIL = Policy("trail", flag("trail"), "true")
SEALS = Policy("seals", flag("trail"), flag("system"))
# The reads of an organisation's data are its own to see, wherever it was placed at the time.
READ_LOG = Policy(
    "read_log",
    f"(organisation_id = {setting('sees_organisation', 'bigint')} OR {flag('trail')})",
    f"user_id = {setting('user', 'bigint')}",
)

# Whoever counts needs them; only the owner of the tables, who restores, begins one.
ERAS = Policy("eras", "true", "current_user <> 'portal_app'")
# Written before anybody is known to the portal, in its own name; read by the auditor, and by the
# person. The portal removes what was kept for its time, and nothing before.
SIGN_INS = Policy(
    "sign_ins",
    f"({own('user_id', 'user')} OR {flag('trail')})",
    flag("system"),
    f"{flag('system')} AND at < now() - interval '{SIGN_INS_KEPT.days} days'",
)
_SIGN_INS_GO = DatabaseObject(
    name="right to remove old sign-ins",
    create=f'GRANT DELETE ON "{SignInEvent._meta.db_table}" TO portal_app;',
    drop=f'REVOKE DELETE ON "{SignInEvent._meta.db_table}" FROM portal_app;',
    models=(SignInEvent,),
    needs=(f"row security of {SignInEvent._meta.db_table}",),
)

_ONLY_TRIGGERS_WRITE = DatabaseObject(
    name="right to write the trail",
    create=f"""
        GRANT INSERT ON "{TrailEntry._meta.db_table}" TO {RECORDER};
        GRANT USAGE ON SEQUENCE "{TrailEntry._meta.db_table}_id_seq" TO {RECORDER};
        REVOKE INSERT ON "{TrailEntry._meta.db_table}" FROM portal_app;
    """,
    drop=f"""
        GRANT INSERT ON "{TrailEntry._meta.db_table}" TO portal_app;
        REVOKE USAGE ON SEQUENCE "{TrailEntry._meta.db_table}_id_seq" FROM {RECORDER};
        REVOKE INSERT ON "{TrailEntry._meta.db_table}" FROM {RECORDER};
    """,
    models=(TrailEntry,),
)


def _recorder(operation: str, told_by: DatabaseObject) -> DatabaseObject:
    """The trigger function that writes an operation's entries."""
    name = f"audit_record_{operation}"
    return function(
        f"{name}()", sql(f"{name}.sql"), runs_as=RECORDER,
        needs=(told_by.name, _NAME.name, _TRANSACTION.name, _ONLY_TRIGGERS_WRITE.name),
    )  # fmt: skip


DATABASE_OBJECTS = (
    DatabaseObject(
        name="role portal_app",
        create=sql("application_role.sql"),
        drop="""
            ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM portal_app;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM portal_app;
            REVOKE ALL ON ALL TABLES IN SCHEMA public FROM portal_app;
            REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM portal_app;
        """,
        models=(TrailEntry,),
    ),
    _VISIBLE,
    _DIFFERENCE,
    _NAME,
    select_grant(RECORDER, TransactionEra),
    _TRANSACTION,
    row_security(TrailEntry, TRAIL, append_only=True),
    row_security(Seal, SEALS, append_only=True),
    _ONLY_TRIGGERS_WRITE,
    _recorder("insert", _VISIBLE),
    _recorder("update", _DIFFERENCE),
    _recorder("delete", _VISIBLE),
    row_security(ReadEntry, READ_LOG, append_only=True),
    row_security(SignInEvent, SIGN_INS, append_only=True),
    _SIGN_INS_GO,
    row_security(TransactionEra, ERAS, append_only=True),
    row_security(SealCheck, SEALS, append_only=True),
)
