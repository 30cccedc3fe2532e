# Re-checks and corrections of cases.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_own_reads"),
        ("procedures", "0014_waivers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="application",
            name="application_one_draft",
        ),
        migrations.AddField(
            model_name="application",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="procedures.application",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="purpose",
            field=models.CharField(
                choices=[("certify", "认定"), ("recheck", "复核")],
                db_default="certify",
                default="certify",
                max_length=10,
                verbose_name="申报目的",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="renews",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rechecks",
                to="procedures.application",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("renews", None), ("state", "draft")),
                fields=("batch", "organisation"),
                name="application_one_draft",
                violation_error_message="本批次已有一份草稿，请继续填写。",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("state", "draft")),
                fields=("batch", "organisation", "renews"),
                name="application_one_recheck_draft",
                violation_error_message="这张证书已有一份复核草稿，请继续填写。",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", "certify"), ("renews", None)),
                    models.Q(("purpose", "recheck"), ("renews__isnull", False)),
                    _connector="OR",
                ),
                name="application_recheck_of_a_case",
            ),
        ),
    ]
