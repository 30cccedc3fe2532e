"""Correct the schemes that come with the portal: what was found against the official texts.

A shipped version that nothing refers to is corrected where it stands. One that has batches, filings
or drafts of its own stays as it is: the corrected content becomes a published version beside it,
which the city lets the batches go on under (docs/decisions/0035-corrected-schemes.md).
"""

import json
from pathlib import Path

from django.db import IntegrityError, migrations, transaction

FILE = Path(__file__).with_name("corrected_schemes.json")
AS_BUREAU = (
    "SELECT set_config('app.sees_user', '0', true), set_config('app.sees_organisation', '0', true)"
)
FREEZING = ("frozen_version", "undeleted_version")
CORRECTED = "（更正）"


def correct(apps, schema_editor):
    """Write the corrected content of each shipped version that is still as it was shipped."""
    correct_from(FILE, apps, schema_editor)


def correct_from(file, apps, schema_editor):
    """The same from another file of corrections."""
    Scheme = apps.get_model("schemes", "Scheme")
    SchemeVersion = apps.get_model("schemes", "SchemeVersion")
    connection, database = schema_editor.connection, schema_editor.connection.alias
    with connection.cursor() as cursor:
        cursor.execute(AS_BUREAU)
        for name in FREEZING:
            cursor.execute(f"ALTER TABLE schemes_schemeversion DISABLE TRIGGER {name}")
    for row in json.loads(file.read_text(encoding="utf-8")):
        scheme = Scheme.objects.using(database).filter(code=row["code"]).first()
        shipped = SchemeVersion.objects.using(database).filter(scheme=scheme, label=row["label"])
        version = shipped.filter(created_by=None).first()
        if version is None or version.definition == row["definition"]:
            continue
        if not is_used(connection, database, version.pk):
            shipped.filter(pk=version.pk).update(definition=row["definition"])
            continue
        SchemeVersion.objects.using(database).get_or_create(
            scheme=scheme,
            label=f"{row['label']}{CORRECTED}",
            defaults={
                "state": "published",
                "definition": row["definition"],
                "source_document": version.source_document,
                "valid_from": version.valid_from,
                "valid_to": version.valid_to,
                "based_on": version,
                "change_note": row["change_note"],
            },
        )
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would keep the table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in FREEZING:
            cursor.execute(f"ALTER TABLE schemes_schemeversion ENABLE TRIGGER {name}")


def is_used(connection, database, pk):
    """Whether any row, of whichever app, refers to the version: it cannot be deleted then."""
    try:
        with transaction.atomic(using=database), connection.cursor() as cursor:
            cursor.execute("DELETE FROM schemes_schemeversion WHERE id = %s", [pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True, using=database)
    except IntegrityError:
        return True
    return False


class Migration(migrations.Migration):
    dependencies = [("schemes", "0005_wall_of_schemes")]

    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
