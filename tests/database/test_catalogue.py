"""The database that the migrations made is the one that the code declares, text by text."""

import re

import pytest

from accounts.scope_settings import settings_of
from database.catalogue import differences
from database.history import own_apps
from database.objects import declared_objects
from tests.database.conftest import Drift

pytestmark = pytest.mark.xdist_group("built_from_code")


def test_migrated_database_is_the_declared_one(migrated, in_code):
    assert differences(without_frameworks(migrated), without_frameworks(in_code)) == []


def without_frameworks(catalogue: dict[str, str]) -> dict[str, str]:
    """Without what the frameworks' own migrations make, which need not agree with their models."""
    own = {
        model._meta.db_table
        for config in own_apps()
        for model in config.get_models(include_auto_created=True)
    }
    return {
        name: text
        for name, text in catalogue.items()
        if "django_migrations" not in name and table_described(name) in own | {None}
    }


def table_described(name: str) -> str | None:
    """The table of a column, constraint or index."""
    kind, _, rest = name.partition(" ")
    if kind == "column":
        return rest.partition(".")[0]
    return rest.rpartition(" on ")[2] if kind in ("constraint", "index") else None


@pytest.mark.parametrize(
    ("drift", "found"),
    [
        (
            "ALTER POLICY tenant_read ON documents_attachment USING (district_id = ANY ("
            "(SELECT NULLIF(current_setting('app.areas', true), '')::bigint[])::bigint[]))",
            "policy tenant_read on documents_attachment",
        ),
        (
            "DROP POLICY tenant_delete ON procedures_application",
            "policy tenant_delete on procedures_application",
        ),
        (
            "CREATE POLICY more ON procedures_application FOR SELECT USING (true)",
            "policy more on procedures_application",
        ),
        (
            "ALTER POLICY tenant_read ON accounts_job TO portal_search",
            "policy tenant_read on accounts_job",
        ),
        (
            "ALTER TABLE accounts_job NO FORCE ROW LEVEL SECURITY",
            "table accounts_job",
        ),
        (
            "ALTER TABLE accounts_job DISABLE ROW LEVEL SECURITY",
            "table accounts_job",
        ),
        (
            "CREATE OR REPLACE FUNCTION audit_record_delete() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NULL; END $$",
            "function audit_record_delete()",
        ),
        (
            "ALTER FUNCTION enterprises_search(text, integer) SECURITY INVOKER",
            "function enterprises_search(part text, most integer)",
        ),
        (
            "ALTER FUNCTION enterprises_search(text, integer) OWNER TO portal_owner",
            "function enterprises_search(part text, most integer)",
        ),
        (
            "ALTER FUNCTION enterprises_search(text, integer) RESET ALL",
            "function enterprises_search(part text, most integer)",
        ),
        (
            "ALTER FUNCTION enterprises_bigrams(text) VOLATILE",
            "function enterprises_bigrams(name text)",
        ),
        (
            "GRANT EXECUTE ON FUNCTION financing_token_holder(text) TO PUBLIC",
            "function financing_token_holder(checksum text)",
        ),
        (
            "REVOKE SELECT ON financing_whitelistentry FROM portal_search",
            "table financing_whitelistentry",
        ),
        (
            "REVOKE SELECT (duty) ON accounts_membership FROM portal_search",
            "table accounts_membership",
        ),
        ("GRANT UPDATE ON audit_trailentry TO portal_app", "table audit_trailentry"),
        (
            "REVOKE USAGE ON SEQUENCE financing_feed_seq FROM portal_app",
            "sequence financing_feed_seq",
        ),
        (
            "DROP TRIGGER trail_update ON accounts_user",
            "trigger trail_update on accounts_user",
        ),
        (
            "ALTER TABLE accounts_user DISABLE TRIGGER trail_update",
            "trigger trail_update on accounts_user",
        ),
        (
            "ALTER TABLE procedures_snapshot"
            " DROP CONSTRAINT procedures_snapshot_application_id_tenant",
            "constraint procedures_snapshot_application_id_tenant on procedures_snapshot",
        ),
        (
            "DROP INDEX enterprises_enterprise_bigrams",
            "index enterprises_enterprise_bigrams on enterprises_enterprise",
        ),
        (
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE INSERT ON TABLES FROM portal_app",
            "default privileges of portal_owner on r",
        ),
        ("CREATE VIEW leak AS SELECT * FROM accounts_user", "view leak"),
    ],
)
def test_drift_is_found(in_code, after, drift: str, found: str):
    lines = differences(after(drift), in_code)
    assert [line for line in lines if line.startswith(f"{found}:")]


def test_a_statement_that_changes_nothing_is_no_drift(in_code, after: Drift):
    assert differences(after("SELECT 1"), in_code) == []


def test_all_objects_can_be_dropped_and_made_again(in_code, after: Drift):
    objects = declared_objects().values()
    drops = "".join(item.drop for item in reversed(objects))
    standing = ("policy", "trigger", "function", "sequence certification_certificate_number")
    assert not [name for name in after(drops) if name.startswith(standing)]
    again = after(drops + "".join(item.create for item in objects))
    assert differences(again, in_code) == []


def test_every_setting_that_the_database_asks_for_is_one_that_a_scope_sets():
    told = {f"app.{name}" for name in settings_of(None)}
    asked = {
        name
        for item in declared_objects().values()
        for name in re.findall(r"current_setting\('([\w.]+)'", item.create)
    }
    assert asked - told == set()
