"""The pool of experts (专家库)."""

from typing import Self

from django.db import models

from accounts.tenancy import M, Scope, ScopedManager, ScopedQuerySet


class OfOnePerson(ScopedQuerySet[M]):
    """Rows that belong to one person: theirs, and the city's, which keeps the pool."""

    def in_scope(self, scope: Scope) -> Self:
        actor = scope.actor
        if scope.is_system or (actor is not None and actor.is_city):
            return self
        return self.filter(user_id=scope.user_id)


OfOnePersonManager = ScopedManager.from_queryset(OfOnePerson, "OfOnePersonManager")


class Expert(models.Model):
    """A person who judges filings. The employer is what conflicts of interest are found by."""

    class Speciality(models.TextChoices):
        TECHNOLOGY = "technology", "技术"
        MANAGEMENT = "management", "管理"
        FINANCE = "finance", "财务"
        PROPERTY = "property", "知识产权与标准"

    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="+")
    employer = models.CharField("工作单位", max_length=200)
    employer_code = models.CharField(
        "单位统一社会信用代码", max_length=18, blank=True, default="", db_default=""
    )
    position = models.CharField("职称或职务", max_length=60, blank=True, default="", db_default="")
    speciality = models.CharField(
        "专长", max_length=12, choices=Speciality.choices, default=Speciality.TECHNOLOGY
    )
    industries = models.JSONField("熟悉的行业", default=list)  # divisions (大类) of GB/T 4754
    is_active = models.BooleanField("可以抽取", default=True)
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField("入库时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = OfOnePersonManager()

    def __str__(self) -> str:
        return f"{self.user_id} {self.employer}"


class ExpertTie(models.Model):
    """A tie to an enterprise that keeps an expert from judging it (应当回避的关系)."""

    class Kind(models.TextChoices):
        POSITION = "position", "任职、兼职或顾问"
        SHARES = "shares", "持股或投资"
        FAMILY = "family", "亲属任职"
        PROJECT = "project", "近三年有合作项目"
        OTHER = "other", "其他"

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField("企业名称", max_length=200)
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, default="", db_default=""
    )
    kind = models.CharField("关系", max_length=10, choices=Kind.choices)
    note = models.CharField("说明", max_length=200, blank=True, default="", db_default="")
    declared_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    declared_at = models.DateTimeField("申报时间", auto_now_add=True)
    ended_at = models.DateTimeField("解除时间", null=True, blank=True)

    objects = OfOnePersonManager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "ended_at"], name="expert_tie_present")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"
