import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import oauth2_provider.generators
import oauth2_provider.models
from django.conf import settings
from django.db import migrations, models

import lifecycle.current_transaction


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("procedures", "0001_initial"),
        ("schemes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Its tables point to OAUTH2_PROVIDER_APPLICATION_MODEL, which this makes.
    run_before = [("oauth2_provider", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FeedPurge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purged_at", models.DateTimeField(auto_now_add=True)),
                ("last_seq", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MarketRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(unique=True, verbose_name="公布日期")),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="一年期 LPR（%）"
                    ),
                ),
                ("noted_at", models.DateTimeField(auto_now=True, verbose_name="登记时间")),
            ],
            options={
                "ordering": ["-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="BankClient",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "client_id",
                    models.CharField(
                        db_index=True,
                        default=oauth2_provider.generators.generate_client_id,
                        max_length=255,
                        unique=True,
                        verbose_name="client ID",
                    ),
                ),
                (
                    "redirect_uris",
                    models.TextField(
                        blank=True,
                        help_text="Allowed URIs list, space separated",
                        verbose_name="redirect URIs",
                    ),
                ),
                (
                    "post_logout_redirect_uris",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="Allowed Post Logout URIs list, space separated",
                        verbose_name="post logout redirect URIs",
                    ),
                ),
                (
                    "client_type",
                    models.CharField(
                        choices=[("confidential", "Confidential"), ("public", "Public")],
                        max_length=32,
                        verbose_name="client type",
                    ),
                ),
                (
                    "authorization_grant_type",
                    models.CharField(
                        choices=[
                            ("authorization-code", "Authorization code"),
                            ("urn:ietf:params:oauth:grant-type:device_code", "Device Code"),
                            ("implicit", "Implicit"),
                            ("password", "Resource owner password-based"),
                            ("client-credentials", "Client credentials"),
                            ("openid-hybrid", "OpenID connect hybrid"),
                        ],
                        max_length=44,
                        verbose_name="authorization grant type",
                    ),
                ),
                (
                    "client_secret",
                    oauth2_provider.models.ClientSecretField(
                        blank=True,
                        db_index=True,
                        default=oauth2_provider.generators.generate_client_secret,
                        help_text="Client secret for authentication",
                        max_length=255,
                        verbose_name="client secret",
                    ),
                ),
                (
                    "hash_client_secret",
                    models.BooleanField(default=True, verbose_name="hash client secret"),
                ),
                ("name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                (
                    "skip_authorization",
                    models.BooleanField(default=False, verbose_name="skip authorization"),
                ),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated", models.DateTimeField(auto_now=True, verbose_name="updated")),
                (
                    "algorithm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No OIDC support"),
                            ("RS256", "RSA with SHA-2 256"),
                            ("HS256", "HMAC with SHA-2 256"),
                        ],
                        default="",
                        max_length=5,
                        verbose_name="algorithm",
                    ),
                ),
                (
                    "allowed_origins",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="Allowed origins list to enable CORS, space separated",
                        verbose_name="allowed origins",
                    ),
                ),
                (
                    "registration_source",
                    models.CharField(
                        choices=[
                            ("manual", "Manual"),
                            ("dcr", "Dynamic Client Registration"),
                            ("cimd", "Client ID Metadata Document"),
                        ],
                        default="manual",
                        help_text="How this application was registered (manual, DCR per RFC 7591, or CIMD)",
                        max_length=32,
                        verbose_name="registration source",
                    ),
                ),
                (
                    "cimd_expires_at",
                    models.DateTimeField(
                        blank=True,
                        default=None,
                        help_text="When the cached Client ID Metadata Document should be re-fetched",
                        null=True,
                        verbose_name="CIMD expires at",
                    ),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("whitelist:read", "读取名单"),
                                ("feedback:write", "反馈授信情况"),
                            ],
                            max_length=30,
                        ),
                        size=None,
                    ),
                ),
                (
                    "allowed_networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=43),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "rate_per_minute",
                    models.PositiveIntegerField(default=600, verbose_name="每分钟请求上限"),
                ),
                (
                    "disabled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="停用时间"),
                ),
                (
                    "created_by",
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
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "swappable": "OAUTH2_PROVIDER_APPLICATION_MODEL",
            },
        ),
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
        ),
        migrations.CreateModel(
            name="ClientSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("hint", models.CharField(max_length=4, verbose_name="末四位")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="有效期至"),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secret_rows",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                    ),
                ),
                (
                    "created_by",
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
            name="ClientUsage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "operation",
                    models.CharField(
                        choices=[
                            ("pull", "整份名单"),
                            ("changes", "名单变化"),
                            ("lookup", "按信用代码查询"),
                            ("history", "历史名单"),
                            ("report", "反馈授信"),
                            ("reported", "查询反馈"),
                        ],
                        max_length=8,
                        verbose_name="接口",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("given", "成功"),
                            ("unchanged", "没有变化（304）"),
                            ("refused", "拒绝（4xx）"),
                            ("failed", "出错（5xx）"),
                        ],
                        max_length=9,
                        verbose_name="结果",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="次数")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
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
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "登记信息"),
                                ("certificates", "认定与证书"),
                                ("figures", "年度经营数据"),
                                ("contacts", "联系人"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="可查看的内容",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="授权自")),
                ("valid_to", models.DateField(verbose_name="授权至")),
                (
                    "granted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="授权时间",
                    ),
                ),
                ("granted_xid", models.BigIntegerField()),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                ("withdrawn_xid", models.BigIntegerField(null=True)),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="银行",
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
                    "granted_by",
                    models.ForeignKey(
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
                    "withdrawn_by",
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
            name="CreditFeedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=64, verbose_name="银行业务编号")),
                ("credit_code", models.CharField(max_length=18, verbose_name="统一社会信用代码")),
                ("enterprise_name", models.CharField(max_length=200, verbose_name="企业名称")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("declined", "未通过"),
                            ("granted", "已授信"),
                            ("paid_out", "已放款"),
                            ("settled", "已结清"),
                        ],
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("contacted_on", models.DateField(verbose_name="对接日期")),
                (
                    "declined_because",
                    models.CharField(
                        blank=True, default="", max_length=24, verbose_name="未通过原因"
                    ),
                ),
                (
                    "credit_line",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="授信额度（万元）"
                    ),
                ),
                (
                    "guarantee",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("credit", "信用"),
                            ("surety", "保证"),
                            ("guarantee_company", "融资担保公司担保"),
                            ("mortgage", "抵押"),
                            ("pledge", "质押"),
                            ("intellectual_property", "知识产权质押"),
                            ("other", "其他"),
                        ],
                        default="",
                        max_length=24,
                        verbose_name="担保方式",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=3, max_digits=6, null=True, verbose_name="年利率（%）"
                    ),
                ),
                (
                    "paid_out",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="放款金额（万元）"
                    ),
                ),
                ("paid_out_on", models.DateField(null=True, verbose_name="放款日期")),
                ("due_on", models.DateField(null=True, verbose_name="到期日")),
                (
                    "balance",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="余额（万元）"
                    ),
                ),
                ("is_first_loan", models.BooleanField(default=False, verbose_name="首贷")),
                (
                    "renewal",
                    models.CharField(
                        choices=[
                            ("none", "不是续贷"),
                            ("renewed", "还款后续贷"),
                            ("without_repayment", "无还本续贷"),
                        ],
                        default="none",
                        max_length=18,
                        verbose_name="续贷方式",
                    ),
                ),
                ("is_overdue", models.BooleanField(default=False, verbose_name="逾期")),
                ("settled_on", models.DateField(null=True, verbose_name="结清日期")),
                (
                    "first_reported_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="首次反馈时间"),
                ),
                ("reported_at", models.DateTimeField(verbose_name="反馈时间")),
                ("reported_by", models.CharField(max_length=100, verbose_name="反馈人或接口")),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="银行",
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
            name="DemandEvent",
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
            name="DemandHandling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "待受理"),
                            ("taken", "办理中"),
                            ("asked", "待企业补充"),
                            ("offered", "已报方案"),
                            ("accepted", "企业已选定"),
                            ("declined", "未通过"),
                            ("closed", "已结束"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本号")),
                ("sent_at", models.DateTimeField(auto_now_add=True, verbose_name="送达时间")),
                ("due_on", models.DateField(null=True, verbose_name="办结期限")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                (
                    "declined_because",
                    models.CharField(
                        blank=True, default="", max_length=24, verbose_name="未通过原因"
                    ),
                ),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="银行",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
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
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="demandevent",
            name="handling",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="financing.demandhandling",
            ),
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "登记信息"),
                                ("certificates", "认定与证书"),
                                ("figures", "年度经营数据"),
                                ("contacts", "联系人"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("full", "整份名单"),
                            ("changes", "名单变化"),
                            ("lookup", "单户查询"),
                            ("console", "银行工作台"),
                        ],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("client_name", models.CharField(max_length=100, verbose_name="接口或人员")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("pull", models.UUIDField(null=True)),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="银行",
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
            name="FeedbackUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("rows", models.JSONField(default=list)),
                ("findings", models.JSONField(default=list)),
                (
                    "wrong_rows",
                    models.JSONField(
                        db_default=models.Value([], output_field=models.JSONField()), default=list
                    ),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="导入时间")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("credit_code", models.CharField(max_length=18, verbose_name="统一社会信用代码")),
                ("bare", models.TextField()),
                ("full", models.TextField(blank=True, default="")),
                ("groups", models.CharField(blank=True, default="", max_length=60)),
                ("full_until", models.DateField(null=True)),
                ("listed_until", models.DateField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("seq", models.BigIntegerField()),
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
            name="IdempotentAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("body_sha256", models.CharField(max_length=64)),
                ("answer", models.TextField(default="")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
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
            name="LoanDemand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "对接中"),
                            ("settled", "已选定银行"),
                            ("closed", "已结束"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
                ),
                ("enterprise_name", models.CharField(max_length=200, verbose_name="企业名称")),
                ("credit_code", models.CharField(max_length=18, verbose_name="统一社会信用代码")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="金额（万元）"
                    ),
                ),
                ("term_months", models.PositiveSmallIntegerField(verbose_name="期限（月）")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("working_capital", "流动资金周转"),
                            ("equipment", "设备购置与技术改造"),
                            ("research", "研发投入"),
                            ("premises", "厂房建设"),
                            ("order", "订单与供应链"),
                            ("renewal", "续贷"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="用途",
                    ),
                ),
                ("explanation", models.TextField(max_length=1000, verbose_name="用途说明")),
                (
                    "guarantees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("credit", "信用"),
                                ("surety", "保证"),
                                ("guarantee_company", "融资担保公司担保"),
                                ("mortgage", "抵押"),
                                ("pledge", "质押"),
                                ("intellectual_property", "知识产权质押"),
                                ("other", "其他"),
                            ],
                            max_length=24,
                        ),
                        size=None,
                        verbose_name="可以提供的担保",
                    ),
                ),
                (
                    "highest_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=6,
                        null=True,
                        verbose_name="可接受的年利率（%）",
                    ),
                ),
                ("needed_by", models.DateField(blank=True, null=True, verbose_name="希望到账日期")),
                ("contact_name", models.CharField(max_length=60, verbose_name="联系人")),
                ("contact_phone", models.CharField(max_length=40, verbose_name="联系电话")),
                (
                    "bank_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("posted_at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
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
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="financing.creditfeedback",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="demandhandling",
            name="demand",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handlings",
                to="financing.loandemand",
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
        ),
        migrations.CreateModel(
            name="LoanOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="授信额度（万元）"
                    ),
                ),
                ("term_months", models.PositiveSmallIntegerField(verbose_name="期限（月）")),
                (
                    "rate",
                    models.DecimalField(decimal_places=3, max_digits=6, verbose_name="年利率（%）"),
                ),
                (
                    "guarantee",
                    models.CharField(
                        choices=[
                            ("credit", "信用"),
                            ("surety", "保证"),
                            ("guarantee_company", "融资担保公司担保"),
                            ("mortgage", "抵押"),
                            ("pledge", "质押"),
                            ("intellectual_property", "知识产权质押"),
                            ("other", "其他"),
                        ],
                        max_length=24,
                        verbose_name="担保方式",
                    ),
                ),
                (
                    "repayment",
                    models.CharField(
                        choices=[
                            ("at_end", "到期还本、按期付息"),
                            ("instalments", "等额本息"),
                            ("equal_principal", "等额本金"),
                            ("revolving", "随借随还"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="还款方式",
                    ),
                ),
                (
                    "other_costs",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="其他费用"
                    ),
                ),
                (
                    "conditions",
                    models.CharField(
                        blank=True, default="", max_length=1000, verbose_name="放款条件"
                    ),
                ),
                ("valid_to", models.DateField(verbose_name="方案有效期至")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
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
                    "handling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="financing.demandhandling",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
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
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Pull",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("full", "整份名单"),
                            ("changes", "名单变化"),
                            ("lookup", "单户查询"),
                            ("console", "银行工作台"),
                        ],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("client_name", models.CharField(max_length=100, verbose_name="接口或人员")),
                ("begun_at", models.DateTimeField(verbose_name="开始")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束")),
                ("snapshot", models.TextField(blank=True, default="")),
                ("row_count", models.PositiveIntegerField(null=True, verbose_name="行数")),
                ("logged_at", models.DateTimeField(null=True)),
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
            name="SupportPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("credit_code", models.CharField(max_length=18, verbose_name="统一社会信用代码")),
                ("enterprise_name", models.CharField(max_length=200, verbose_name="企业名称")),
                ("measures", models.TextField(max_length=2000, verbose_name="支持措施")),
                (
                    "credit_line",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="拟授信额度（万元）",
                    ),
                ),
                ("manager_name", models.CharField(max_length=60, verbose_name="客户经理")),
                ("manager_phone", models.CharField(max_length=40, verbose_name="联系电话")),
                ("valid_from", models.DateField(verbose_name="自")),
                ("valid_to", models.DateField(verbose_name="至")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="制定时间")),
                ("replaced_at", models.DateTimeField(null=True, verbose_name="被替换时间")),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="银行",
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
                    "made_by",
                    models.ForeignKey(
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
            ],
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("url", models.CharField(max_length=500, verbose_name="地址")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "disabled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="停用时间"),
                ),
                (
                    "disabled_because",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="停用原因"
                    ),
                ),
                (
                    "created_by",
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
            name="WebhookDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message_id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="消息编号"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("whitelist.changed", "名单有变化"),
                            ("demand.changed", "融资需求有变化"),
                            ("ping", "测试消息"),
                        ],
                        max_length=20,
                        verbose_name="事件",
                    ),
                ),
                ("body", models.TextField(verbose_name="内容")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待送达"),
                            ("delivered", "已送达"),
                            ("dead", "未能送达"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="下次尝试"
                    ),
                ),
                ("waiting_since", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="financing.webhook",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="状态码")),
                (
                    "error",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="原因"),
                ),
                ("milliseconds", models.PositiveIntegerField(verbose_name="用时（毫秒）")),
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
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempt_rows",
                        to="financing.webhookdelivery",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.TextField()),
                ("hint", models.CharField(max_length=4, verbose_name="末四位")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="有效期至"),
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
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secret_rows",
                        to="financing.webhook",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WhitelistEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("candidate", "候选"),
                            ("proposed", "待市级审定"),
                            ("listed", "在库"),
                            ("left", "已移出"),
                            ("declined", "未列入"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("automatic", "平台比对"),
                            ("district", "区市推荐"),
                            ("filing", "企业申报"),
                        ],
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本号")),
                ("enterprise_name", models.CharField(max_length=200, verbose_name="企业名称")),
                ("credit_code", models.CharField(max_length=18, verbose_name="统一社会信用代码")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
                ("listed_at", models.DateTimeField(null=True, verbose_name="列入时间")),
                ("left_at", models.DateTimeField(null=True, verbose_name="移出时间")),
                ("valid_to", models.DateField(null=True, verbose_name="有效期止")),
                (
                    "left_because",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="移出原因"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.application",
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
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schemes.schemeversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WhitelistEvent",
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="financing.whitelistentry",
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
        migrations.AddIndex(
            model_name="bankclient",
            index=models.Index(fields=["organisation", "-id"], name="bank_client_own"),
        ),
        migrations.AddIndex(
            model_name="bankaccesschange",
            index=models.Index(fields=["organisation", "-id"], name="bank_access_change_own"),
        ),
        migrations.AddIndex(
            model_name="clientsecret",
            index=models.Index(fields=["client", "-id"], name="client_secret_recent"),
        ),
        migrations.AddIndex(
            model_name="clientusage",
            index=models.Index(fields=["organisation", "-day"], name="client_usage_own"),
        ),
        migrations.AddConstraint(
            model_name="clientusage",
            constraint=models.UniqueConstraint(
                fields=("client", "day", "operation", "answer"), name="client_usage_once"
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["bank", "organisation"], name="consent_of_bank"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("organisation", "bank"),
                name="consent_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                name="consent_term_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="creditfeedback",
            index=models.Index(fields=["bank", "-reported_at", "-id"], name="feedback_of_bank"),
        ),
        migrations.AddIndex(
            model_name="creditfeedback",
            index=models.Index(
                fields=["organisation", "-reported_at"], name="feedback_of_enterprise"
            ),
        ),
        migrations.AddIndex(
            model_name="creditfeedback",
            index=models.Index(
                condition=models.Q(("state", "paid_out")),
                fields=["due_on"],
                name="feedback_running_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditfeedback",
            constraint=models.UniqueConstraint(
                fields=("bank", "reference"), name="feedback_one_reference"
            ),
        ),
        migrations.AddIndex(
            model_name="demandevent",
            index=models.Index(fields=["handling", "id"], name="demand_event_order"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["organisation", "-at", "-id"], name="disclosure_recent"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("pull__isnull", False)),
                fields=("pull", "organisation"),
                name="disclosure_once_a_pull",
            ),
        ),
        migrations.AddIndex(
            model_name="feedbackupload",
            index=models.Index(fields=["organisation", "-id"], name="feedback_upload_own"),
        ),
        migrations.AddIndex(
            model_name="feedrow",
            index=models.Index(fields=["bank", "seq"], name="feed_order"),
        ),
        migrations.AddIndex(
            model_name="feedrow",
            index=models.Index(fields=["bank", "credit_code"], name="feed_code"),
        ),
        migrations.AddConstraint(
            model_name="feedrow",
            constraint=models.UniqueConstraint(
                fields=("bank", "organisation"), name="feed_row_once"
            ),
        ),
        migrations.AddIndex(
            model_name="idempotentanswer",
            index=models.Index(fields=["at"], name="idempotent_answer_at"),
        ),
        migrations.AddConstraint(
            model_name="idempotentanswer",
            constraint=models.UniqueConstraint(
                fields=("client", "key"), name="idempotent_answer_key"
            ),
        ),
        migrations.AddIndex(
            model_name="loandemand",
            index=models.Index(fields=["organisation", "-id"], name="loan_demand_own"),
        ),
        migrations.AddIndex(
            model_name="loandemand",
            index=models.Index(fields=["district", "state", "-id"], name="loan_demand_district"),
        ),
        migrations.AddConstraint(
            model_name="loandemand",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("term_months__gt", 0)),
                name="loan_demand_is_positive",
            ),
        ),
        migrations.AddIndex(
            model_name="demandhandling",
            index=models.Index(
                fields=["bank", "state", "due_on", "id"], name="demand_handling_desk"
            ),
        ),
        migrations.AddIndex(
            model_name="demandhandling",
            index=models.Index(fields=["district", "state", "due_on"], name="demand_handling_due"),
        ),
        migrations.AddIndex(
            model_name="demandhandling",
            index=models.Index(
                condition=models.Q(("state__in", ("sent", "taken"))),
                fields=["bank", "due_on", "id"],
                name="demand_handling_queue",
            ),
        ),
        migrations.AddConstraint(
            model_name="demandhandling",
            constraint=models.UniqueConstraint(
                fields=("demand", "bank"), name="demand_handling_once"
            ),
        ),
        migrations.AddIndex(
            model_name="loandemandevent",
            index=models.Index(fields=["demand", "id"], name="loan_demand_event_order"),
        ),
        migrations.AddIndex(
            model_name="pull",
            index=models.Index(fields=["organisation", "-begun_at"], name="pull_recent"),
        ),
        migrations.AddIndex(
            model_name="supportplan",
            index=models.Index(fields=["organisation", "-id"], name="support_plan_enterprise"),
        ),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("organisation", "bank"),
                name="support_plan_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                name="support_plan_term_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="webhook",
            index=models.Index(fields=["organisation", "-id"], name="webhook_own"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["webhook", "-id"], name="delivery_recent"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["webhook", "state", "-id"], name="delivery_by_state"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["next_attempt_at"],
                name="delivery_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["created_at"], name="delivery_old"),
        ),
        migrations.AddIndex(
            model_name="webhookattempt",
            index=models.Index(fields=["delivery", "-id"], name="attempt_recent"),
        ),
        migrations.AddIndex(
            model_name="webhooksecret",
            index=models.Index(fields=["webhook", "-id"], name="webhook_secret_recent"),
        ),
        migrations.AddIndex(
            model_name="whitelistentry",
            index=models.Index(fields=["district", "state", "-id"], name="whitelist_district"),
        ),
        migrations.AddIndex(
            model_name="whitelistentry",
            index=models.Index(fields=["state", "-id"], name="whitelist_state"),
        ),
        migrations.AddIndex(
            model_name="whitelistentry",
            index=models.Index(fields=["listed_at"], name="whitelist_listed"),
        ),
        migrations.AddIndex(
            model_name="whitelistentry",
            index=models.Index(
                condition=models.Q(("state", "listed")),
                fields=["valid_to"],
                name="whitelist_running_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="whitelistentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("candidate", "proposed", "listed"))),
                fields=("organisation",),
                name="whitelist_one_open_entry",
                violation_error_message="这家企业已在名单中或正在审定。",
            ),
        ),
        migrations.AddConstraint(
            model_name="whitelistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "listed"), _negated=True),
                    models.Q(
                        ("left_at", None), ("listed_at__isnull", False), ("valid_to__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="whitelist_listed_has_its_time",
            ),
        ),
        migrations.AddIndex(
            model_name="whitelistevent",
            index=models.Index(fields=["entry", "id"], name="whitelist_event_order"),
        ),
    ]
