"""A bank's own reading writes down what it was shown."""

from django.db import migrations

from accounts.row_security import RowSecurity

BEFORE = RowSecurity("financing_disclosure", "tenant", append_only=True)


class Migration(migrations.Migration):
    dependencies = [("financing", "0009_name_search")]

    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        RowSecurity("financing_disclosure", "disclosed", append_only=True),
    ]
