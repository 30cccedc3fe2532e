import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import enterprises.models.import_batch
import lifecycle.current_transaction


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="enterprise",
                        serialize=False,
                        to="accounts.organisation",
                        verbose_name="机构",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        error_messages={"unique": "这个代码已经登记，请申请加入该企业。"},
                        max_length=18,
                        null=True,
                        unique=True,
                        verbose_name="统一社会信用代码",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="企业名称")),
                (
                    "name_key",
                    models.CharField(
                        default="", editable=False, max_length=200, verbose_name="名称匹配键"
                    ),
                ),
                (
                    "name_pinyin",
                    models.CharField(
                        default="", editable=False, max_length=400, verbose_name="名称拼音"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="注册地址")),
                (
                    "legal_representative",
                    models.CharField(blank=True, max_length=60, verbose_name="法定代表人"),
                ),
                (
                    "industry_code",
                    models.CharField(blank=True, max_length=4, verbose_name="行业大类"),
                ),
                (
                    "registered_capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="注册资本（万元）",
                    ),
                ),
                (
                    "established_on",
                    models.DateField(blank=True, null=True, verbose_name="成立日期"),
                ),
                (
                    "staff",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="从业人员（人）"
                    ),
                ),
                (
                    "revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="营业收入（万元）",
                    ),
                ),
                (
                    "assets",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="资产总额（万元）",
                    ),
                ),
                (
                    "size_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("large", "大型"),
                            ("medium", "中型"),
                            ("small", "小型"),
                            ("micro", "微型"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="企业规模",
                    ),
                ),
                (
                    "size_reason",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="划型依据"
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=60, verbose_name="联系人"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="联系电话"),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="联系邮箱"),
                ),
                (
                    "registration_state",
                    models.CharField(
                        choices=[
                            ("pending_confirmation", "待区市确认"),
                            ("confirmed", "已确认"),
                            ("refused", "未通过"),
                            ("unclaimed", "待认领"),
                        ],
                        default="pending_confirmation",
                        max_length=24,
                        verbose_name="登记状态",
                    ),
                ),
                (
                    "registration_version",
                    models.PositiveIntegerField(db_default=1, default=1, verbose_name="登记版本号"),
                ),
                (
                    "refusal_reason",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="未通过原因"
                    ),
                ),
                (
                    "pool_entered_on",
                    models.DateField(blank=True, null=True, verbose_name="进入培育库日期"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="确认时间"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
            ],
        ),
        migrations.CreateModel(
            name="EnterpriseClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("credit_code", models.CharField(max_length=18, verbose_name="统一社会信用代码")),
                ("claimant_position", models.CharField(max_length=60, verbose_name="职务")),
                ("statement", models.CharField(max_length=500, verbose_name="说明")),
                ("proof", models.UUIDField(blank=True, null=True, verbose_name="证明材料")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待审核"), ("granted", "已同意"), ("refused", "未同意")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="审核意见"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="审核时间"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
                (
                    "claimant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
                    ),
                ),
                (
                    "stated_district",
                    models.ForeignKey(
                        blank=True,
                        help_text="名录中的企业尚不知区市时，同意后归入该区市。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.district",
                        verbose_name="申请人所报区市",
                    ),
                ),
            ],
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
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="enterprises.enterpriseclaim",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("registry", "企业信息"), ("titles", "称号名单")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "核对中"),
                            ("checked", "待确认"),
                            ("applying", "导入中"),
                            ("applied", "已导入"),
                            ("discarded", "已放弃"),
                            ("refused", "无法读取"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=enterprises.models.import_batch.import_storage,
                        upload_to=enterprises.models.import_batch.file_path,
                        verbose_name="文件",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="大小（字节）")),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("check_job", models.UUIDField(null=True)),
                ("apply_job", models.UUIDField(null=True)),
                (
                    "refusal",
                    models.CharField(blank=True, max_length=500, verbose_name="无法读取的原因"),
                ),
                ("rows_total", models.PositiveIntegerField(default=0, verbose_name="数据行数")),
                ("rows_new", models.PositiveIntegerField(default=0, verbose_name="新增")),
                ("rows_changed", models.PositiveIntegerField(default=0, verbose_name="变更")),
                ("rows_unchanged", models.PositiveIntegerField(default=0, verbose_name="无变化")),
                ("rows_wrong", models.PositiveIntegerField(default=0, verbose_name="有误")),
                (
                    "rows_doubtful",
                    models.PositiveIntegerField(default=0, verbose_name="待人工判断"),
                ),
                ("problems_total", models.PositiveIntegerField(default=0, verbose_name="问题数")),
                ("problems", models.JSONField(default=list, verbose_name="问题")),
                (
                    "annotated",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=enterprises.models.import_batch.import_storage,
                        upload_to=enterprises.models.import_batch.file_path,
                        verbose_name="批注副本",
                    ),
                ),
                ("applied_at", models.DateTimeField(null=True, verbose_name="导入完成时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="行号")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("new", "新增"), ("changed", "变更"), ("doubtful", "待判断")],
                        max_length=10,
                        verbose_name="核对结果",
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("candidates", models.JSONField(default=list, verbose_name="可能是同一企业")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "未判断"),
                            ("same", "同一企业"),
                            ("new", "新建未认领"),
                            ("dropped", "不导入"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="判断",
                    ),
                ),
                ("decided_for", models.BigIntegerField(null=True, verbose_name="判断为同一企业")),
                ("done_at", models.DateTimeField(null=True, verbose_name="写入时间")),
                (
                    "skipped",
                    models.CharField(blank=True, max_length=200, verbose_name="未写入的原因"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="enterprises.importbatch",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="判断人",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
                    ),
                ),
            ],
        ),
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
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="产品（技术）名称")),
                ("segment", models.CharField(max_length=120, verbose_name="细分领域")),
                (
                    "launched_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="投产年份"
                    ),
                ),
                (
                    "sales",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="上年度销售额（万元）",
                    ),
                ),
                (
                    "market_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="国内市场占有率（%）",
                    ),
                ),
                (
                    "market_rank",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="国内排名"
                    ),
                ),
                (
                    "share_basis",
                    models.CharField(blank=True, max_length=200, verbose_name="占有率依据"),
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
        migrations.CreateModel(
            name="PublishedTitle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_name", models.CharField(max_length=200, verbose_name="公布名称")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="称号")),
                (
                    "district_name",
                    models.CharField(blank=True, max_length=40, verbose_name="公布区市"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                (
                    "match_state",
                    models.CharField(
                        choices=[
                            ("matched", "已匹配"),
                            ("doubtful", "待人工判断"),
                            ("unclaimed", "新建待认领"),
                        ],
                        max_length=10,
                        verbose_name="匹配",
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        decimal_places=3, max_digits=4, null=True, verbose_name="相似度"
                    ),
                ),
                ("line_key", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="导入时间")),
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
            ],
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="资质名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "国家级"),
                            ("province", "省级"),
                            ("city", "市级"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="编号")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="有效期起")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="有效期止")),
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
            ],
            options={
                "ordering": ["-valid_from", "id"],
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
        ),
        migrations.CreateModel(
            name="ResearchUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="研发机构名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "国家级"),
                            ("province", "省级"),
                            ("city", "市级"),
                            ("own", "企业自建"),
                        ],
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("has_staff", models.BooleanField(default=False, verbose_name="有专职人员")),
                ("has_premises", models.BooleanField(default=False, verbose_name="有固定场所")),
                ("has_funds", models.BooleanField(default=False, verbose_name="有专项经费")),
                ("has_equipment", models.BooleanField(default=False, verbose_name="有专门设备")),
                ("has_projects", models.BooleanField(default=False, verbose_name="有开发项目")),
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
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="YearlyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="营业收入（万元）",
                    ),
                ),
                (
                    "main_revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="主营业务收入（万元）",
                    ),
                ),
                (
                    "rd_cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="研发费用（万元）",
                    ),
                ),
                (
                    "assets",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="资产总额（万元）",
                    ),
                ),
                (
                    "liabilities",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="负债总额（万元）",
                    ),
                ),
                (
                    "net_profit",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="净利润（万元）",
                    ),
                ),
                (
                    "tax",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="实缴税金（万元）",
                    ),
                ),
                (
                    "export",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=18,
                        null=True,
                        verbose_name="出口额（万元）",
                    ),
                ),
                (
                    "staff",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="从业人员（人）"
                    ),
                ),
                (
                    "rd_staff",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="研发人员（人）"
                    ),
                ),
                (
                    "invention_patents",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="有效发明专利（件）"
                    ),
                ),
                (
                    "utility_patents",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="实用新型专利（件）"
                    ),
                ),
                (
                    "design_patents",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="外观设计专利（件）"
                    ),
                ),
                (
                    "software_copyrights",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="软件著作权（件）"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "填报中"), ("submitted", "已上报")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "warnings_explained",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="异常数据说明"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="上报时间"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
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
            ],
            options={
                "ordering": ["-year"],
            },
        ),
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
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                fields=["district", "name_pinyin", "organisation"], name="enterprise_district_name"
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["name_pinyin", "organisation"], name="enterprise_name"),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["name_key"], name="enterprise_name_key"),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                fields=["district", "registration_state", "created_at"],
                name="enterprise_district_state",
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["district", "industry_code"], name="enterprise_industry"),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                condition=models.Q(("pool_entered_on__isnull", False)),
                fields=["district"],
                include=("organisation",),
                name="enterprise_pool",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.UniqueConstraint(
                fields=("organisation", "district"), name="enterprise_tenant_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("registration_state", "unclaimed"),
                    ("credit_code__isnull", False),
                    _connector="OR",
                ),
                name="enterprise_code_unless_unclaimed",
                violation_error_message="已登记的企业必须有统一社会信用代码。",
            ),
        ),
        migrations.AddIndex(
            model_name="enterpriseclaim",
            index=models.Index(fields=["district", "state", "created_at"], name="claim_queue"),
        ),
        migrations.AddConstraint(
            model_name="enterpriseclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("claimant", "organisation"),
                name="claim_once",
                violation_error_message="您已经提交过申请，请等待区市主管部门审核。",
            ),
        ),
        migrations.AddIndex(
            model_name="claimevent",
            index=models.Index(fields=["claim", "id"], name="claim_event_order"),
        ),
        migrations.AddIndex(
            model_name="importbatch",
            index=models.Index(fields=["organisation", "-created_at"], name="import_recent"),
        ),
        migrations.AddIndex(
            model_name="importbatch",
            index=models.Index(fields=["sha256"], name="import_same_file"),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("done_at", None)),
                fields=["batch", "number"],
                name="import_row_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
        ),
        migrations.AddIndex(
            model_name="poolevent",
            index=models.Index(fields=["organisation", "kind", "year"], name="pool_event_of_year"),
        ),
        migrations.AddIndex(
            model_name="poolevent",
            index=models.Index(fields=["district", "kind", "-at"], name="pool_event_recent"),
        ),
        migrations.AddIndex(
            model_name="publishedtitle",
            index=models.Index(fields=["district", "match_state"], name="title_match_state"),
        ),
        migrations.AddIndex(
            model_name="registrationevent",
            index=models.Index(fields=["enterprise", "id"], name="registration_event_order"),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year"),
                name="yearly_report_once",
                violation_error_message="这一年度的数据已经存在。",
            ),
        ),
    ]
