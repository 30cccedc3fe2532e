"""Load the tasks, measures and safeguards of the action plan, each in the words of its clause.

Source: 青岛市专精特新和隐形冠军中小企业培育行动计划(2018-2021), 2018-03-07, 三 and 四. Responsible
bodies and times stand where the text names them.
"""

import json
from datetime import date
from pathlib import Path

from django.db import migrations

ROWS = Path(__file__).with_name("measures_2018.json")
AS_CITY = "SELECT set_config('app.sees_user', '0', true), set_config('app.city', 'on', true)"


def load(apps, schema_editor):
    database = schema_editor.connection.alias
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_CITY)
    plan = (
        apps.get_model("reports", "Plan")
        .objects.using(database)
        .filter(starts_on=date(2018, 3, 7))
        .first()
    )
    if plan is None:
        return
    measures = apps.get_model("reports", "Measure").objects.using(database)
    sorts = {"task": 0, "safeguard": 0}
    for row in json.loads(ROWS.read_text(encoding="utf-8")):
        sorts[row["part"]] += 1
        common = {"plan": plan, "part": row["part"], "clause": row["clause"]}
        task = measures.create(**common, sort=sorts[row["part"]], title=row["title"])
        for sort, one in enumerate(row["measures"], 1):
            measures.create(**common, parent=task, sort=sort, **one)


class Migration(migrations.Migration):
    dependencies = [("reports", "0018_wall_of_work_plans")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
