"""Tie staged rows to the tenant of their file; the check stages no wrong rows."""

from django.db import migrations, models

from accounts.row_security import CompositeTenantKey


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0002_row_security")]

    operations = [
        migrations.AlterField(
            model_name="importrow",
            name="verdict",
            field=models.CharField(
                choices=[("new", "新增"), ("changed", "变更"), ("doubtful", "待判断")],
                max_length=10,
                verbose_name="核对结果",
            ),
        ),
        CompositeTenantKey("enterprises_importrow", "enterprises_importbatch", "batch_id"),
    ]
