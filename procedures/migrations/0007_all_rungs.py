"""Load the schemes of the other rungs and of the national titles."""

from typing import Any

from django.db import migrations

from schemes.shipped import load_shipped_schemes


def load(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.sees_user', '0', true)")
    load_shipped_schemes(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0006_indicators")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
