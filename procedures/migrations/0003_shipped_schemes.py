"""Load the scheme files that come with the portal."""

from django.db import migrations

from schemes.shipped import load_shipped_schemes


def load(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.sees_user', '0', true)")
    load_shipped_schemes(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_row_security")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
