"""The yearly report of figures."""

from django.db import models

from accounts.tenancy import TenantModel
from enterprises.models.enterprise import money
from lifecycle.models import TenantTransitionEvent
from pages.models import VersionedModel

MONEY_FIGURES = (
    "revenue",
    "main_revenue",
    "rd_cost",
    "assets",
    "liabilities",
    "net_profit",
    "tax",
    "export",
)
COUNT_FIGURES = (
    "staff",
    "rd_staff",
    "invention_patents",
    "utility_patents",
    "design_patents",
    "software_copyrights",
)


class YearlyReport(VersionedModel, TenantModel):
    """An enterprise's figures of one calendar year; money in 万元, people in persons."""

    class State(models.TextChoices):
        DRAFT = "draft", "填报中"
        SUBMITTED = "submitted", "已上报"

    year = models.PositiveSmallIntegerField("年度")
    revenue = money("营业收入")
    main_revenue = money("主营业务收入")
    rd_cost = money("研发费用")
    assets = money("资产总额")
    liabilities = money("负债总额")
    net_profit = money("净利润")
    tax = money("实缴税金")
    export = money("出口额")
    staff = models.PositiveIntegerField("从业人员（人）", null=True, blank=True)
    rd_staff = models.PositiveIntegerField("研发人员（人）", null=True, blank=True)
    invention_patents = models.PositiveIntegerField("有效发明专利（件）", null=True, blank=True)
    utility_patents = models.PositiveIntegerField("实用新型专利（件）", null=True, blank=True)
    design_patents = models.PositiveIntegerField("外观设计专利（件）", null=True, blank=True)
    software_copyrights = models.PositiveIntegerField("软件著作权（件）", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    warnings_explained = models.CharField("异常数据说明", max_length=500, blank=True, default="")
    submitted_at = models.DateTimeField("上报时间", null=True, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="yearly_report_once",
                violation_error_message="这一年度的数据已经存在。",
            )
        ]
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year} 年度数据"


class YearlyReportEvent(TenantTransitionEvent):
    """A transition of a yearly report."""

    report = models.ForeignKey(YearlyReport, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["report", "id"], name="yearly_report_event_order")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.transition}"
