"""Titles as published lists hold them: a name, a title, sometimes a district, never a code."""

from django.db import models

from accounts.tenancy import TenantModel


class PublishedTitle(TenantModel):
    """One line of a published list, tied to the enterprise that it was matched to."""

    class MatchState(models.TextChoices):
        MATCHED = "matched", "已匹配"
        DOUBTFUL = "doubtful", "待人工判断"
        UNCLAIMED = "unclaimed", "新建待认领"

    published_name = models.CharField("公布名称", max_length=200)
    title = models.CharField("称号", max_length=300, blank=True)
    district_name = models.CharField("公布区市", max_length=40, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    match_state = models.CharField("匹配", max_length=10, choices=MatchState.choices)
    score = models.DecimalField("相似度", max_digits=4, decimal_places=3, null=True)
    line_key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["district", "match_state"], name="title_match_state")]

    def __str__(self) -> str:
        return f"{self.published_name} {self.title}"
