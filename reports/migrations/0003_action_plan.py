"""Load the action plan and its targets.

Source: 青岛市专精特新和隐形冠军中小企业培育行动计划(2018-2021), 2018-03-07, 二、工作目标.
"""

from datetime import date

from django.db import migrations

TARGETS = (
    ("pool", 10_000, "家"),
    ("certified_product", 2_500, "项"),
    ("demonstration_enterprise", 500, "家"),
    ("hidden_champion", 100, "家"),
)
AS_CITY = "SELECT set_config('app.sees_user', '0', true), set_config('app.city', 'on', true)"


def load(apps, schema_editor):
    database = schema_editor.connection.alias
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_CITY)
    plan = (
        apps.get_model("reports", "Plan")
        .objects.using(database)
        .create(
            name="专精特新和隐形冠军中小企业培育行动计划（2018-2021）",
            source="青岛市专精特新和隐形冠军中小企业培育行动计划(2018-2021)，二、工作目标",
            starts_on=date(2018, 3, 7),
            ends_on=date(2021, 12, 31),
            is_current=True,
        )
    )
    Target = apps.get_model("reports", "Target")
    for sort, (measure, value, unit) in enumerate(TARGETS):
        Target.objects.using(database).create(
            plan=plan, measure=measure, value=value, unit=unit, sort=sort
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_database_objects")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
