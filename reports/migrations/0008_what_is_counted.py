"""Say of the shipped plan's targets what is counted.

Source: action plan 2018-2021, 二: products and demonstration enterprises are 认定 (acts of
recognition); the pool turns over (滚动培育) and champions are 打造 (what stands at the end).
"""

from django.db import migrations

RECOGNISED = ("certified_product", "demonstration_enterprise")
AS_CITY = "SELECT set_config('app.sees_user', '0', true), set_config('app.city', 'on', true)"


def say(apps, schema_editor):
    database = schema_editor.connection.alias
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_CITY)
    targets = apps.get_model("reports", "Target").objects.using(database)
    targets.filter(measure__in=RECOGNISED).update(counting="recognised")


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_wall_of_the_facts")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
