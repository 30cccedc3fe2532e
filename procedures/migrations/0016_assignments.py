"""Who of a bureau works on a case, who put it there, and for whom a stand-in acts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import CompositeTenantKey, RowSecurity, TrailTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_leave_cover"),
        ("procedures", "0015_recheck_and_correction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The column keeps its name: the release beside writes it, and nothing has to be copied.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("application", "handler", "reviewer"),
                migrations.AlterField(
                    "application",
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        db_column="handler_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
            ]
        ),
        migrations.AddField(
            model_name="caseevent",
            name="on_behalf_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="CaseAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="procedures.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办",
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
                    "from_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="原审核人",
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
                    "to_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="现审核人",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["application", "id"], name="case_assignment_order")
                ],
            },
        ),
        RowSecurity("procedures_caseassignment", "bureau_notes", append_only=True),
        CompositeTenantKey("procedures_caseassignment", "procedures_application", "application_id"),
        TrailTrigger("procedures_caseassignment"),
    ]
