"""The names that holders of certificates gave up are former names of their enterprises."""

from django.db import migrations

AS_PORTAL = (
    "SELECT set_config('app.sees_user', '0', true), set_config('app.sees_organisation', '0', true),"
    " set_config('app.districts', (SELECT coalesce(array_agg(id), '{}')::text"
    " FROM accounts_district), true)"
)


def from_earlier_renamings(apps, schema_editor):
    """Keep the name that each renaming of a holder has given up so far."""
    from django.utils import timezone

    from enterprises.rules.name_matching import match_key

    database = schema_editor.connection.alias
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_PORTAL)
    names = apps.get_model("enterprises", "FormerName")._base_manager.using(database)
    events = apps.get_model("certification", "CertificateEvent")._base_manager.using(database)
    for event in events.filter(transition="rename", facts__has_key="holder_name"):
        name = event.facts["holder_name"][0]
        names.get_or_create(
            organisation_id=event.organisation_id,
            district_id=event.district_id,
            name=name,
            until=timezone.localdate(event.at),
            defaults={
                "name_key": match_key(name),
                "document_number": event.document_number,
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0004_wall_of_issued_certificates"),
        ("enterprises", "0011_wall_of_former_names"),
    ]

    operations = [migrations.RunPython(from_earlier_renamings, migrations.RunPython.noop)]
