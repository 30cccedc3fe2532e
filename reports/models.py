"""The plan and its targets."""

from django.db import models


class Plan(models.Model):
    """A policy period with targets (行动计划)."""

    name = models.CharField("名称", max_length=120)
    source = models.CharField("依据", max_length=300)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    is_current = models.BooleanField("当前计划", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="plan_one_current",
                violation_error_message="只能有一个当前计划。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """One figure that the plan wants to reach by its end; `measure` is the key of a metric."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    measure = models.CharField("指标", max_length=30)
    value = models.PositiveIntegerField("目标值")
    unit = models.CharField("单位", max_length=4)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort"]
        constraints = [models.UniqueConstraint(fields=["plan", "measure"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"
