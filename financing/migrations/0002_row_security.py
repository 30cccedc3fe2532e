"""The wall around the list, the consents and what banks are shown; its scheme; its triggers."""

from pathlib import Path
from typing import Any

from django.db import migrations

from accounts.row_security import CompositeTenantKey, RowSecurity, TrailTrigger
from lifecycle.state_guard import StateGuard
from schemes.shipped import load_shipped_schemes

CHANGES = Path(__file__).resolve().parent.parent / "registry_changes.sql"


def load(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for name in ("sees_user", "sees_organisation"):
            cursor.execute(f"SELECT set_config('app.{name}', '0', true)")
    load_shipped_schemes(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("financing", "0001_whitelist"),
        ("enterprises", "0007_credit_records"),
        ("procedures", "0017_objection_files"),
        ("certification", "0005_certificate_life"),
    ]

    operations = [
        RowSecurity("financing_whitelistentry", "whitelist"),
        RowSecurity("financing_whitelistevent", "tenant", append_only=True),
        RowSecurity("financing_consent", "consent"),
        RowSecurity("financing_disclosure", "tenant", append_only=True),
        RowSecurity("financing_feedrow", "feed"),
        RowSecurity("financing_feedpurge", "public_read", append_only=True),
        RowSecurity("financing_pull", "tenant"),
        RowSecurity("financing_bankclient", "tenant"),
        RowSecurity("financing_clientsecret", "tenant"),
        TrailTrigger("financing_whitelistentry"),
        TrailTrigger("financing_consent"),
        TrailTrigger("financing_bankclient"),
        *(
            CompositeTenantKey(table, "enterprises_enterprise", "organisation_id", "organisation_id")
            for table in (
                "financing_whitelistentry", "financing_consent", "financing_disclosure",
                "financing_feedrow",
            )
        ),
        CompositeTenantKey("financing_whitelistevent", "financing_whitelistentry", "entry_id"),
        CompositeTenantKey("financing_clientsecret", "financing_bankclient", "client_id"),
        migrations.RunSQL(
            "CREATE SEQUENCE financing_feed_seq;"
            "GRANT USAGE, SELECT ON SEQUENCE financing_feed_seq TO portal_app;",
            "DROP SEQUENCE financing_feed_seq;",
        ),
        StateGuard("financing_whitelistentry", "financing_whitelistevent", "entry_id"),
        migrations.RunSQL(
            CHANGES.read_text(encoding="utf-8"),
            "DROP TRIGGER tell_banks ON enterprises_enterprise;"
            "DROP TRIGGER tell_banks_new ON enterprises_yearlyreport;"
            "DROP TRIGGER tell_banks ON enterprises_yearlyreport;"
            "DROP FUNCTION financing_registry_changed();",
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]  # fmt: skip
