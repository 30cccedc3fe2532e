"""Events of certificates have the shape of all events."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifecycle.current_transaction


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("certification", "0007_certificate_valid_to"),
    ]

    operations = [
        migrations.RenameField("certificateevent", "changes", "facts"),
        migrations.AddField(
            model_name="certificateevent",
            name="on_behalf_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="certificateevent",
            name="reason_kind",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="原因类别"),
        ),
        migrations.AlterField(
            model_name="certificateevent",
            name="source",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="certificateevent",
            name="target",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="certificateevent",
            name="xid",
            field=models.BigIntegerField(
                db_default=lifecycle.current_transaction.CurrentTransaction()
            ),
        ),
    ]
