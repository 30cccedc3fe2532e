"""The history of the cultivation pool."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import CompositeTenantKey, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_own_reads"),
        ("enterprises", "0005_pool_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PoolEvent",
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
                        choices=[
                            ("entered", "进入培育库"),
                            ("kept", "年度评估，继续培育"),
                            ("left", "移出培育库"),
                        ],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "迁出本市"),
                            ("closed", "停业或注销"),
                            ("grown", "成长为大型企业"),
                            ("off_track", "不再符合培育方向"),
                            ("misconduct", "严重失信或违法"),
                            ("other", "其他"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="原因类别",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="说明"),
                ),
                ("organisation_name", models.CharField(max_length=200, verbose_name="办理机构")),
                ("at", models.DateTimeField(verbose_name="时间")),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "kind", "year"], name="pool_event_of_year"
                    ),
                    models.Index(fields=["district", "kind", "-at"], name="pool_event_recent"),
                ],
            },
        ),
        RowSecurity("enterprises_poolevent", "tenant", append_only=True),
        CompositeTenantKey(
            "enterprises_poolevent",
            "enterprises_enterprise",
            "organisation_id",
            "organisation_id",
        ),
    ]
