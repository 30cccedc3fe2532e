import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import certification.models
import lifecycle.current_transaction


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("procedures", "0001_initial"),
        ("schemes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
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
                            ("certified_product", "专精特新产品（技术）"),
                            ("demonstration_enterprise", "专精特新示范企业"),
                            ("hidden_champion", "隐形冠军"),
                            ("innovative_sme", "创新型中小企业"),
                            ("srdi_sme", "专精特新中小企业"),
                            ("little_giant", "专精特新“小巨人”企业"),
                        ],
                        max_length=30,
                        verbose_name="类别",
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="证书编号")),
                ("holder_name", models.CharField(max_length=200, verbose_name="持证企业")),
                ("credit_code", models.CharField(max_length=18, verbose_name="统一社会信用代码")),
                (
                    "former_name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="原名称"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="产品（技术）")),
                ("issued_on", models.DateField(verbose_name="发证日期")),
                ("valid_from", models.DateField(verbose_name="有效期起")),
                ("valid_to", models.DateField(verbose_name="有效期止")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("valid", "有效"),
                            ("recheck_due", "待复核"),
                            ("suspended", "暂停"),
                            ("revoked", "已撤销"),
                            ("expired", "已到期"),
                        ],
                        default="valid",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
                ),
                (
                    "token",
                    models.CharField(
                        default=certification.models.new_token,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("pdf_key", models.CharField(blank=True, default="", max_length=200)),
                ("pdf_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
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
            name="CertificateEvent",
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
                    "document_number",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="文号"),
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
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="certification.certificate",
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
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["kind", "state", "district"], name="certificate_progress"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["organisation", "-issued_on"], name="certificate_own"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["-issued_on", "-id"], name="certificate_recent"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["valid_to", "id"], name="certificate_valid_to"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("state__in", ("valid", "recheck_due", "suspended"))),
                fields=["valid_to", "id"],
                name="certificate_running_out",
            ),
        ),
        migrations.AddIndex(
            model_name="certificateevent",
            index=models.Index(fields=["certificate", "id"], name="certificate_event_order"),
        ),
        migrations.AddIndex(
            model_name="certificateevent",
            index=models.Index(
                condition=models.Q(("transition", "revoke")),
                fields=["organisation", "-at"],
                name="certificate_revoked",
            ),
        ),
    ]
