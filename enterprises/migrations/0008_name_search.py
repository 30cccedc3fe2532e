"""Finding all names with a part, and telling common parts from rare ones."""

from pathlib import Path

from django.db import migrations

SEARCH = Path(__file__).resolve().parent.parent / "name_search.sql"


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0007_credit_records")]

    operations = [
        migrations.RunSQL(
            SEARCH.read_text(encoding="utf-8"),
            "DROP FUNCTION enterprises_common_bigrams();"
            "DROP FUNCTION enterprises_search_places(text);",
        ),
    ]
