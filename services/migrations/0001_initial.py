import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="版本号"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="停用时间"
                    ),
                ),
                (
                    "retirement_reason",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=200,
                        verbose_name="停用或恢复的原因",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="政策名称")),
                (
                    "document_number",
                    models.CharField(
                        error_messages={"unique": "这个文号已经登记。"},
                        max_length=60,
                        unique=True,
                        verbose_name="文号",
                    ),
                ),
                ("issuer", models.CharField(max_length=100, verbose_name="发布机构")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("state", "国家"),
                            ("province", "省"),
                            ("city", "市"),
                            ("district", "区市"),
                        ],
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="生效日期")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, help_text="不填即长期有效。", null=True, verbose_name="失效日期"
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="标签",
                    ),
                ),
                (
                    "sizes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("large", "大型"),
                                ("medium", "中型"),
                                ("small", "小型"),
                                ("micro", "微型"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="适用规模",
                    ),
                ),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("A", "农、林、牧、渔业"),
                                ("B", "采矿业"),
                                ("C", "制造业"),
                                ("D", "电力、热力、燃气及水生产和供应业"),
                                ("E", "建筑业"),
                                ("F", "批发和零售业"),
                                ("G", "交通运输、仓储和邮政业"),
                                ("H", "住宿和餐饮业"),
                                ("I", "信息传输、软件和信息技术服务业"),
                                ("J", "金融业"),
                                ("K", "房地产业"),
                                ("L", "租赁和商务服务业"),
                                ("M", "科学研究和技术服务业"),
                                ("N", "水利、环境和公共设施管理业"),
                                ("O", "居民服务、修理和其他服务业"),
                                ("P", "教育"),
                                ("Q", "卫生和社会工作"),
                                ("R", "文化、体育和娱乐业"),
                                ("S", "公共管理、社会保障和社会组织"),
                                ("T", "国际组织"),
                            ],
                            max_length=1,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="适用行业",
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="政策内容")),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                        verbose_name="原文",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        help_text="区市一级的政策须写明区市。",
                        limit_choices_to=models.Q(("kind", "city"), _negated=True),
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.district",
                        verbose_name="区市",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-valid_from", "-id"], name="policy_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="policy_ends_after_it_begins",
                        violation_error_code="valid_to",
                        violation_error_message="失效日期不能早于生效日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district__isnull", False), ("level", "district")),
                            models.Q(
                                models.Q(("level", "district"), _negated=True), ("district", None)
                            ),
                            _connector="OR",
                        ),
                        name="policy_district_of_its_level",
                        violation_error_code="district",
                        violation_error_message="区市一级的政策须选择区市，其他级别不选。",
                    ),
                ],
            },
        ),
    ]
