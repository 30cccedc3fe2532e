"""What a bank has to do on the line now, and what it has done this year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from django.db.models import Count, Model, Q, QuerySet, Sum, Window
from django.utils import timezone

from financing.feedback.results import GIVEN, PAID, WITHOUT
from financing.models import CreditFeedback, DemandHandling, WebhookDelivery
from financing.models.feedback import awaiting_credit

SHOWN = 8
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class YearOfBank:
    """Credits whose first contact was this year, as the city's results count them; amounts in
    万元. `given` are all but those that were declined."""

    year: int
    given: int
    credit_line: Decimal
    paid_out: Decimal
    without_repayment: int


class GivenUp(NamedTuple):
    """A webhook, and how many messages to it were given up."""

    webhook_id: int
    webhook_name: str
    number: int


@dataclass(frozen=True)
class BankDesk:
    """`demands`, `chosen`, `loans` and `renewed` are the most urgent of what waits, `messages` the
    webhooks that were not reached. `chosen` are demands for which the bank was chosen, `renewed`
    loans that another renews: of both the bank has something to report."""

    demands: list[DemandHandling]
    waiting: int
    overdue: int
    due_today: int
    chosen: list[DemandHandling]
    to_report: int
    loans: list[CreditFeedback]
    running_out: int
    renewed: list[CreditFeedback]
    to_settle: int
    messages: list[GivenUp]
    year: YearOfBank


def bank_desk() -> BankDesk:
    """The desk of the bank in whose scope it is called, in a fixed number of queries."""
    today = timezone.localdate()
    waiting = DemandHandling.objects.waiting_for_bank()
    numbers = waiting.aggregate(
        waiting=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        due_today=Count("pk", filter=Q(due_on=today)),
    )
    chosen = awaiting_credit(DemandHandling.objects.all())
    loans = CreditFeedback.objects.to_follow_up()
    renewed = CreditFeedback.objects.to_settle()
    chosen_first, to_report = _first(chosen.select_related("demand", "district").order_by("id"))
    loans_first, running_out = _first(loans.order_by("due_on", "id"))
    renewed_first, to_settle = _first(renewed.order_by("due_on", "id"))
    return BankDesk(
        demands=list(waiting.select_related("demand", "district").order_by("due_on", "id")[:SHOWN]),
        chosen=chosen_first,
        to_report=to_report,
        renewed=renewed_first,
        to_settle=to_settle,
        loans=loans_first,
        running_out=running_out,
        messages=_given_up(),
        year=_year(today),
        **numbers,
    )


def _first(rows: "QuerySet[Row]") -> tuple[list[Row], int]:
    """The rows to show, and how many there are. One query."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:SHOWN])
    return found, int(vars(found[0])["in_all"]) if found else 0


def _given_up() -> list[GivenUp]:
    dead = WebhookDelivery.objects.filter(state=WebhookDelivery.State.DEAD).order_by()
    by_webhook = dead.values_list("webhook_id", "webhook__name").annotate(number=Count("pk"))
    return [GivenUp(*row) for row in by_webhook.order_by("-number", "webhook_id")[:SHOWN]]


def _year(today: date) -> YearOfBank:
    rows = CreditFeedback.objects.filter(contacted_on__range=(date(today.year, 1, 1), today))
    sums = rows.aggregate(
        given=Count("pk", filter=GIVEN),
        lines=Sum("credit_line", filter=GIVEN),
        paid=Sum("paid_out", filter=PAID),
        without=Count("pk", filter=WITHOUT),
    )
    return YearOfBank(
        year=today.year,
        given=sums["given"],
        credit_line=sums["lines"] or Decimal(0),
        paid_out=sums["paid"] or Decimal(0),
        without_repayment=sums["without"],
    )
