"""The few figures of an enterprise that a decision about the list looks at."""

from dataclasses import dataclass
from decimal import Decimal

from enterprises.models import YearlyReport

LABELS = {field.name: str(field.verbose_name) for field in YearlyReport._meta.concrete_fields}
SHOWN = ("revenue", "net_profit", "rd_cost", "assets", "liabilities", "tax", "staff")


@dataclass(frozen=True)
class KeyFigures:
    """Of the last year that was reported: each label, which names its unit, with its value."""

    year: int
    lines: tuple[tuple[str, Decimal | int | None], ...]


def key_figures(enterprise_id: int) -> KeyFigures | None:
    """None where the enterprise has reported no year yet."""
    rows = YearlyReport.objects.filter(
        organisation_id=enterprise_id, state=YearlyReport.State.SUBMITTED
    )
    report = rows.order_by("-year").first()
    if report is None:
        return None
    return KeyFigures(report.year, tuple((LABELS[name], getattr(report, name)) for name in SHOWN))
