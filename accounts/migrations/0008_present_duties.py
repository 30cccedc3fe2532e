"""Finding a person's duties at each page, with a plan that is kept."""

from pathlib import Path

from django.db import migrations

DUTIES = Path(__file__).resolve().parent.parent / "present_duties.sql"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_program_accounts")]

    operations = [
        migrations.RunSQL(
            DUTIES.read_text(encoding="utf-8"),
            "DROP FUNCTION accounts_present_duties(bigint);"
            "REVOKE SELECT (is_program, since) ON accounts_membership FROM portal_search;"
            "REVOKE SELECT (district_id) ON accounts_organisation FROM portal_search;",
        ),
    ]
