"""A draft remembers the version that it was begun under, when a corrected one takes over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "0020_objectors")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="begun_under",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.schemeversion",
            ),
        ),
    ]
