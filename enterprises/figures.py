"""The figures of an enterprise as the filing engine uses them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enterprises.models import Enterprise, Product, YearlyReport
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES

MOST_PRODUCTS = 100
PRODUCT_COLUMNS = ("name", "segment", "launched_year", "sales", "market_share", "market_rank")


@dataclass(frozen=True)
class Facts:
    """Registry facts, figures by year (newest first), and products of one enterprise.

    Money in 万元, people in persons; what was never reported is None.
    """

    organisation_id: int
    enterprise: dict[str, Any]
    years: dict[int, dict[str, Decimal | int | None]]
    products: tuple[dict[str, Any], ...]

    @property
    def product(self) -> dict[str, Any]:
        """The first product; empty without one."""
        return self.products[0] if self.products else {}

    @property
    def latest_year(self) -> int | None:
        return max(self.years, default=None)

    @property
    def latest(self) -> dict[str, Decimal | int | None]:
        return self.years[self.latest_year] if self.latest_year is not None else {}

    def last_years(self, number: int) -> tuple[dict[str, Decimal | int | None], ...]:
        """The figures of the latest reported year and of the calendar years before it, `number`
        in all; a year that was not reported is empty."""
        if self.latest_year is None:
            return ()
        return tuple(self.years.get(self.latest_year - back, {}) for back in range(number))


def facts_of(enterprise_id: int, years: int = 3) -> Facts:
    """The facts of one enterprise in the active scope, with its last `years` submitted years.

    Raises `Enterprise.DoesNotExist` for one that the scope does not show.
    """
    enterprise = Enterprise.objects.get(pk=enterprise_id)
    reports = YearlyReport.objects.filter(
        organisation_id=enterprise_id, state=YearlyReport.State.SUBMITTED
    ).order_by("-year")[:years]
    products = Product.objects.filter(organisation_id=enterprise_id)[:MOST_PRODUCTS]
    return Facts(
        organisation_id=enterprise_id,
        enterprise={
            name: getattr(enterprise, name)
            for name in (
                "name", "credit_code", "address", "legal_representative", "industry_code",
                "staff", "revenue", "assets", "size_class", "registration_state",
                "established_on", "registered_capital",
                "contact_name", "contact_phone", "contact_email",
            )
        },
        years={
            report.year: {
                name: getattr(report, name) for name in (*MONEY_FIGURES, *COUNT_FIGURES)
            }
            for report in reports
        },
        products=tuple(
            {name: getattr(product, name) for name in PRODUCT_COLUMNS} for product in products
        ),
    )  # fmt: skip
