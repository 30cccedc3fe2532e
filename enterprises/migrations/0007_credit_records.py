"""Records against the credit standing of enterprises."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import CompositeTenantKey, RowSecurity, TrailTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_leave_cover"),
        ("enterprises", "0006_pool_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditRecord",
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
                            ("dishonesty", "严重失信主体名单"),
                            ("judgment", "失信被执行人"),
                            ("abnormal", "经营异常名录"),
                            ("penalty", "重大行政处罚"),
                            ("tax", "重大税收违法"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("authority", models.CharField(max_length=100, verbose_name="认定机关")),
                ("document_number", models.CharField(max_length=100, verbose_name="文号")),
                ("recorded_on", models.DateField(verbose_name="列入日期")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="事由")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="移出日期")),
                (
                    "lift_reason",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="移出说明"
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
                    "lifted_by",
                    models.ForeignKey(
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_on", None)),
                        fields=["organisation", "kind"],
                        name="credit_record_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "kind", "document_number"),
                        name="credit_record_once",
                        violation_error_message="这份文书已经登记。",
                    )
                ],
            },
        ),
        RowSecurity("enterprises_creditrecord", "tenant"),
        TrailTrigger("enterprises_creditrecord"),
        CompositeTenantKey(
            "enterprises_creditrecord",
            "enterprises_enterprise",
            "organisation_id",
            "organisation_id",
        ),
    ]
