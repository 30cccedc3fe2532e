"""Files that an enterprise gives to one bank with an answer."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.row_security import CompositeTenantKey, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_program_accounts"),
        ("documents", "0004_names_of_files"),
        ("financing", "0013_token_holder"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemandFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小（字节）")),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                    ),
                ),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="financing.demandevent",
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="financing.demandhandling",
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
            ],
            options={
                "ordering": ["id"],
            },
        ),
        RowSecurity("financing_demandfile", "between_two", append_only=True),
        CompositeTenantKey("financing_demandfile", "financing_demandhandling", "handling_id"),
    ]
