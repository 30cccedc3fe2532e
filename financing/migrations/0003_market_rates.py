"""Load the one-year LPR as published up to May 2025; the city adds later rates in the browser."""

import json
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).with_name("lpr_one_year.json")
AS_CITY = "SELECT set_config('app.sees_user', '0', true), set_config('app.city', 'on', true)"


def load(apps, schema_editor):
    """Write the published rates that are not there yet."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_CITY)
        cursor.executemany(
            "INSERT INTO financing_marketrate (valid_from, rate, noted_at)"
            " VALUES (%s, %s, now()) ON CONFLICT (valid_from) DO NOTHING",
            json.loads(FILE.read_text(encoding="utf-8"))["rates"],
        )


class Migration(migrations.Migration):
    dependencies = [("financing", "0002_database_objects")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
