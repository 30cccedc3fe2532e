"""What the table of effects is drawn up from, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, Sum
from django.utils import timezone

from certification.models import Certificate
from certification.rungs import LEVEL_OF_KIND
from enterprises.models import YearlyReport
from enterprises.pool import in_pool_on
from financing.models import Payable, Recovery, SubsidyClaim
from procedures.models.application import State as CaseState

ZERO = Decimal(0)
DECIDED = (CaseState.APPROVED, CaseState.DECLINED)


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A claim that was sent: what was decided, paid and recovered of it (元), and after how many
    calendar days the first money came (local days)."""

    firm: int
    scheme_id: int
    scheme: str
    district_id: int
    district: str
    state: str
    paid: Decimal
    recovered: Decimal
    days: int | None

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def is_approved(self) -> bool:
        return self.state == CaseState.APPROVED


@dataclass(frozen=True, slots=True)
class Standing:
    """An enterprise: its district, its rung at the beginning and at the end, and how its figures
    changed in per cent (None where a year is not known)."""

    district_id: int
    before: int
    after: int
    revenue_change: Decimal | None
    rd_change: Decimal | None


NOBODY = Standing(0, 0, 0, None, None)


@dataclass(frozen=True)
class Facts:
    claims: list[ClaimFact]
    firms: dict[int, Standing]
    # Members of the pool that were paid nothing of any fund in the year.
    without: list[int]

    def standing(self, firm: int) -> Standing:
        return self.firms.get(firm, NOBODY)


def facts_of(year: int, span: int) -> Facts:
    """Of the fund's `year`, with changes up to `span` years after it."""
    claims = _claims(year)
    ends = min(date(year + span, 12, 31), timezone.localdate())
    pool = dict(in_pool_on(ends).values_list("organisation_id", "district_id"))
    homes = pool | {one.firm: one.district_id for one in claims}
    paid = {one.firm for one in claims if one.paid > 0}
    figures = _figures(list(homes), year - 1, year + span)
    begins = _rungs(date(year, 1, 1))
    later = _rungs(ends)
    firms = {
        firm: Standing(
            district_id, begins.get(firm, 0), later.get(firm, 0), *figures.get(firm, (None, None))
        )
        for firm, district_id in homes.items()
    }
    return Facts(claims, firms, sorted(pool.keys() - paid))


def _claims(year: int) -> list[ClaimFact]:
    rows = SubsidyClaim.objects.filter(
        fiscal_year=year, application__submitted_at__isnull=False, application__deleted_at=None
    )
    cases = rows.values("application_id")
    payables = Payable.objects.filter(application_id__in=cases, state=Payable.State.PAID)
    paid = {
        case: (amount, day)
        for case, amount, day in payables.order_by()
        .values_list("application_id")
        .annotate(amount=Sum("amount"), day=Min("paid_on"))
    }
    recoveries = Recovery.objects.filter(application_id__in=cases).order_by()
    back = dict(recoveries.values_list("application_id").annotate(Sum("received")))
    found = []
    for case, firm, scheme_id, scheme, district_id, district, state, sent in rows.order_by(
        "pk"
    ).values_list(
        "application_id",
        "organisation_id",
        "application__scheme_version__scheme_id",
        "application__scheme_version__scheme__name",
        "district_id",
        "district__short_name",
        "application__state",
        "application__submitted_at",
    ):
        amount, day = paid.get(case, (ZERO, None))
        days = None if day is None else (day - timezone.localdate(sent)).days
        found.append(
            ClaimFact(
                firm, scheme_id, scheme, district_id, district, state, amount,
                back.get(case, ZERO), days,
            )
        )  # fmt: skip
    return found


def _figures(
    firms: list[int], before: int, after: int
) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """The changes of revenue and R&D cost in per cent between the reports of two years."""
    rows = YearlyReport.objects.filter(
        organisation_id__in=firms, year__in=(before, after), state=YearlyReport.State.SUBMITTED
    )
    said: dict[int, dict[int, tuple[Decimal | None, Decimal | None]]] = {}
    for firm, year, revenue, rd_cost in rows.order_by().values_list(
        "organisation_id", "year", "revenue", "rd_cost"
    ):
        said.setdefault(firm, {})[year] = (revenue, rd_cost)
    return {
        firm: (
            _grown(years[before][0], years[after][0]),
            _grown(years[before][1], years[after][1]),
        )
        for firm, years in said.items()
        if before in years and after in years
    }


def _grown(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    return (after - before) * 100 / before if before and after is not None else None


def _rungs(day: date) -> dict[int, int]:
    """The highest rung of each enterprise by the certificates that ran on the local `day`; revoked
    ones do not count."""
    rows = Certificate.objects.filter(
        kind__in=LEVEL_OF_KIND, valid_from__lte=day, valid_to__gte=day
    ).exclude(state=Certificate.State.REVOKED)
    found: dict[int, int] = {}
    for firm, kind in rows.order_by().values_list("organisation_id", "kind"):
        found[firm] = max(found.get(firm, 0), LEVEL_OF_KIND[kind])
    return found
