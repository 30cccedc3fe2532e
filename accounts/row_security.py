"""The row-level policies that several apps use, and how a table is secured.

Each app puts its own tables under a policy, in its `database_objects.py`; a policy that belongs
to one app stands there. A test compares all of them with the database.
"""

from collections.abc import Mapping

from django.db.models import Model

from accounts.tenant_keys import parent_key, tenant_key
from audit.trail_trigger import trail
from database.objects import DatabaseObject
from database.row_security import Policy, flag, own, row_security, setting

DISTRICT_ROWS = f"district_id = ANY ({setting('districts', 'bigint[]')}::bigint[])"
ORGANISATION_ROWS = own("organisation_id", "organisation")
TENANT_ROWS = f"{DISTRICT_ROWS} AND {ORGANISATION_ROWS}"
IS_SYSTEM = flag("system")
IS_CITY = flag("city")
# Bureaus see all organisations of their districts.
IS_BUREAU = "(SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0)"
IN_ANY_SCOPE = f"{setting('sees_user', 'bigint')} IS NOT NULL"

TENANT = Policy("tenant", TENANT_ROWS, TENANT_ROWS)
RECIPIENT = Policy("recipient", own("recipient_id", "user"), own("recipient_id", "user"))
# What everybody reads, signed in or not, and the city writes.
PUBLIC_READ = Policy("public_read", "true", IS_CITY, IS_CITY)
# What everybody with a duty reads and the city writes.
CITY_WRITES = Policy("city_writes", IN_ANY_SCOPE, IS_CITY, IS_CITY)
# What bureaus have among themselves, and the city writes.
BUREAUS = Policy("bureaus", IS_BUREAU, IS_CITY, IS_CITY)
# What bureaus note about an organisation's rows, and its own people do not read.
BUREAU_NOTES = Policy(
    "bureau_notes", f"{TENANT_ROWS} AND {IS_BUREAU}", f"{TENANT_ROWS} AND {IS_BUREAU}"
)


def secured(
    model: type[Model],
    policy: Policy,
    *,
    within: Mapping[str, type[Model]] | None = None,
    is_parent: bool = False,
    append_only: bool = False,
    on_trail: bool = False,
    hidden: tuple[str, ...] = (),
) -> tuple[DatabaseObject, ...]:
    """All that a table owes: its policy, its tenant keys, its trail.

    `within` gives for a column of the table the parent that it points to, whose organisation and
    district the row must have; a parent says so of itself by `is_parent`. `append_only` rows are
    never changed nor deleted. `on_trail`: changes are recorded, without the values of `hidden`.
    """
    objects = [row_security(model, policy, append_only=append_only)]
    if is_parent:
        objects.append(parent_key(model))
    objects += [tenant_key(model, column, parent) for column, parent in (within or {}).items()]
    if on_trail:
        objects.append(trail(model, hidden))
    return tuple(objects)
