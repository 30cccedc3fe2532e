from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed_at", models.DateTimeField(auto_now_add=True, verbose_name="封存时间")),
                ("after_xid", models.BigIntegerField(verbose_name="起始事务（不含）")),
                ("up_to_xid", models.BigIntegerField(unique=True, verbose_name="截止事务（不含）")),
                ("entry_count", models.BigIntegerField(verbose_name="条数")),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="ReadEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("user_id", models.BigIntegerField(verbose_name="用户")),
                ("reader_name", models.CharField(max_length=150, verbose_name="查阅人")),
                ("reader_organisation", models.CharField(max_length=200, verbose_name="查阅机构")),
                ("organisation_id", models.BigIntegerField(verbose_name="被查阅机构")),
                ("district_id", models.BigIntegerField(verbose_name="区市")),
                ("object_type", models.CharField(max_length=63, verbose_name="对象类型")),
                ("object_id", models.CharField(max_length=64, verbose_name="对象")),
                ("what", models.CharField(max_length=200, verbose_name="内容")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "-id"], name="read_organisation")
                ],
            },
        ),
        migrations.CreateModel(
            name="TrailEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("xid", models.BigIntegerField(verbose_name="事务号")),
                ("table_name", models.CharField(max_length=63, verbose_name="数据表")),
                ("object_id", models.CharField(max_length=64, verbose_name="对象")),
                (
                    "operation",
                    models.CharField(
                        choices=[("I", "新增"), ("U", "修改"), ("D", "删除")],
                        max_length=1,
                        verbose_name="操作",
                    ),
                ),
                ("user_id", models.BigIntegerField(null=True, verbose_name="用户")),
                ("membership_id", models.BigIntegerField(null=True, verbose_name="身份")),
                ("organisation_id", models.BigIntegerField(null=True, verbose_name="所属机构")),
                ("district_id", models.BigIntegerField(null=True, verbose_name="所属区市")),
                ("ip", models.CharField(blank=True, max_length=45, verbose_name="来源地址")),
                (
                    "request_id",
                    models.CharField(blank=True, max_length=64, verbose_name="请求编号"),
                ),
                (
                    "scope_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="系统操作原因"),
                ),
                ("changes", models.JSONField(verbose_name="变更内容")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["table_name", "object_id", "id"], name="trail_object"),
                    models.Index(fields=["user_id", "id"], name="trail_user"),
                    models.Index(fields=["at"], name="trail_at"),
                    models.Index(fields=["xid", "id"], name="trail_seal_order"),
                ],
            },
        ),
    ]
