"""Let the shipped forms of money ask for the consent of whoever paid less, where the higher sum counts.

As with earlier corrections, what a city has written or used itself stays as it is.
"""

from importlib import import_module
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).with_name("consent_of_the_payer.json")
first = import_module("schemes.migrations.0003_shipped_schemes")
earlier = import_module("schemes.migrations.0006_corrected_schemes")


def correct(apps, schema_editor):
    """Write the content with the question into each shipped version."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(first.AS_BUREAU)  # since 0008 the city alone writes versions
    earlier.correct_from(FILE, apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("schemes", "0009_shipped_subsidies")]

    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
