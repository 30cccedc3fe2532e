"""The policy of extensions; batches that are open already need no announcement."""

from django.db import migrations

from accounts.row_security import RowSecurity, TrailTrigger

ANNOUNCED = """
ALTER TABLE procedures_batch NO FORCE ROW LEVEL SECURITY;
UPDATE procedures_batch SET announced_at = opens_at WHERE opens_at <= now();
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE procedures_batch FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0010_batch_windows")]

    operations = [
        RowSecurity("procedures_batchextension", "public_read", append_only=True),
        TrailTrigger("procedures_batchextension"),
        migrations.RunSQL(ANNOUNCED, migrations.RunSQL.noop),
    ]
