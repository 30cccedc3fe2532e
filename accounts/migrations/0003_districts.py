"""Load Qingdao's divisions and the public organisations of the city.

Source of the divisions: NBS county-level codes. 青岛高新区 carried the statistical code 370271
until the 2023-09 edition; 即墨 was 370282 until 2018. The tile places are a schematic drawing,
not a map.
"""

import json
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).with_name("districts.json")
OPEN_SCOPE = (
    "SELECT set_config('app.sees_user', '0', true), set_config('app.sees_organisation', '0', true),"
    " set_config('app.city', 'on', true)"
)


def load(apps, schema_editor):
    """Write divisions and bureaus through the editor's connection, inside its transaction."""
    District = apps.get_model("accounts", "District")
    Organisation = apps.get_model("accounts", "Organisation")
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(OPEN_SCOPE)
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        District.objects.using(connection.alias).update_or_create(code=row["code"], defaults=row)
    districts = list(District.objects.using(connection.alias).order_by("sort"))
    city = next(district for district in districts if district.kind == "city")
    with connection.cursor() as cursor:
        ids = f"{{{','.join(str(district.pk) for district in districts)}}}"
        cursor.execute("SELECT set_config('app.districts', %s, true)", [ids])
    rows = [
        Organisation(kind="city_bureau", name="青岛市中小企业主管部门", district_id=city.pk),
        Organisation(kind="leadership_group", name="市促进小企业发展领导小组", district_id=city.pk),
        Organisation(kind="platform", name="平台运维中心", district_id=city.pk),
    ]
    rows += [
        Organisation(
            kind="district_bureau",
            name=f"{district.short_name}中小企业主管部门",
            district_id=district.pk,
        )
        for district in districts
        if district != city
    ]
    Organisation.objects.using(connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_database_objects")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
