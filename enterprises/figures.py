"""The figures of an enterprise as the filing engine uses them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.compiled_queries import CompiledQuery, compiled_once
from enterprises.models import CreditRecord, Enterprise, Product, YearlyReport
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from enterprises.rules.size_class import YEAR_END, size_class_of

MOST_PRODUCTS = 100
YEARS_KEPT = 5
ENTERPRISE_COLUMNS = (
    "name", "credit_code", "address", "legal_representative", "industry_code", "staff", "revenue",
    "assets", "size_class", "size_year", "registration_state", "established_on",
    "registered_capital", "contact_name", "contact_phone", "contact_email", "district__name",
)  # fmt: skip
ENTERPRISE_NAMES = (*ENTERPRISE_COLUMNS[:-1], "district")
FIGURES = (*MONEY_FIGURES, *COUNT_FIGURES)
PRODUCT_COLUMNS = (
    "name", "segment", "launched_on", "launched_year", "sales", "market_share", "market_rank",
    "share_basis",
)  # fmt: skip

Rows = QuerySet[Any, tuple[Any, ...]]
Figure = Decimal | int | None


@dataclass(frozen=True)
class Facts:
    """Registry facts, figures by year (newest first), products, and credit records (kind,
    recorded_on, lifted_on; the lifted ones too), of one enterprise.

    Money in 万元, people in persons; what was never reported is None.
    """

    organisation_id: int
    enterprise: dict[str, Any]
    years: dict[int, dict[str, Figure]]
    products: tuple[dict[str, object], ...]
    credit_history: tuple[dict[str, str | None], ...] = ()

    @property
    def credit_records(self) -> tuple[str, ...]:
        """The kinds of the records that are not lifted."""
        open_ = {str(one["kind"]) for one in self.credit_history if one["lifted_on"] is None}
        return tuple(sorted(open_))

    @property
    def product(self) -> dict[str, object]:
        """The first product; empty without one."""
        return self.products[0] if self.products else {}

    @property
    def latest_year(self) -> int | None:
        return next(iter(self.years), None)

    @property
    def latest(self) -> dict[str, Figure]:
        return next(iter(self.years.values()), {})

    def years_to(self, last: int | None, number: int) -> tuple[dict[str, Figure], ...]:
        """The figures of the year `last` and of the calendar years before it, `number` in all; a
        year that was not reported is empty. None without a year."""
        if last is None:
            return ()
        return tuple(self.years.get(last - back, {}) for back in range(number))

    def size_in(self, year: int) -> str:
        """The size class by the figures at the end of `year`; "" where it cannot be told. Source:
        国统字〔2017〕213号: year-end figures."""
        figures = self.years.get(year)
        if figures is not None:
            given = [figures[name] for name in YEAR_END]
            found = size_class_of(self.enterprise["industry_code"], *given).size_class
            if found is not None:
                return found
        return self.enterprise["size_class"] if self.enterprise["size_year"] == year else ""


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

    Three queries, whatever their number.
    """
    return _facts(
        _years_between(first, last),
        _products_between(first, last),
        _entries_between(first, last),
    )


def facts_for(enterprise_ids: Iterable[int]) -> list[Facts]:
    """The facts of these enterprises in the active scope, by their ids. Three queries."""
    among = Q(organisation_id__in=list(enterprise_ids))
    return _facts(_years(among), _products(among), _entries(among))


def _years(among: Q) -> Rows:
    reports = YearlyReport.objects.filter(among, state=YearlyReport.State.SUBMITTED)
    return reports.order_by("-year").values_list("organisation_id", "year", *FIGURES)


def _products(among: Q) -> Rows:
    rows = Product.objects.filter(among).order_by("id")
    return rows.values_list("organisation_id", *PRODUCT_COLUMNS)


def _entries(among: Q) -> Rows:
    records = CreditRecord.objects.filter(organisation_id=OuterRef("organisation_id"))
    told = JSONObject(kind="kind", recorded_on="recorded_on", lifted_on="lifted_on")
    history = ArraySubquery(records.order_by("recorded_on", "id").values(told=told))
    rows = Enterprise.objects.filter(among).order_by("organisation_id")
    return rows.values_list("organisation_id", history, *ENTERPRISE_COLUMNS)


def _between(rows: Callable[[Q], Rows]) -> CompiledQuery[[int, int], tuple[Any, ...]]:
    """`rows` of the enterprises from one id to another."""
    return compiled_once(
        lambda first, last: rows(Q(organisation_id__gte=first, organisation_id__lte=last))
    )


_years_between, _products_between = _between(_years), _between(_products)
_entries_between = _between(_entries)


def _facts(
    year_rows: Iterable[tuple[Any, ...]],
    product_rows: Iterable[tuple[Any, ...]],
    entries: Iterable[tuple[Any, ...]],
) -> list[Facts]:
    reports: dict[int, dict[int, dict[str, Figure]]] = {}
    for organisation_id, year, *figures in year_rows:
        years = reports.setdefault(organisation_id, {})
        if len(years) < YEARS_KEPT:
            years[year] = dict(zip(FIGURES, figures, strict=True))
    products: dict[int, list[dict[str, object]]] = {}
    for organisation_id, *values in product_rows:
        rows = products.setdefault(organisation_id, [])
        if len(rows) < MOST_PRODUCTS:
            rows.append(dict(zip(PRODUCT_COLUMNS, values, strict=True)))
    return [
        Facts(
            organisation_id=organisation_id,
            enterprise=dict(zip(ENTERPRISE_NAMES, values, strict=True)),
            years=reports.get(organisation_id, {}),
            products=tuple(products.get(organisation_id, ())),
            credit_history=tuple(history),
        )
        for organisation_id, history, *values in entries
    ]
