"""Who objects is the city's alone to know: in the database and in the trail as well."""

from django.db import migrations

from accounts.row_security import RowSecurity, TrailTrigger

BEFORE = (
    (RowSecurity("procedures_objection", "bureau_notes"), TrailTrigger("procedures_objection")),
    (
        RowSecurity("procedures_objectionevidence", "bureau_notes", append_only=True),
        TrailTrigger("procedures_objectionevidence"),
    ),
    (
        RowSecurity("procedures_investigationnote", "bureau_notes", append_only=True),
        TrailTrigger("procedures_investigationnote"),
    ),
)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0019_judgements")]

    operations = [
        *(migrations.RunSQL(one.reverse_sql, one.sql) for pair in BEFORE for one in pair),
        RowSecurity("procedures_objection", "investigation"),
        RowSecurity("procedures_objectionevidence", "investigation", append_only=True),
        RowSecurity("procedures_investigationnote", "investigation", append_only=True),
        TrailTrigger("procedures_objection", hidden=("name", "contact", "text")),
        TrailTrigger("procedures_objectionevidence", hidden=("attachment_id",)),
        TrailTrigger("procedures_investigationnote", hidden=("text",)),
    ]
