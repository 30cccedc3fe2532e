"""Load the subsidy schemes that come with the portal, published, each with its amount rule.

As for the first schemes, the file holds each as it was stored when this was written, and a test
compares it with the scheme files.
"""

import json
from importlib import import_module
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).with_name("shipped_subsidies.json")
first = import_module("schemes.migrations.0003_shipped_schemes")


def load(apps, schema_editor):
    """Write each scheme and version that is not there yet."""
    Scheme = apps.get_model("schemes", "Scheme")
    SchemeVersion = apps.get_model("schemes", "SchemeVersion")
    database = schema_editor.connection.alias
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(first.AS_BUREAU)
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
    dependencies = [("schemes", "0008_city_writes_versions")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
