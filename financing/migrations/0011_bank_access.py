"""Suspensions of banks and their ends, for the bank and the bureaus to read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_leave_cover"),
        ("financing", "0010_disclosures_of_banks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccessChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("suspended", "暂停接入"), ("resumed", "恢复接入")], max_length=9
                    ),
                ),
                ("reason", models.CharField(max_length=1000, verbose_name="原因")),
                ("organisation_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "-id"], name="bank_access_change_own")
                ],
            },
        ),
        RowSecurity("financing_bankaccesschange", "tenant", append_only=True),
    ]
