"""A file's name may say who handed it in: the trail keeps its number and its hash."""

from django.db import migrations

from accounts.row_security import TrailTrigger

BEFORE = TrailTrigger("documents_attachment")


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_files_of_the_public")]

    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        TrailTrigger("documents_attachment", hidden=("name",)),
    ]
