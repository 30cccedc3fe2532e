"""The figures of an enterprise as the filing engine uses them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enterprises.models import Enterprise, Product, YearlyReport
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES


@dataclass(frozen=True)
class Facts:
    """Registry facts, figures by year (newest first), and products of one enterprise.

    Money in 万元, people in persons; what was never reported is None.
    """

    enterprise: dict[str, Any]
    years: dict[int, dict[str, Decimal | int | None]]
    product: dict[str, Any]

    @property
    def latest_year(self) -> int | None:
        return max(self.years, default=None)

    @property
    def latest(self) -> dict[str, Decimal | int | None]:
        return self.years[self.latest_year] if self.latest_year is not None else {}


def facts_of(enterprise_id: int, years: int = 3) -> Facts:
    """The facts of one enterprise in the active scope, with its last `years` submitted years.

    Raises `Enterprise.DoesNotExist` for one that the scope does not show.
    """
    enterprise = Enterprise.objects.get(pk=enterprise_id)
    reports = YearlyReport.objects.filter(
        organisation_id=enterprise_id, state=YearlyReport.State.SUBMITTED
    ).order_by("-year")[:years]
    product = Product.objects.filter(organisation_id=enterprise_id).first()
    return Facts(
        enterprise={
            name: getattr(enterprise, name)
            for name in (
                "name", "credit_code", "address", "legal_representative", "industry_code",
                "staff", "revenue", "assets", "size_class", "registration_state",
                "contact_name", "contact_phone", "contact_email",
            )
        },
        years={
            report.year: {
                name: getattr(report, name) for name in (*MONEY_FIGURES, *COUNT_FIGURES)
            }
            for report in reports
        },
        product={"name": product.name, "segment": product.segment} if product else {},
    )  # fmt: skip
