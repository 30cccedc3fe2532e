"""Notifications gather work of one sort."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_investors_and_listings"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="matters",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="notification",
            name="sort",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("read_at", None), models.Q(("sort", ""), _negated=True)),
                fields=["sort"],
                name="notification_gathered",
            ),
        ),
    ]
