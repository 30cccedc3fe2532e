import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("source", models.CharField(max_length=300, verbose_name="依据")),
                ("starts_on", models.DateField(verbose_name="开始")),
                ("ends_on", models.DateField(verbose_name="结束")),
                ("is_current", models.BooleanField(default=False, verbose_name="当前计划")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("is_current",),
                        name="plan_one_current",
                        violation_error_message="只能有一个当前计划。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("pool", "滚动培育企业"),
                            ("certified_product", "专精特新产品（技术）"),
                            ("demonstration_enterprise", "专精特新示范企业"),
                            ("hidden_champion", "隐形冠军"),
                        ],
                        max_length=30,
                        verbose_name="指标",
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="目标值")),
                ("unit", models.CharField(max_length=4, verbose_name="单位")),
                ("sort", models.PositiveSmallIntegerField(default=0)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="reports.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["sort"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "measure"), name="target_once")
                ],
            },
        ),
    ]
