"""How much each program of a bank calls the interface."""

from django.db import models

from accounts.tenancy import TenantModel
from financing.models.client import BankClient


class Operation(models.TextChoices):
    """What a program asks for."""

    PULL = "pull", "整份名单"
    CHANGES = "changes", "名单变化"
    LOOKUP = "lookup", "按信用代码查询"
    HISTORY = "history", "历史名单"
    REPORT = "report", "反馈授信"
    REPORTED = "reported", "查询反馈"
    DEMANDS = "demands", "融资需求"


class Answer(models.TextChoices):
    """How it was answered."""

    GIVEN = "given", "成功"
    UNCHANGED = "unchanged", "没有变化（304）"
    REFUSED = "refused", "拒绝（4xx）"
    FAILED = "failed", "出错（5xx）"


class ClientUsage(TenantModel):
    """The calls of one program on one day (local date). `organisation` is the bank."""

    client = models.ForeignKey(BankClient, models.CASCADE, related_name="+")
    day = models.DateField("日期")
    operation = models.CharField("接口", max_length=8, choices=Operation.choices)
    answer = models.CharField("结果", max_length=9, choices=Answer.choices)
    number = models.PositiveIntegerField("次数")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "day", "operation", "answer"], name="client_usage_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "-day"], name="client_usage_own")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.day} {self.operation}"
