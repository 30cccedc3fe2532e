"""Banks find enterprises of the list by a part of the name."""

from pathlib import Path

from django.db import migrations

SEARCH = Path(__file__).resolve().parent.parent / "name_search.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("financing", "0008_market_rates"),
        ("enterprises", "0002_row_security"),
    ]

    operations = [
        migrations.RunSQL(
            SEARCH.read_text(encoding="utf-8"),
            "DROP FUNCTION financing_search(text, integer);"
            "REVOKE SELECT ON financing_whitelistentry FROM portal_search;",
        )
    ]
