"""Row-level security: the named policies, and the migration operation that applies them.

Every table of the portal is either under one of these policies or listed, with its reason,
in `TABLES_WITHOUT_POLICY`; a test compares both with the database.
"""

from django.db.migrations.operations import RunSQL

from audit.trail_trigger import TrailTrigger

__all__ = ["POLICIES", "TABLES_WITHOUT_POLICY", "CompositeTenantKey", "RowSecurity", "TrailTrigger"]


def _setting(name: str, cast: str) -> str:
    """A setting as a scalar sub-select, so that it is computed once and not for each row."""
    return f"(SELECT NULLIF(current_setting('app.{name}', true), '')::{cast})"


DISTRICT = f"district_id = ANY ({_setting('districts', 'bigint[]')}::bigint[])"


def _own(column: str, name: str) -> str:
    """Rows of the scope's own `name`, or of everyone's where the scope names nobody (0).

    Not a range: the planner takes "between two settings" for one row in two hundred, and walks
    the whole primary key for a bureau, which sees all. Indexes are chosen by lock 1's conditions.
    """
    everyone = f"(SELECT NULLIF(current_setting('app.sees_{name}', true), '')::bigint = 0)"
    return f"({everyone} OR {column} = {_setting(f'sees_{name}', 'bigint')})"


ORGANISATION = _own("organisation_id", "organisation")
TENANT = f"{DISTRICT} AND {ORGANISATION}"
RECIPIENT = _own("recipient_id", "user")
SYSTEM = "(SELECT current_setting('app.system', true)) = 'on'"
TRAIL = "(SELECT current_setting('app.trail', true)) = 'on'"
BUREAUS = "(SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0)"
CITY = "(SELECT current_setting('app.city', true)) = 'on'"
BANK = "(SELECT current_setting('app.bank', true)) = 'on'"
OWN_BANK = f"({BANK} AND bank_id = {_setting('sees_organisation', 'bigint')})"
AMONG_BANKS = f"({BANK} AND {_setting('sees_organisation', 'bigint')} = ANY (bank_ids))"
ANY_SCOPE = f"{_setting('sees_user', 'bigint')} IS NOT NULL"

# name -> (rows that may be read; rows that may be written; rows that may be changed or deleted,
# which are those that may be read where nothing is said)
POLICIES: dict[str, tuple[str, ...]] = {
    "tenant": (TENANT, TENANT),
    "district": (DISTRICT, DISTRICT),
    "recipient": (RECIPIENT, RECIPIENT),
    "internal": (SYSTEM, "true"),
    "trail": (TRAIL, "true"),
    # The reads of an organisation's data are its own to see, wherever it was placed at the time.
    "read_log": (f"organisation_id = {_setting('sees_organisation', 'bigint')}", "true"),
    "public_read": ("true", ANY_SCOPE),
    "open": ("true", "true"),
    # What bureaus, which see all organisations, have among themselves.
    "bureaus": (BUREAUS, BUREAUS),
    # What experts are, declare and score: theirs, and the bureaus'. Never the enterprise's.
    "own_or_bureaus": (f"({_own('user_id', 'user')}) OR {BUREAUS}",) * 2,
    "reviewing": (f"{BUREAUS} AND {DISTRICT}",) * 2,
    "score_sheet": (f"({_own('reviewer_id', 'user')}) OR ({BUREAUS} AND {DISTRICT})",) * 2,
    # What bureaus note about an organisation's rows, and its own people do not read.
    "bureau_notes": (f"{TENANT} AND {BUREAUS}", f"{TENANT} AND {BUREAUS}"),
    # Who objects and what was found out about it: the city's investigators alone.
    "investigation": (f"{TENANT} AND {CITY}",) * 2,
    # Banks read who is or was on the list, what they are shown, and what they may be shown.
    "whitelist": (f"({TENANT}) OR ({BANK} AND listed_at IS NOT NULL)", TENANT, TENANT),
    "consent": (f"({TENANT}) OR {OWN_BANK}", TENANT, TENANT),
    # What a bank was shown: the bank's own reading writes it, and the enterprise reads it.
    "disclosed": (TENANT, f"({TENANT}) OR {OWN_BANK}"),
    # What an enterprise and a bank have between them, and both write.
    "put_to_bank": (f"({TENANT}) OR {OWN_BANK}",) * 2,
    # What one gives to the other, and bureaus do not read.
    "between_two": (f"({TENANT} AND NOT {BUREAUS}) OR {OWN_BANK} OR {SYSTEM}",) * 2,
    "demand": (f"({TENANT}) OR {AMONG_BANKS}", TENANT, TENANT),
    "feed": (f"{OWN_BANK} OR ({BUREAUS} AND {DISTRICT})",) + (f"{BUREAUS} AND {DISTRICT}",) * 2,
    # What everybody with a duty reads and the city writes.
    "city_writes": (ANY_SCOPE, CITY, CITY),
    "published": (f"state IN ('published', 'retired') OR {BUREAUS}", BUREAUS),
    "organisation": (
        f"kind <> 'enterprise' OR ({DISTRICT} AND {_own('id', 'organisation')})",
        f"{DISTRICT} AND {_own('id', 'organisation')}",
    ),
    "membership": (
        f"({_own('user_id', 'user')}) OR ({TENANT})",
        TENANT,
    ),
    "claimant": (
        f"({_own('claimant_id', 'user')}) OR ({DISTRICT} AND {ORGANISATION})",
        f"({_own('claimant_id', 'user')}) OR ({DISTRICT} AND {ORGANISATION})",
    ),
}

# Tables of the frameworks, read before anybody is known to the portal or without any tenant's data.
TABLES_WITHOUT_POLICY: dict[str, str] = {
    "django_migrations": "schema history",
    "django_content_type": "names of models",
    "django_session": "opaque session data, looked up by its secret key",
    "auth_permission": "names of permissions",
    "auth_group": "names of groups",
    "auth_group_permissions": "names of permissions",
    "accounts_user": "read at sign-in, before a scope exists",
    "accounts_user_groups": "read at sign-in",
    "accounts_user_user_permissions": "read at sign-in",
    "account_emailaddress": "read at sign-in",
    "account_emailconfirmation": "read when an address is confirmed",
    "mfa_authenticator": "read at sign-in",
    "usersessions_usersession": "written at sign-in; read by user_id in the person's own list",
    "socialaccount_socialaccount": "read at sign-in",
    "socialaccount_socialapp": "configuration",
    "socialaccount_socialapp_sites": "configuration",
    "socialaccount_socialtoken": "read at sign-in",
    "oauth2_provider_accesstoken": "read when a bank's program signs in; keeps no token, its hash",
    "oauth2_provider_refreshtoken": "not used by programs; kept by the library",
    "oauth2_provider_grant": "not used by programs; kept by the library",
    "oauth2_provider_idtoken": "not used by programs; kept by the library",
    "oauth2_provider_devicegrant": "not used by programs; kept by the library",
}


class RowSecurity(RunSQL):
    """Put `table` under the named policy of `POLICIES`, forced for its owner too.

    `append_only` takes UPDATE and DELETE from the application's role.
    """

    def __init__(self, table: str, policy: str, append_only: bool = False) -> None:
        self.table, self.policy, self.append_only = table, policy, append_only
        using, check, *rest = POLICIES[policy]
        changed = rest[0] if rest else using
        forward = [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;',
            f'CREATE POLICY {policy}_read ON "{table}" FOR SELECT USING ({using});',
            f'CREATE POLICY {policy}_insert ON "{table}" FOR INSERT WITH CHECK ({check});',
            f'CREATE POLICY {policy}_update ON "{table}" FOR UPDATE'
            f" USING ({changed}) WITH CHECK ({check});",
            f'CREATE POLICY {policy}_delete ON "{table}" FOR DELETE USING ({changed});',
        ]
        if append_only:
            forward.append(f'REVOKE UPDATE, DELETE ON "{table}" FROM portal_app;')
        reverse = [
            *(
                f'DROP POLICY {policy}_{act} ON "{table}";'
                for act in ("read", "insert", "update", "delete")
            ),
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;',
        ]
        super().__init__("".join(forward), "".join(reverse))

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return ("RowSecurity", [self.table, self.policy, self.append_only], {})

    def describe(self) -> str:
        return f"Put {self.table} under the row-level policy {self.policy}"


class CompositeTenantKey(RunSQL):
    """Keep a child's tenant columns equal to its parent's.

    Adds UNIQUE (key, organisation_id, district_id) to the parent where it is missing and the
    foreign key (column, organisation_id, district_id) to the child, ON UPDATE CASCADE, so that
    a parent that moves to another district takes its rows along.
    """

    def __init__(self, child: str, parent: str, column: str, parent_key: str = "id") -> None:
        self.child, self.parent, self.column, self.parent_key = child, parent, column, parent_key
        unique = f"{parent}_tenant_key"
        parent_columns = _distinct(parent_key, "organisation_id", "district_id")
        child_columns = _distinct(column, "organisation_id", "district_id")
        if len(parent_columns) != len(child_columns):
            child_columns = ["organisation_id", "district_id"]
        forward = (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{unique}')"
            f' THEN ALTER TABLE "{parent}" ADD CONSTRAINT {unique}'
            f" UNIQUE ({', '.join(parent_columns)}); END IF; END $$;"
            f'ALTER TABLE "{child}" ADD CONSTRAINT {child}_{column}_tenant'
            f" FOREIGN KEY ({', '.join(child_columns)})"
            f' REFERENCES "{parent}" ({", ".join(parent_columns)})'
            " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;"
        )
        super().__init__(forward, f'ALTER TABLE "{child}" DROP CONSTRAINT {child}_{column}_tenant;')

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return ("CompositeTenantKey", [self.child, self.parent, self.column, self.parent_key], {})

    def describe(self) -> str:
        return f"Tie {self.child}.{self.column} to the tenant of {self.parent}"


def _distinct(*columns: str) -> list[str]:
    return list(dict.fromkeys(columns))
