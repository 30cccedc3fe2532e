"""The functions that record changed rows."""

from django.db import migrations

from audit.sql_files import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql("trail_functions.sql"),
            "DROP FUNCTION audit_record_insert(); DROP FUNCTION audit_record_update();"
            "DROP FUNCTION audit_record_delete(); DROP FUNCTION audit_difference(jsonb, jsonb, text[]);"
            "DROP FUNCTION audit_visible(jsonb, text[]);",
        )
    ]
