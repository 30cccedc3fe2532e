"""An organisation sees the reads of its data, wherever it was placed at the time."""

from django.db import migrations

from accounts.row_security import POLICIES

READ = POLICIES["read_log"][0]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_invitation_declined")]

    operations = [
        migrations.RunSQL(
            f'ALTER POLICY read_log_read ON "audit_readentry" USING ({READ})',
            migrations.RunSQL.noop,
        )
    ]
