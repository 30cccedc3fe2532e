"""Load Qingdao's divisions and the public organisations of the city."""

from django.db import migrations

from accounts.reference_data import load_reference_data


def load(apps, schema_editor):
    load_reference_data(apps, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_row_security")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
