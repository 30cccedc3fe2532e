"""Schemes and their versions belong to the app `schemes` now; the tables stay."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0006_schemes_moved"),
        ("financing", "0015_schemes_moved"),
        ("procedures", "0021_begun_under"),
        ("schemes", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="application",
                    name="begun_under",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schemes.schemeversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="simulation",
                    name="version",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="simulations",
                        to="schemes.schemeversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="batch",
                    name="version",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="schemes.schemeversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="application",
                    name="scheme_version",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="schemes.schemeversion",
                    ),
                ),
                migrations.DeleteModel(
                    name="SchemeWatch",
                ),
                migrations.DeleteModel(
                    name="SchemeVersion",
                ),
                migrations.DeleteModel(
                    name="Scheme",
                ),
            ]
        )
    ]
