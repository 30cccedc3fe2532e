"""The wall around schemes; published versions are frozen."""

from accounts.row_security import BUREAUS, IS_BUREAU, IS_CITY, PUBLIC_READ, TENANT, secured
from database.objects import DatabaseObject, function, sql_reader, trigger
from database.row_security import Policy
from enterprises.database_objects import OF_ENTERPRISE
from lifecycle.state_guard import state_guard
from schemes.models import Scheme, SchemeVersion, SchemeVersionEvent, SchemeWatch

sql = sql_reader(__file__)
# What was published everybody reads, drafts the bureaus; the city writes them.
PUBLISHED = Policy(
    "published", f"state IN ('published', 'retired') OR {IS_BUREAU}", IS_CITY, IS_CITY
)
_FROZEN = "schemes_frozen_version"

DATABASE_OBJECTS = (
    *secured(Scheme, PUBLIC_READ, on_trail=True),
    *secured(SchemeVersion, PUBLISHED, on_trail=True),
    function(f"{_FROZEN}()", sql(f"{_FROZEN}.sql")),
    trigger(
        "frozen_version",
        SchemeVersion,
        "BEFORE UPDATE",
        "FOR EACH ROW WHEN (OLD.state <> 'draft')",
        function=_FROZEN,
    ),
    trigger(
        "undeleted_version",
        SchemeVersion,
        "BEFORE DELETE",
        "FOR EACH ROW WHEN (OLD.state IN ('published', 'retired'))",
        function=_FROZEN,
    ),
    *secured(SchemeVersionEvent, BUREAUS, append_only=True),
    # Deleted with a draft, by the database: the application deletes no event.
    DatabaseObject(
        name="key of schemes_schemeversionevent",
        create="ALTER TABLE schemes_schemeversionevent ADD CONSTRAINT scheme_version_event_of"
        " FOREIGN KEY (version_id) REFERENCES schemes_schemeversion (id)"
        " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;",
        drop="ALTER TABLE schemes_schemeversionevent DROP CONSTRAINT scheme_version_event_of;",
        models=(SchemeVersion, SchemeVersionEvent),
    ),
    state_guard(SchemeVersion, SchemeVersionEvent, "version_id"),
    *secured(SchemeWatch, TENANT, within=OF_ENTERPRISE, on_trail=True),
)
