"""Events of all lives have one shape; a demand as a whole has its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifecycle.current_transaction
from accounts.row_security import CompositeTenantKey, RowSecurity
from lifecycle.state_guard import StateGuard


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_program_accounts"),
        ("financing", "0015_schemes_moved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="demandevent",
            name="on_behalf_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="loandemand",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
        ),
        migrations.AddField(
            model_name="whitelistevent",
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
            model_name="demandevent",
            name="source",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="demandevent",
            name="xid",
            field=models.BigIntegerField(
                db_default=lifecycle.current_transaction.CurrentTransaction()
            ),
        ),
        migrations.AlterField(
            model_name="whitelistevent",
            name="source",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="whitelistevent",
            name="xid",
            field=models.BigIntegerField(
                db_default=lifecycle.current_transaction.CurrentTransaction()
            ),
        ),
        migrations.CreateModel(
            name="LoanDemandEvent",
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
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="financing.loandemand",
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
                "indexes": [models.Index(fields=["demand", "id"], name="loan_demand_event_order")],
            },
        ),
        RowSecurity("financing_loandemandevent", "tenant", append_only=True),
        CompositeTenantKey("financing_loandemandevent", "financing_loandemand", "demand_id"),
        StateGuard("financing_loandemand", "financing_loandemandevent", "demand_id"),
    ]
