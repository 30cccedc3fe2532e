"""Certificates change with an event only, and belong to their holders."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import CompositeTenantKey, RowSecurity

GUARD = Path(__file__).resolve().parent.parent / "certificate_guard.sql"
# The release beside, which knows no version of a certificate, goes on inserting until it stops.
FILL_VERSION = """
CREATE FUNCTION certification_fill_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.scheme_version_id IS NULL THEN
    SELECT scheme_version_id INTO NEW.scheme_version_id FROM procedures_application
      WHERE id = NEW.application_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fill_version BEFORE INSERT ON certification_certificate
  FOR EACH ROW EXECUTE FUNCTION certification_fill_version();
"""
# The owner, who migrates, is under the policies too: for one statement he is not.
GIVE_VERSIONS = """
ALTER TABLE certification_certificate NO FORCE ROW LEVEL SECURITY;
ALTER TABLE procedures_application NO FORCE ROW LEVEL SECURITY;
UPDATE certification_certificate SET scheme_version_id = filed.scheme_version_id
  FROM procedures_application filed
  WHERE filed.id = application_id AND certification_certificate.scheme_version_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE procedures_application FORCE ROW LEVEL SECURITY;
ALTER TABLE certification_certificate FORCE ROW LEVEL SECURITY;
ALTER TABLE certification_certificate ADD CONSTRAINT certificate_has_version
  CHECK (scheme_version_id IS NOT NULL) NOT VALID;
ALTER TABLE certification_certificate VALIDATE CONSTRAINT certificate_has_version;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_own_reads"),
        ("certification", "0004_national_titles"),
        ("procedures", "0015_recheck_and_correction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="scheme_version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.schemeversion",
            ),
        ),
        migrations.RunSQL(
            FILL_VERSION,
            "DROP TRIGGER fill_version ON certification_certificate;"
            "DROP FUNCTION certification_fill_version();",
        ),
        migrations.RunSQL(
            GIVE_VERSIONS,
            "ALTER TABLE certification_certificate DROP CONSTRAINT certificate_has_version;",
            # The check keeps out what NOT NULL would, without a lock on all of the table.
            state_operations=[
                migrations.AlterField(
                    "certificate",
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.schemeversion",
                    ),
                )
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
                ("source", models.CharField(max_length=12)),
                ("target", models.CharField(max_length=12)),
                ("organisation_name", models.CharField(blank=True, max_length=200)),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fraud", "数据造假"),
                            ("accident", "重大安全、质量或环境事故"),
                            ("dishonesty", "严重失信"),
                            ("tax_evasion", "偷漏税"),
                            ("no_update", "未按期更新信息"),
                            ("correction", "原决定有误"),
                            ("other", "其他"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="原因类别",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                (
                    "document_number",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="文号"),
                ),
                ("changes", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("xid", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="certificate",
            name="former_name",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="原名称"
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("state__in", ("valid", "recheck_due", "suspended"))),
                fields=["valid_to", "id"],
                name="certificate_running_out",
            ),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="application",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.application",
            ),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="certification.certificate",
            ),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.district",
                verbose_name="区市",
            ),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="所属机构",
            ),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
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
        RowSecurity("certification_certificateevent", "tenant", append_only=True),
        # A certificate belongs to its holder, which after a merger is not who filed the case.
        migrations.RunSQL(
            "ALTER TABLE certification_certificate"
            " DROP CONSTRAINT certification_certificate_application_id_tenant;",
            migrations.RunSQL.noop,
        ),
        CompositeTenantKey(
            "certification_certificate",
            "enterprises_enterprise",
            "organisation_id",
            "organisation_id",
        ),
        CompositeTenantKey(
            "certification_certificateevent", "certification_certificate", "certificate_id"
        ),
        migrations.RunSQL(
            GUARD.read_text(encoding="utf-8"),
            "DROP TRIGGER change_needs_event ON certification_certificate;"
            "DROP FUNCTION certification_change_needs_event();",
        ),
    ]
