"""Events of cases have the shape of all events, and the guard of their states is that of all."""

from django.conf import settings
from django.db import migrations, models

import lifecycle.current_transaction
from lifecycle.state_guard import StateGuard


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0022_schemes_moved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="caseevent",
            name="facts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="reason_kind",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="原因类别"),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="reason",
            field=models.TextField(blank=True, verbose_name="原因"),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="xid",
            field=models.BigIntegerField(
                db_default=lifecycle.current_transaction.CurrentTransaction()
            ),
        ),
        migrations.RunSQL(
            "DROP TRIGGER IF EXISTS state_needs_event ON procedures_application;"
            "DROP FUNCTION IF EXISTS procedures_state_needs_event();",
            migrations.RunSQL.noop,
        ),
        StateGuard("procedures_application", "procedures_caseevent", "application_id"),
    ]
