"""What the bank line achieves: the banks' feedback summed up by bank, district, rung or industry.

Everything is counted over the feedback that the active scope may see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Substr

from accounts.duties import OrganisationKind
from accounts.models import District, Organisation
from certification.models import Certificate
from certification.rungs import LEVEL_OF_KIND, RUNGS, valid_today
from enterprises.models import Enterprise
from enterprises.rules.industry import divisions
from financing.models import CreditFeedback, MarketRate, WhitelistEntry

BANK, DISTRICT, RUNG, INDUSTRY = "bank", "district", "rung", "industry"
DIMENSIONS = {BANK: "银行", DISTRICT: "区市", RUNG: "梯队", INDUSTRY: "行业大类"}
GIVEN = ~Q(state=CreditFeedback.State.DECLINED)
# What a credit that was never paid out says of a payment is none.
PAID = Q(state__in=(CreditFeedback.State.PAID_OUT, CreditFeedback.State.SETTLED))
PRICED = PAID & Q(rate__isnull=False, paid_out__gt=0)
COMPARED = PRICED & Q(market__isnull=False)
WITHOUT = Q(renewal=CreditFeedback.Renewal.WITHOUT_REPAYMENT)
RENEWED = ~Q(renewal=CreditFeedback.Renewal.NONE)


@dataclass(frozen=True)
class Result:
    """One line of the results; amounts in 万元, rates in per cent a year, None where there is
    nothing to reckon with.

    `listed` are the enterprises on the list today, `credited` those that were granted credit in
    the time, `covered` those of them that are still on the list. `days` is the mean from first
    contact to paying out. Rates are weighted by what was paid out; `margin` is the mean distance
    from the one-year LPR of the day, in percentage points. `place` is that in the league.
    """

    key: str
    label: str
    listed: int
    contacted: int
    credited: int
    covered: int
    reported: int
    approved: int
    credit_line: Decimal
    paid_out: Decimal
    days: float | None
    rate: Decimal | None
    margin: Decimal | None
    renewed: int
    without_repayment: int
    overdue: int
    place: int | None = None

    @property
    def coverage(self) -> float | None:
        """Per cent of the enterprises on the list that were granted credit."""
        return _percent(self.covered, self.listed)

    @property
    def approval(self) -> float | None:
        """Per cent of the credits reported on that were not declined."""
        return _percent(self.approved, self.reported)

    @property
    def without_share(self) -> float | None:
        """Per cent of the renewals that needed no repayment."""
        return _percent(self.without_repayment, self.renewed)


def results_by(
    dimension: str, since: date, until: date, on_list: int | None = None
) -> list[Result]:
    """A line for each bank, district, rung or industry that has something to show, over credits
    whose first contact was between two local dates, both included. `on_list` are the enterprises
    on the list today, where they are counted already."""
    rows = _summed(_of_time(since, until).annotate(key=_key(dimension)).values("key"))
    found = {str(row["key"]): row for row in rows}
    listed = _listed(dimension, found, on_list)
    keys = sorted(found.keys() | listed.keys())
    label = _labels(dimension)
    return [_result(key, label(key), listed.get(key, 0), found.get(key, {})) for key in keys]


def years_reported() -> list[int]:
    """The years of first contact that credits were reported of, the latest first."""
    found = CreditFeedback.objects.order_by().values_list("contacted_on__year", flat=True)
    return sorted(found.distinct(), reverse=True)


def overall(since: date, until: date, on_list: int | None = None) -> Result:
    """The same over everything."""
    (row,) = _summed(_of_time(since, until).annotate(key=Value("")).values("key")) or [{}]
    return _result("", "合计", number_on_list() if on_list is None else on_list, row)


def _of_time(since: date, until: date) -> QuerySet[CreditFeedback]:
    market = MarketRate.objects.filter(valid_from__lte=OuterRef("paid_out_on"))
    return CreditFeedback.objects.filter(contacted_on__range=(since, until)).annotate(
        market=Subquery(market.order_by("-valid_from").values("rate")[:1]),
        is_listed=Exists(_on_list().filter(organisation_id=OuterRef("organisation_id"))),
    )


def _summed(rows: Any) -> list[dict[str, Any]]:
    until_paid = ExpressionWrapper(
        F("paid_out_on") - F("contacted_on"), output_field=DurationField()
    )
    return list(
        rows.annotate(
            contacted=Count("organisation_id", distinct=True),
            credited=Count("organisation_id", distinct=True, filter=GIVEN),
            covered=Count("organisation_id", distinct=True, filter=GIVEN & Q(is_listed=True)),
            reported=Count("pk"),
            approved=Count("pk", filter=GIVEN),
            lines=Sum("credit_line", filter=GIVEN),
            paid=Sum("paid_out", filter=PAID),
            until_paid=Avg(until_paid, filter=PAID & Q(paid_out_on__isnull=False)),
            priced=Sum("paid_out", filter=PRICED),
            interest=Sum(F("rate") * F("paid_out"), filter=PRICED),
            compared=Sum("paid_out", filter=COMPARED),
            beyond=Sum((F("rate") - F("market")) * F("paid_out"), filter=COMPARED),
            renewed=Count("pk", filter=RENEWED),
            without=Count("pk", filter=WITHOUT),
            overdue=Count("pk", filter=Q(is_overdue=True)),
        ).order_by()
    )


def _result(key: str, label: str, listed: int, row: dict[str, Any]) -> Result:
    until_paid = row.get("until_paid")
    return Result(
        key=key,
        label=label,
        listed=listed,
        contacted=row.get("contacted", 0),
        credited=row.get("credited", 0),
        covered=row.get("covered", 0),
        reported=row.get("reported", 0),
        approved=row.get("approved", 0),
        credit_line=row.get("lines") or Decimal(0),
        paid_out=row.get("paid") or Decimal(0),
        days=until_paid.total_seconds() / 86400 if until_paid is not None else None,
        rate=_weighted(row.get("interest"), row.get("priced")),
        margin=_weighted(row.get("beyond"), row.get("compared")),
        renewed=row.get("renewed", 0),
        without_repayment=row.get("without", 0),
        overdue=row.get("overdue", 0),
    )


def _weighted(total: Decimal | None, weight: Decimal | None) -> Decimal | None:
    return total / weight if total is not None and weight else None


def _percent(part: int, whole: int) -> float | None:
    return part * 100 / whole if whole else None


def _on_list() -> QuerySet[WhitelistEntry]:
    return WhitelistEntry.objects.filter(state=WhitelistEntry.State.LISTED)


def number_on_list() -> int:
    """How many enterprises are on the list today."""
    return int(_on_list().count())


def _listed(dimension: str, found: Iterable[str], on_list: int | None) -> dict[str, int]:
    """How many enterprises are on the list today; every bank is measured against all of them."""
    if dimension == BANK:
        return dict.fromkeys(found, number_on_list() if on_list is None else on_list)
    counted = _on_list().annotate(key=_key(dimension)).values("key").annotate(number=Count("pk"))
    return {str(row["key"]): row["number"] for row in counted.order_by()}


def _key(dimension: str) -> Func:
    """What a row is counted under, of feedback and of entries alike: both are the enterprise's."""
    if dimension in (BANK, DISTRICT):
        return Cast(f"{dimension}_id", CharField())
    if dimension == INDUSTRY:
        enterprise = Enterprise.objects.filter(pk=OuterRef("organisation_id"))
        code = Subquery(enterprise.values("industry_code")[:1])
        return Coalesce(Substr(code, 1, 2), Value(""))
    own = valid_today(Certificate.objects.filter(organisation_id=OuterRef("organisation_id")))
    level = Case(
        *(When(kind=kind, then=Value(level)) for kind, level in LEVEL_OF_KIND.items()),
        default=Value(0),
        output_field=IntegerField(),
    )
    highest = own.order_by().values("organisation_id").annotate(level=Max(level))
    return Cast(Coalesce(Subquery(highest.values("level")), Value(0)), CharField())


def _labels(dimension: str) -> Callable[[str], str]:
    if dimension == BANK:
        banks = Organisation.objects.filter(kind=OrganisationKind.BANK)
        names = {str(pk): name for pk, name in banks.values_list("pk", "name")}
    elif dimension == DISTRICT:
        names = {str(one.pk): one.name for one in District.objects.all()}
    elif dimension == RUNG:
        names = {str(rung.level): rung.name for rung in RUNGS} | {"0": "没有有效证书"}
    else:
        names = divisions() | {"": "未填行业"}
    return lambda key: names.get(key, key)
