"""Reference data: Qingdao's divisions and the public organisations of the city."""

from typing import Any

from accounts.districts import CITY_CODE, QINGDAO

OPEN_SCOPE = (
    "SELECT set_config('app.sees_user', '0', true), set_config('app.sees_organisation', '0', true)"
)


def load_reference_data(apps: Any, connection: Any) -> None:
    """Write divisions and bureaus through `connection`, inside its transaction."""
    District = apps.get_model("accounts", "District")
    Organisation = apps.get_model("accounts", "Organisation")
    database = connection.alias
    with connection.cursor() as cursor:
        cursor.execute(OPEN_SCOPE)
    for row in QINGDAO:
        District.objects.using(database).update_or_create(code=row["code"], defaults=row)
    districts = list(District.objects.using(database).order_by("sort"))
    city = next(d for d in districts if d.code == CITY_CODE)
    with connection.cursor() as cursor:
        ids = f"{{{','.join(str(d.pk) for d in districts)}}}"
        cursor.execute("SELECT set_config('app.districts', %s, true)", [ids])
    rows = [
        Organisation(kind="city_bureau", name="青岛市中小企业主管部门", district_id=city.pk),
        Organisation(kind="leadership_group", name="市促进小企业发展领导小组", district_id=city.pk),
        Organisation(kind="platform", name="平台运维中心", district_id=city.pk),
    ]
    rows += [
        Organisation(
            kind="district_bureau", name=f"{d.short_name}中小企业主管部门", district_id=d.pk
        )
        for d in districts
        if d.code != CITY_CODE
    ]
    Organisation.objects.using(database).bulk_create(rows)
