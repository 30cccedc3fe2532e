"""The wall, the trail and the guard of published versions."""

from pathlib import Path

from django.db import migrations

from accounts.row_security import CompositeTenantKey, RowSecurity, TrailTrigger

GUARD = Path(__file__).resolve().parent.parent / "case_guard.sql"
PUBLIC = ("scheme", "schemeversion", "batch", "publicnotice", "noticeentry")
CHILDREN = ("applicationfile", "snapshot", "caseevent", "returnitem", "objection")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial"), ("enterprises", "0002_row_security")]

    operations = [
        *(RowSecurity(f"procedures_{name}", "public_read") for name in PUBLIC),
        RowSecurity("procedures_application", "tenant"),
        RowSecurity("procedures_applicationfile", "tenant"),
        RowSecurity("procedures_snapshot", "tenant", append_only=True),
        RowSecurity("procedures_caseevent", "tenant", append_only=True),
        RowSecurity("procedures_returnitem", "tenant"),
        RowSecurity("procedures_objection", "tenant"),
        CompositeTenantKey(
            "procedures_application", "enterprises_enterprise", "organisation_id", "organisation_id"
        ),
        *(
            CompositeTenantKey(f"procedures_{name}", "procedures_application", "application_id")
            for name in CHILDREN
        ),
        *(
            TrailTrigger(f"procedures_{name}")
            for name in (*PUBLIC, "application", "applicationfile", "returnitem", "objection")
        ),
        migrations.RunSQL(
            GUARD.read_text(encoding="utf-8"),
            "DROP TRIGGER frozen_version ON procedures_schemeversion;"
            "DROP FUNCTION procedures_frozen_version();",
        ),
    ]
