"""What a bank's queue is read by, and the wrong rows of a workbook of feedback."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("financing", "0011_bank_access")]

    operations = [
        migrations.AddField(
            model_name="feedbackupload",
            name="wrong_rows",
            field=models.JSONField(
                db_default=models.Value([], output_field=models.JSONField()), default=list
            ),
        ),
        migrations.AlterField(
            model_name="creditfeedback",
            name="renewal",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="demandhandling",
            index=models.Index(
                condition=models.Q(("state__in", ("sent", "taken"))),
                fields=["bank", "due_on", "id"],
                name="demand_handling_queue",
            ),
        ),
    ]
