from django.db import migrations, models


class Migration(migrations.Migration):
    """One proposal for each cause; what goes beyond a demand is proposed beside it."""

    dependencies = [
        ("financing", "0041_sums_that_count_what_stands"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="recovery", name="recovery_once"),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("application", "cause"),
                name="recovery_once",
                violation_error_message="这项申报已因同一事由提出追回。",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("appropriate", "下达预算"),
                    ("raise", "追加预算"),
                    ("lower", "调减预算"),
                    ("reserve", "占用"),
                    ("unreserve", "解除占用"),
                    ("commit", "承诺"),
                    ("uncommit", "取消承诺"),
                    ("send", "送银行"),
                    ("pay", "付款相符"),
                    ("fail", "付款失败，回到承诺"),
                    ("return", "银行退回"),
                    ("reopen", "退回，恢复占用"),
                    ("again", "重新列入应付"),
                    ("claim_back", "追回应收"),
                    ("unclaim", "减少追回应收"),
                    ("recover", "追回到账"),
                    ("write_off", "核销"),
                    ("carry_out", "结转下年"),
                    ("carry_in", "上年结转"),
                ],
                max_length=12,
                verbose_name="事件",
            ),
        ),
        migrations.AlterField(
            model_name="paymentorder",
            name="finding",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "无回单"),
                    ("matched", "相符"),
                    ("amount", "金额不符"),
                    ("name", "账号户名不符"),
                    ("failed", "支付失败"),
                    ("returned", "退回"),
                    ("double", "付了不止一次"),
                    ("late", "记为未付后又付出"),
                ],
                default="",
                max_length=10,
                verbose_name="核对",
            ),
        ),
    ]
