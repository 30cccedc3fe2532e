"""A loan is told apart by the year of its interest too: it may be subsidised once for each."""

from django.db import migrations

AS_PORTAL = (
    "SELECT set_config('app.sees_user', '0', true), set_config('app.sees_organisation', '0', true),"
    " set_config('app.districts', (SELECT coalesce(array_agg(id), '{}')::text"
    " FROM accounts_district), true)"
)
WITH_THE_YEAR = """
UPDATE financing_subsidykey
   SET key = left(key || '|' || left(line.more ->> 'interest_to', 4), 160)
  FROM financing_subsidyline line
 WHERE line.id = line_id AND financing_subsidykey.kind = 'loan'
   AND coalesce(line.more ->> 'interest_to', '') <> ''
"""


def add_the_year(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_PORTAL)
        cursor.execute(WITH_THE_YEAR)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_gathered_notifications"),
        ("financing", "0038_version_of_a_decided_line"),
    ]

    operations = [migrations.RunPython(add_the_year, migrations.RunPython.noop)]
