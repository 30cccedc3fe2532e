"""The application's role, the functions that record changed rows, and the wall around the trail."""

from audit.models import ReadEntry, Seal, TrailEntry
from database.objects import DatabaseObject, function, sql_reader
from database.row_security import Policy, flag, row_security, setting

sql = sql_reader(__file__)
_VISIBLE = function("audit_visible(jsonb, text[])", sql("audit_visible.sql"))
_DIFFERENCE = function("audit_difference(jsonb, jsonb, text[])", sql("audit_difference.sql"))

TRAIL = Policy("trail", flag("trail"), "true")
# The reads of an organisation's data are its own to see, wherever it was placed at the time.
READ_LOG = Policy("read_log", f"organisation_id = {setting('sees_organisation', 'bigint')}", "true")

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
    function("audit_record_insert()", sql("audit_record_insert.sql"), needs=(_VISIBLE.name,)),
    function("audit_record_update()", sql("audit_record_update.sql"), needs=(_DIFFERENCE.name,)),
    function("audit_record_delete()", sql("audit_record_delete.sql"), needs=(_VISIBLE.name,)),
    row_security(TrailEntry, TRAIL, append_only=True),
    row_security(Seal, TRAIL, append_only=True),
    row_security(ReadEntry, READ_LOG, append_only=True),
)
