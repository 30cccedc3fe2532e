"""Names are kept in one spelling, and the size of an enterprise is that at the end of a year."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import ExtractYear

AS_PORTAL = (
    "SELECT set_config('app.sees_user', '0', true), set_config('app.sees_organisation', '0', true),"
    " set_config('app.districts', (SELECT coalesce(array_agg(id), '{}')::text"
    " FROM accounts_district), true)"
)


def class_by_reports(apps, schema_editor):
    """Let the last submitted report say the size of whoever has one; the figures of all others
    are those at the end of the year before they registered."""
    from enterprises.rules.size_class import size_class_of

    database = schema_editor.connection.alias
    Enterprise = apps.get_model("enterprises", "Enterprise")
    YearlyReport = apps.get_model("enterprises", "YearlyReport")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_PORTAL)
    entries = Enterprise._base_manager.using(database)
    industries = dict(entries.values_list("organisation_id", "industry_code"))
    reports = YearlyReport._base_manager.using(database).filter(state="submitted")
    latest = reports.order_by("organisation_id", "-year").distinct("organisation_id")
    for report in latest.iterator(2000):
        size = size_class_of(
            industries[report.organisation_id], report.staff, report.revenue, report.assets
        )
        told = f"（{report.year} 年末数据）" if size.size_class else ""
        entries.filter(pk=report.organisation_id).update(
            staff=report.staff,
            revenue=report.revenue,
            assets=report.assets,
            size_class=size.size_class or "",
            size_reason=f"{size.reason}{told}",
            size_year=report.year,
            size_is_reported=True,
        )
    entries.filter(size_year=None).exclude(size_class="").update(
        size_year=ExtractYear(F("created_at")) - 1
    )


def respell(apps, schema_editor):
    """Write each name as it would be stored today, with the keys made of it."""
    from documents.written.text import name as kept_name
    from enterprises.imports.names import name_fields

    database = schema_editor.connection.alias
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_PORTAL)
    organisations = apps.get_model("accounts", "Organisation").objects.using(database)
    enterprises = apps.get_model("enterprises", "Enterprise").objects.using(database)
    rows = enterprises.values_list("pk", "name", "name_key", "name_pinyin")
    for pk, written, *keys in rows.iterator():
        name = kept_name(written)
        fields = {"name": name, **name_fields(name)}
        if [written, *keys] != list(fields.values()):
            enterprises.filter(pk=pk).update(**fields)
            organisations.filter(pk=pk).exclude(name=name).update(name=name)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0007_walls_of_proposals")]

    operations = [
        migrations.RunPython(class_by_reports, migrations.RunPython.noop),
        migrations.RunPython(respell, migrations.RunPython.noop),
    ]
