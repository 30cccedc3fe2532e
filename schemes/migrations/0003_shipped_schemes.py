"""Load the schemes that come with the portal, published.

The file holds each as it was stored when this was written; a test compares it with the scheme
files. A later change of a scheme is a version of its own.
"""

import json
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).with_name("shipped_schemes.json")
AS_BUREAU = (
    "SELECT set_config('app.sees_user', '0', true), set_config('app.sees_organisation', '0', true),"
    " set_config('app.city', 'on', true)"
)


def load(apps, schema_editor):
    """Write each shipped scheme and version that is not there yet."""
    Scheme = apps.get_model("schemes", "Scheme")
    SchemeVersion = apps.get_model("schemes", "SchemeVersion")
    database = schema_editor.connection.alias
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_BUREAU)
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        scheme, _ = Scheme.objects.using(database).get_or_create(
            code=row["code"], defaults={"name": row["name"], "sort": row["sort"]}
        )
        SchemeVersion.objects.using(database).get_or_create(
            scheme=scheme,
            label=row["label"],
            defaults={
                "state": "published",
                "definition": row["definition"],
                "source_document": row["source"],
                "valid_from": row["valid_from"],
                "valid_to": row["valid_to"],
            },
        )


class Migration(migrations.Migration):
    dependencies = [("schemes", "0002_database_objects")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
