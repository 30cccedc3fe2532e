"""The wall, the trail and the numbers of certificates."""

from django.db import migrations

from accounts.row_security import CompositeTenantKey, RowSecurity, TrailTrigger


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial"), ("procedures", "0002_row_security")]

    operations = [
        RowSecurity("certification_certificate", "tenant"),
        TrailTrigger("certification_certificate"),
        CompositeTenantKey("certification_certificate", "procedures_application", "application_id"),
        migrations.RunSQL(
            "CREATE SEQUENCE certification_certificate_number;"
            "GRANT USAGE, SELECT ON SEQUENCE certification_certificate_number TO portal_app;",
            "DROP SEQUENCE certification_certificate_number;",
        ),
    ]
