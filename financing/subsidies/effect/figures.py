"""What the money tells of districts in a period, and what reports may ask of it."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, Min, OuterRef, QuerySet, Sum
from django.urls import reverse

from enterprises.models import Enterprise
from enterprises.report_sources import enterprise_fields
from financing.models import Payable, PayableEvent, RecoveryReceipt, SubsidyClaim
from financing.money import WAN
from financing.subsidies.effect.money_then import (
    PAID,
    FirstMoney,
    first_money,
    paid_in,
    promised,
    unspent_of,
    weights_of,
)
from financing.subsidies.effect.statistics import percentile
from pages.district_figures import DistrictFigure, FigureRow, Measured, register_district_figures
from pages.metrics import Metric, Stay, register_metrics
from pages.report_sources import (
    Choices,
    FieldKind,
    ReportField,
    ReportSource,
    register_report_sources,
)
from procedures.models.application import State as CaseState
from schemes.models import Scheme

PAY, BOUNCE = "pay", "bounce"
Rows = Callable[[int, date, date], Iterator[FigureRow]]


# --- the metric of the dashboard ------------------------------------------------------------------


def supported_now() -> QuerySet[Enterprise]:
    """The enterprises that were paid money and did not return it."""
    paid = Payable.objects.filter(organisation_id=OuterRef("pk"), state=PAID)
    rows: QuerySet[Enterprise] = Enterprise.objects.filter(Exists(paid))
    return rows


def supported_stays(organisation_ids: Collection[int]) -> Iterator[Stay]:
    """Each enterprise since its first money that stayed. One query."""
    rows = Payable.objects.filter(organisation_id__in=organisation_ids, state=PAID)
    known = rows.filter(events__transition=PAY).order_by().values_list("organisation_id")
    for firm, day, at in known.annotate(Min("paid_on"), Min("events__at")):
        yield Stay(firm, firm, day, None, PAY, "", at)


def changed_since(moment: datetime | None) -> QuerySet[PayableEvent, int]:
    """The enterprises that were paid or returned money since; all of them for None."""
    events = PayableEvent.objects.filter(transition__in=(PAY, BOUNCE))
    if moment is not None:
        events = events.filter(at__gte=moment)
    keys: QuerySet[PayableEvent, int] = events.order_by().values_list("organisation_id", flat=True)
    return keys.distinct()


register_metrics(
    Metric(
        "subsidised",
        "获资金支持企业",
        "家",
        rows=supported_now,
        stays=supported_stays,
        changed=changed_since,
        recognised=frozenset({PAY}),
        words={PAY: "资金到账"},
    )
)

# --- figures of districts -------------------------------------------------------------------------


def _payable_url(one: Payable) -> str:
    return reverse("financing:payable", args=[one.pk])


def paid(first: date, last: date) -> dict[int, Measured]:
    """Paid in the period, in 万元. One query."""
    rows = Payable.objects.filter(**paid_in(first, last)).order_by()
    sums = rows.values_list("district_id").annotate(Sum("amount"))
    return {key: Measured(amount / WAN) for key, amount in sums}


def paid_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    rows = Payable.objects.filter(district_id=district, **paid_in(first, last))
    for one in rows.order_by("paid_on", "pk").iterator(2000):
        label = f"{one.payee_name}：{one.scheme_title} {one.label}，{one.paid_on:%Y-%m-%d} 到账"
        yield FigureRow(label, _payable_url(one), one.amount / WAN)


def _by_district(first: date, last: date) -> dict[int, list[FirstMoney]]:
    found: dict[int, list[FirstMoney]] = {}
    for one in first_money(first, last):
        found.setdefault(one.district, []).append(one)
    return found


def _days(percent: int) -> Callable[[date, date], dict[int, Measured]]:
    def figure(first: date, last: date) -> dict[int, Measured]:
        found = {}
        for key, rows in _by_district(first, last).items():
            value = percentile([one.days for one in rows], percent)
            if value is not None:
                found[key] = Measured(value)
        return found

    return figure


def _days_rows(percent: int) -> Rows:
    def rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
        """Each case; those at the place of the percentile carry it, the others add nothing."""
        found = _by_district(first, last).get(district, [])
        weights = weights_of(len(found), percent)
        for place, one in enumerate(found):
            yield FigureRow(
                f"{one.name}：送出后 {one.days} 天，{one.paid_on:%Y-%m-%d} 首笔到账",
                reverse("procedures:case", args=[one.case]),
                weights.get(place, Decimal(0)) * one.days,
            )

    return rows


def unspent(first: date, last: date) -> dict[int, Measured]:
    """Not paid ÷ due in the period, in 万元."""
    found: dict[int, list[Payable]] = {}
    for one in promised(first, last):
        found.setdefault(one.district_id, []).append(one)
    sums = {key: unspent_of(iter(rows)) for key, rows in found.items()}
    return {key: Measured(open_ / WAN, whole / WAN) for key, (open_, whole) in sums.items()}


def unspent_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    for one in promised(first, last):
        if one.district_id == district:
            yield FigureRow(
                f"{one.payee_name}：{one.scheme_title} {one.label}，{one.get_state_display()}",
                _payable_url(one),
                Decimal(0) if one.state == PAID else one.amount / WAN,
                one.amount / WAN,
            )


def recovered(first: date, last: date) -> dict[int, Measured]:
    """What came back in the period, in 万元. One query."""
    rows = RecoveryReceipt.objects.filter(received_on__range=(first, last)).order_by()
    sums = rows.values_list("district_id").annotate(Sum("amount"))
    return {key: Measured(amount / WAN) for key, amount in sums}


def recovered_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    rows = RecoveryReceipt.objects.filter(
        district_id=district, received_on__range=(first, last)
    ).select_related("recovery")
    for one in rows.order_by("received_on", "pk").iterator(2000):
        yield FigureRow(
            f"{one.recovery.payee_name}：{one.received_on:%Y-%m-%d} 缴回，{one.number}",
            reverse("financing:recovery", args=[one.recovery_id]),
            one.amount / WAN,
        )


register_district_figures(
    DistrictFigure(
        key="subsidies_paid", label="资金支付", unit="万元",
        numerator="本期到账的资金", denominator="", by_district=paid, rows=paid_rows,
    ),
    DistrictFigure(
        key="subsidies_days", label="送出到首笔到账天数（中位）", unit="天",
        numerator="本期首笔到账的申报，从送出到到账的自然日，取中位数", denominator="",
        by_district=_days(50), rows=_days_rows(50),
    ),
    DistrictFigure(
        key="subsidies_days_90", label="送出到首笔到账天数（P90）", unit="天",
        numerator="本期首笔到账的申报，九成不超过的自然日", denominator="",
        by_district=_days(90), rows=_days_rows(90),
    ),
    DistrictFigure(
        key="subsidies_unspent", label="资金未支付率", unit="%",
        numerator="本期应付而没有到账的资金（万元）", denominator="本期应付的资金（万元）",
        by_district=unspent, rows=unspent_rows,
    ),
    DistrictFigure(
        key="subsidies_recovered", label="资金追回", unit="万元",
        numerator="本期缴回的资金", denominator="", by_district=recovered, rows=recovered_rows,
    ),
)  # fmt: skip

# --- sources of reports ---------------------------------------------------------------------------

ENTERPRISE = enterprise_fields("organisation__enterprise__")
TEXT, CHOICE, DATE = FieldKind.TEXT, FieldKind.CHOICE, FieldKind.DATE
MONEY, NUMBER = FieldKind.MONEY, FieldKind.NUMBER


def _schemes() -> Choices:
    used = SubsidyClaim.objects.values("application__scheme_version__scheme_id")
    return list(Scheme.objects.filter(pk__in=used).order_by("name").values_list("pk", "name"))


FISCAL_YEAR = ReportField(
    "fiscal_year", "资金年度", NUMBER, "fiscal_year", grouped=True, summed=False
)


def _amount(key: str, label: str) -> ReportField:
    return ReportField(key, label, NUMBER, key, unit="元", confidential=True)


register_report_sources(
    ReportSource(
        "subsidy_claims", "资金申报", "资金申报", "件",
        rows=lambda actor: SubsidyClaim.objects.visible_to(actor).exclude(
            application__submitted_at=None
        ),
        fields=(
            *ENTERPRISE,
            ReportField("case_number", "受理编号", FieldKind.CODE, "application__number"),
            ReportField(
                "scheme", "资金项目", CHOICE, "application__scheme_version__scheme_id", _schemes,
                long=True,
            ),
            FISCAL_YEAR,
            ReportField("fund", "资金", TEXT, "fund_code", grouped=True),
            ReportField("origin", "来源", CHOICE, "origin", SubsidyClaim.Origin.choices),
            ReportField(
                "state", "办理状态", CHOICE, "application__state", CaseState.choices
            ),
            ReportField("sent_at", "送出时间", FieldKind.MOMENT, "application__submitted_at"),
            _amount("declared_amount", "申报金额"),
            _amount("district_amount", "初审金额"),
            _amount("audited_amount", "核定金额"),
            _amount("approved_amount", "审定金额"),
        ),
        usual=("name", "district", "scheme", "fiscal_year", "state", "declared_amount",
               "approved_amount"),
        about="enterprise",
        order=("-id",),
        note="金额单位为元。",
    ),
    ReportSource(
        "payments", "支付", "款项", "笔",
        rows=lambda actor: Payable.objects.visible_to(actor),
        fields=(
            *ENTERPRISE,
            ReportField("scheme_title", "资金项目", TEXT, "scheme_title", grouped=True, long=True),
            ReportField("label", "期次内容", TEXT, "label"),
            ReportField("fund_name", "资金", TEXT, "fund_name", grouped=True),
            FISCAL_YEAR,
            ReportField("state", "支付状态", CHOICE, "state", Payable.State.choices),
            _amount("amount", "金额"),
            ReportField("due_on", "应付日期", DATE, "due_on"),
            ReportField("paid_on", "到账日期", DATE, "paid_on"),
        ),
        usual=("name", "district", "scheme_title", "label", "amount", "state", "paid_on"),
        about="enterprise",
        order=("-id",),
        note="金额单位为元；取消的款项也列出，请按状态筛选。",
    ),
)  # fmt: skip
