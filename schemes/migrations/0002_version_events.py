"""A version of a scheme has a life, and its events."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifecycle.current_transaction
from accounts.row_security import RowSecurity
from lifecycle.state_guard import StateGuard


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SchemeVersionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("organisation_name", models.CharField(blank=True, max_length=200)),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="原因类别"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=lifecycle.current_transaction.CurrentTransaction()
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="schemes.schemeversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["version", "id"], name="scheme_version_event_order")
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE schemes_schemeversionevent ADD CONSTRAINT scheme_version_event_of"
            " FOREIGN KEY (version_id) REFERENCES procedures_schemeversion (id)"
            " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;",
            "ALTER TABLE schemes_schemeversionevent DROP CONSTRAINT scheme_version_event_of;",
        ),
        RowSecurity("schemes_schemeversionevent", "bureaus", append_only=True),
        StateGuard("procedures_schemeversion", "schemes_schemeversionevent", "version_id"),
    ]
