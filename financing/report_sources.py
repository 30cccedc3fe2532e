"""What reports are built from: the financing whitelist, loan demands, and what banks report."""

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat, ExtractYear, LPad

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from accounts.tenancy import Actor
from enterprises.report_sources import enterprise_fields
from financing.listings import figures as of_listings  # noqa: F401  registers itself
from financing.models import CreditFeedback, LoanDemand, WhitelistEntry
from financing.models.demand import Guarantee, Purpose
from financing.models.reasons import DeclineReason, RemovalReason
from financing.subsidies.effect import figures as of_effect  # noqa: F401  registers itself
from pages.report_sources import (
    Choices,
    FieldKind,
    ReportField,
    ReportSource,
    register_report_sources,
)

TEXT, CHOICE, MONEY = FieldKind.TEXT, FieldKind.CHOICE, FieldKind.MONEY
DATE, MOMENT, NUMBER = FieldKind.DATE, FieldKind.MOMENT, FieldKind.NUMBER
ENTERPRISE = enterprise_fields("organisation__enterprise__")


def _banks() -> Choices:
    banks = Organisation.objects.filter(kind=OrganisationKind.BANK).order_by("name")
    return list(banks.values_list("id", "name"))


def _demand_number() -> Concat:
    """As `LoanDemand.number`: RZ, the local year, and six digits."""
    digits = LPad(Cast("pk", CharField()), 6, Value("0"))
    return Concat(
        Value("RZ"), Cast(ExtractYear("posted_at"), CharField()), digits, output_field=CharField()
    )


def _demands(actor: Actor) -> QuerySet[LoanDemand]:
    return LoanDemand.objects.visible_to(actor)


register_report_sources(
    ReportSource(
        "whitelist", "融资名单库", "名单记录", "条",
        rows=lambda actor: WhitelistEntry.objects.visible_to(actor),
        fields=(
            *ENTERPRISE,
            ReportField("state", "名单状态", CHOICE, "state", WhitelistEntry.State.choices),
            ReportField("origin", "来源", CHOICE, "origin", WhitelistEntry.Origin.choices),
            ReportField("created_at", "提出时间", MOMENT, "created_at"),
            ReportField("listed_at", "列入时间", MOMENT, "listed_at"),
            ReportField("valid_to", "有效期止", DATE, "valid_to"),
            ReportField("left_at", "移出时间", MOMENT, "left_at"),
            ReportField(
                "left_because", "移出原因", CHOICE, "left_because", RemovalReason.choices, long=True
            ),
        ),
        usual=("name", "credit_code", "district", "state", "listed_at", "valid_to"),
        about="enterprise",
        order=("-id",),
        note="一条记录是企业在名单库里的一段时间，重新列入的另计一条。",
    ),
    ReportSource(
        "demands", "融资需求", "融资需求", "笔",
        rows=_demands,
        fields=(
            ReportField("number", "需求编号", FieldKind.CODE, _demand_number),
            *ENTERPRISE,
            ReportField("state", "需求状态", CHOICE, "state", LoanDemand.State.choices),
            ReportField("purpose", "用途", CHOICE, "purpose", Purpose.choices),
            ReportField("amount", "需求金额", MONEY, "amount", confidential=True),
            ReportField("term_months", "期限", NUMBER, "term_months", unit="个月"),
            ReportField(
                "highest_rate", "可接受的年利率", NUMBER, "highest_rate", unit="%",
                confidential=True,
            ),
            ReportField("needed_by", "希望到账日期", DATE, "needed_by"),
            ReportField("posted_at", "提出时间", MOMENT, "posted_at"),
            ReportField("ended_at", "结束时间", MOMENT, "ended_at"),
        ),
        usual=("number", "name", "district", "purpose", "amount", "state", "posted_at"),
        about="enterprise",
        order=("-id",),
    ),
    ReportSource(
        "credits", "授信反馈", "授信反馈", "笔",
        rows=lambda actor: CreditFeedback.objects.visible_to(actor),
        fields=(
            ReportField("reference", "银行业务编号", FieldKind.CODE, "reference"),
            *ENTERPRISE,
            ReportField("bank", "银行", CHOICE, "bank_id", _banks, long=True),
            ReportField("state", "授信状态", CHOICE, "state", CreditFeedback.State.choices),
            ReportField("contacted_on", "对接日期", DATE, "contacted_on"),
            ReportField(
                "declined_because", "未通过原因", CHOICE, "declined_because",
                DeclineReason.choices, long=True,
            ),
            ReportField(
                "guarantee", "担保方式", CHOICE, "guarantee", Guarantee.choices
            ),
            ReportField("credit_line", "授信额度", MONEY, "credit_line", confidential=True),
            ReportField("paid_out", "放款金额", MONEY, "paid_out", confidential=True),
            ReportField("balance", "余额", MONEY, "balance", confidential=True),
            ReportField("rate", "年利率", NUMBER, "rate", unit="%", confidential=True),
            ReportField("paid_out_on", "放款日期", DATE, "paid_out_on"),
            ReportField("due_on", "到期日", DATE, "due_on"),
            ReportField("is_first_loan", "首贷", FieldKind.FLAG, "is_first_loan"),
            ReportField("renewal", "续贷方式", CHOICE, "renewal", CreditFeedback.Renewal.choices),
            ReportField("is_overdue", "逾期", FieldKind.FLAG, "is_overdue"),
            ReportField("reported_at", "反馈时间", MOMENT, "reported_at"),
        ),
        usual=("reference", "name", "bank", "state", "credit_line", "paid_out", "rate"),
        about="enterprise",
        order=("-reported_at", "-id"),
        note="利率的平均值是各笔的简单平均，不按金额加权；银行作废的反馈不计。",
    ),
)  # fmt: skip
