"""What reviewers judged of conditions that only a person can judge (人工判断)."""

from django.db import models

from accounts.tenancy import TenantModel


class ConditionJudgement(TenantModel):
    """One condition of one case as a reviewer judged it; a later one of the same condition
    replaces it and leaves it readable. `submission` counts from 1 and is what was looked at."""

    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, related_name="judgements"
    )
    criterion = models.CharField("条件标识", max_length=40)
    label = models.CharField("条件", max_length=500)
    is_met = models.BooleanField("符合")
    basis = models.CharField("判断依据", max_length=500)
    submission = models.PositiveSmallIntegerField("针对第几次提交")
    judged_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation_name = models.CharField("判断单位", max_length=100)
    judged_at = models.DateTimeField("判断时间", auto_now_add=True)
    replaced_at = models.DateTimeField("被新的判断代替于", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"],
                condition=models.Q(replaced_at=None),
                name="judgement_once",
                violation_error_message="这一项条件刚刚有人判断过。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.criterion}"
