"""The figures of an enterprise as the filing engine uses them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enterprises.models import CreditRecord, Enterprise, Product, YearlyReport
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES

MOST_PRODUCTS = 100
YEARS_KEPT = 3
ENTERPRISE_COLUMNS = (
    "name", "credit_code", "address", "legal_representative", "industry_code", "staff", "revenue",
    "assets", "size_class", "registration_state", "established_on", "registered_capital",
    "contact_name", "contact_phone", "contact_email", "district__name",
)  # fmt: skip
ENTERPRISE_NAMES = (*ENTERPRISE_COLUMNS[:-1], "district")
PRODUCT_COLUMNS = ("name", "segment", "launched_year", "sales", "market_share", "market_rank")


@dataclass(frozen=True)
class Facts:
    """Registry facts, figures by year (newest first), products, and kinds of credit records that
    are not lifted, of one enterprise.

    Money in 万元, people in persons; what was never reported is None.
    """

    organisation_id: int
    enterprise: dict[str, Any]
    years: dict[int, dict[str, Decimal | int | None]]
    products: tuple[dict[str, Any], ...]
    credit_records: tuple[str, ...] = ()

    @property
    def product(self) -> dict[str, Any]:
        """The first product; empty without one."""
        return self.products[0] if self.products else {}

    @property
    def latest_year(self) -> int | None:
        return next(iter(self.years), None)

    @property
    def latest(self) -> dict[str, Decimal | int | None]:
        return next(iter(self.years.values()), {})

    def last_years(self, number: int) -> tuple[dict[str, Decimal | int | None], ...]:
        """The figures of the latest reported year and of the calendar years before it, `number`
        in all; a year that was not reported is empty."""
        latest = self.latest_year
        if latest is None:
            return ()
        return tuple(self.years.get(latest - back, {}) for back in range(number))


def facts_of(enterprise_id: int) -> Facts:
    """The facts of one enterprise in the active scope, with its last submitted years.

    Raises `Enterprise.DoesNotExist` for one that the scope does not show.
    """
    found = facts_between(enterprise_id, enterprise_id)
    if not found:
        raise Enterprise.DoesNotExist
    return found[0]


def facts_between(first: int, last: int) -> list[Facts]:
    """The facts of the enterprises `first` to `last` in the active scope, by their ids.

    Four queries, whatever their number.
    """
    return _facts(organisation_id__gte=first, organisation_id__lte=last)


def facts_for(enterprise_ids: Iterable[int]) -> list[Facts]:
    """The facts of these enterprises in the active scope, by their ids. Four queries."""
    return _facts(organisation_id__in=list(enterprise_ids))


def _facts(**chosen: Any) -> list[Facts]:
    reports: dict[int, dict[int, dict[str, Decimal | int | None]]] = {}
    submitted = YearlyReport.objects.filter(state=YearlyReport.State.SUBMITTED, **chosen)
    columns = (*MONEY_FIGURES, *COUNT_FIGURES)
    for organisation_id, year, *figures in submitted.order_by("-year").values_list(
        "organisation_id", "year", *columns
    ):
        years = reports.setdefault(organisation_id, {})
        if len(years) < YEARS_KEPT:
            years[year] = dict(zip(columns, figures, strict=True))
    products: dict[int, list[dict[str, Any]]] = {}
    for organisation_id, *values in (
        Product.objects.filter(**chosen)
        .order_by("id")
        .values_list("organisation_id", *PRODUCT_COLUMNS)
    ):
        rows = products.setdefault(organisation_id, [])
        if len(rows) < MOST_PRODUCTS:
            rows.append(dict(zip(PRODUCT_COLUMNS, values, strict=True)))
    records: dict[int, set[str]] = {}
    open_records = CreditRecord.objects.open().filter(**chosen)
    for organisation_id, kind in open_records.values_list("organisation_id", "kind"):
        records.setdefault(organisation_id, set()).add(kind)
    entries = Enterprise.objects.filter(**chosen).order_by("organisation_id")
    return [
        Facts(
            organisation_id=organisation_id,
            enterprise=dict(zip(ENTERPRISE_NAMES, values, strict=True)),
            years=reports.get(organisation_id, {}),
            products=tuple(products.get(organisation_id, ())),
            credit_records=tuple(sorted(records.get(organisation_id, ()))),
        )
        for organisation_id, *values in entries.values_list("organisation_id", *ENTERPRISE_COLUMNS)
    ]
