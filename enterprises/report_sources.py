"""What reports are built from: the registry, and the yearly figures of its enterprises."""

from django.db.models import Q
from django.db.models.expressions import ExpressionWrapper
from django.db.models.fields import BooleanField
from django.db.models.functions import Left

from enterprises.models import Enterprise, RegistrationState, SizeClass, YearlyReport
from enterprises.rules.industry import divisions
from pages.report_sources import (
    Choices,
    FieldKind,
    ReportField,
    ReportSource,
    district_field,
    register_report_sources,
)


def industries() -> Choices:
    """The divisions of GB/T 4754-2017."""
    return [(code, f"{code} {name}") for code, name in divisions().items()]


def enterprise_fields(path: str) -> tuple[ReportField, ...]:
    """What every source whose rows belong to an enterprise tells of it; `path` leads to its entry
    in the registry."""
    return (
        ReportField(
            "name", "企业名称", FieldKind.TEXT, f"{path}name", long=True,
            sort=f"{path}name_pinyin",
        ),
        ReportField("credit_code", "统一社会信用代码", FieldKind.CODE, f"{path}credit_code"),
        district_field(),
        ReportField(
            "industry", "行业大类", FieldKind.CHOICE,
            lambda: Left(f"{path}industry_code", 2), industries, long=True,
        ),
        ReportField(
            "size", "企业规模", FieldKind.CHOICE, f"{path}size_class", SizeClass.choices
        ),
    )  # fmt: skip


IN_POOL = ReportField(
    "in_pool", "在培育库", FieldKind.FLAG,
    lambda: ExpressionWrapper(
        Q(pool_entered_on__isnull=False), output_field=BooleanField()
    ),
)  # fmt: skip


def _figure(
    name: str, label: str, kind: FieldKind = FieldKind.MONEY, unit: str = ""
) -> ReportField:
    return ReportField(name, label, kind, name, unit=unit, confidential=True)


NUMBER, MONEY, DATE = FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE
register_report_sources(
    ReportSource(
        "enterprises", "企业名录", "企业", "家",
        rows=lambda actor: Enterprise.objects.visible_to(actor),
        fields=(
            *enterprise_fields(""),
            ReportField(
                "state", "登记状态", FieldKind.CHOICE, "registration_state",
                RegistrationState.choices,
            ),
            IN_POOL,
            ReportField("pool_entered_on", "进入培育库日期", DATE, "pool_entered_on"),
            ReportField("established_on", "成立日期", DATE, "established_on"),
            ReportField("created_at", "登记时间", FieldKind.MOMENT, "created_at"),
            ReportField("registered_capital", "注册资本", MONEY, "registered_capital"),
            _figure("staff", "从业人员", NUMBER, "人"),
            _figure("revenue", "营业收入"),
            _figure("assets", "资产总额"),
            ReportField("address", "注册地址", FieldKind.TEXT, "address", long=True),
            ReportField(
                "legal_representative", "法定代表人", FieldKind.TEXT, "legal_representative",
                personal=True,
            ),
            ReportField("contact_name", "联系人", FieldKind.TEXT, "contact_name", personal=True),
            ReportField(
                "contact_phone", "联系电话", FieldKind.CODE, "contact_phone", personal=True
            ),
            ReportField(
                "contact_email", "联系邮箱", FieldKind.TEXT, "contact_email", personal=True
            ),
        ),
        usual=("name", "credit_code", "district", "industry", "size"),
        about="enterprise",
        order=("name_pinyin", "organisation_id"),
    ),
    ReportSource(
        "yearly_reports", "年度数据", "年度数据", "份",
        rows=lambda actor: YearlyReport.objects.visible_to(actor).filter(
            state=YearlyReport.State.SUBMITTED
        ),
        fields=(
            *enterprise_fields("organisation__enterprise__"),
            ReportField(
                "year", "年度", FieldKind.NUMBER, "year", grouped=True, summed=False,
            ),
            _figure("revenue", "营业收入"),
            _figure("main_revenue", "主营业务收入"),
            _figure("rd_cost", "研发费用"),
            _figure("assets", "资产总额"),
            _figure("liabilities", "负债总额"),
            _figure("net_profit", "净利润"),
            _figure("tax", "实缴税金"),
            _figure("export", "出口额"),
            _figure("staff", "从业人员", NUMBER, "人"),
            _figure("rd_staff", "研发人员", NUMBER, "人"),
            _figure("invention_patents", "有效发明专利", NUMBER, "件"),
            ReportField("submitted_at", "上报时间", FieldKind.MOMENT, "submitted_at"),
        ),
        usual=("name", "district", "year", "revenue", "rd_cost", "staff"),
        about="enterprise",
        order=("-year", "pk"),
        note="只统计已上报的年度数据；一家企业每年一份，跨年合计前请先按年度分组或筛选。",
    ),
)  # fmt: skip
