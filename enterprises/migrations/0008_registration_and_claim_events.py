"""Registrations and claims have lives, and their events."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifecycle.current_transaction
from accounts.row_security import CompositeTenantKey, RowSecurity
from lifecycle.state_guard import StateGuard


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_program_accounts"),
        ("enterprises", "0007_credit_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="enterprise",
            name="registration_version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="登记版本号"),
        ),
        migrations.AddField(
            model_name="enterpriseclaim",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
        ),
        migrations.CreateModel(
            name="ClaimEvent",
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
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="enterprises.enterpriseclaim",
                    ),
                ),
                (
                    "claimant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.district",
                        verbose_name="区市",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
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
            ],
            options={
                "indexes": [models.Index(fields=["claim", "id"], name="claim_event_order")],
            },
        ),
        migrations.CreateModel(
            name="RegistrationEvent",
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
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.district",
                        verbose_name="区市",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration_events",
                        to="enterprises.enterprise",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["enterprise", "id"], name="registration_event_order")
                ],
            },
        ),
        RowSecurity("enterprises_registrationevent", "tenant", append_only=True),
        CompositeTenantKey(
            "enterprises_registrationevent",
            "enterprises_enterprise",
            "enterprise_id",
            "organisation_id",
        ),
        StateGuard(
            "enterprises_enterprise",
            "enterprises_registrationevent",
            "enterprise_id",
            state="registration_state",
            key="organisation_id",
        ),
        RowSecurity("enterprises_claimevent", "claimant", append_only=True),
        CompositeTenantKey("enterprises_claimevent", "enterprises_enterpriseclaim", "claim_id"),
        StateGuard("enterprises_enterpriseclaim", "enterprises_claimevent", "claim_id"),
    ]
