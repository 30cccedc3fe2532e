"""What financing shows on the leadership's page: the list, demands and credits of the year."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Model, QuerySet, Sum, Value
from django.utils import timezone

from accounts.compiled_queries import compiled_once
from accounts.duties import Duty
from accounts.tenancy import Actor
from financing.feedback.results import GIVEN, PAID
from financing.models import CreditFeedback, DemandHandling, LoanDemand, WhitelistEntry
from pages.panels import panel_of

MONEY = DecimalField(max_digits=18, decimal_places=2)
NOTHING = Value(Decimal(0), MONEY)


@panel_of(Duty.LEADER, template="financing/_money_panel.html")
def money(actor: Actor | None) -> dict[str, Any]:
    """How many are on the list, what waits, and what banks granted this year. One query."""
    first = timezone.localdate().replace(month=1, day=1)
    found = {name: row for name, *row in _figures(since=first)}
    nothing = (0, Decimal(0), Decimal(0))
    credited, lines, paid = found.get("credits", nothing)
    numbers = {name: found.get(name, nothing)[0] for name in ("listed", "open", "late")}
    return numbers | {"year": first.year, "credited": credited, "lines": lines, "paid": paid}


@compiled_once
def _figures(*, since: date) -> QuerySet[CreditFeedback, Any]:
    """Name, number and two amounts of each figure that is not nothing."""
    counts = (
        _counted("listed", WhitelistEntry.objects.filter(state=WhitelistEntry.State.LISTED)),
        _counted("open", LoanDemand.objects.filter(state=LoanDemand.State.OPEN)),
        _counted("late", DemandHandling.objects.overdue()),
    )
    return _credits(since).union(*counts, all=True)


def _counted(name: str, rows: QuerySet[Model]) -> QuerySet[Model, Any]:
    counted: QuerySet[Model, Any] = (
        rows.order_by()
        .annotate(name=Value(name))
        .values("name")
        .annotate(number=Count("pk"), lines=NOTHING, paid=NOTHING)
        .values_list("name", "number", "lines", "paid")
    )
    return counted


def _credits(since: date) -> QuerySet[CreditFeedback, Any]:
    """Enterprises with credit, lines and payments (万元) of first contacts since a local day."""
    rows: QuerySet[CreditFeedback, Any] = (
        CreditFeedback.objects.filter(contacted_on__gte=since)
        .order_by()
        .annotate(name=Value("credits"))
        .values("name")
        .annotate(
            number=Count("organisation_id", distinct=True, filter=GIVEN),
            lines=Sum("credit_line", filter=GIVEN, default=Decimal(0), output_field=MONEY),
            paid_sum=Sum("paid_out", filter=PAID, default=Decimal(0), output_field=MONEY),
        )
        .values_list("name", "number", "lines", "paid_sum")
    )
    return rows
