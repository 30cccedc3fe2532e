"""The wall and the trail around attachments."""

from django.db import migrations

from accounts.row_security import RowSecurity, TrailTrigger


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        RowSecurity("documents_attachment", "tenant"),
        TrailTrigger("documents_attachment"),
    ]
