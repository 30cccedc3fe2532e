"""What a bank has to do on the line now, and what it has done this year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from financing.feedback.results import GIVEN, PAID, WITHOUT
from financing.models import CreditFeedback, DemandHandling, WebhookDelivery

SHOWN = 8


@dataclass(frozen=True)
class YearOfBank:
    """Credits whose first contact was this year, as the city's results count them; amounts in
    万元. `given` are all but those that were declined."""

    year: int
    given: int
    credit_line: Decimal
    paid_out: Decimal
    without_repayment: int


@dataclass(frozen=True)
class BankDesk:
    """`demands` and `loans` are the most urgent of what waits, `messages` the webhooks that were
    not reached, each with its `number` of messages given up."""

    demands: list[Any]
    waiting: int
    overdue: int
    due_today: int
    loans: list[Any]
    running_out: int
    messages: list[dict[str, Any]]
    year: YearOfBank


def bank_desk() -> BankDesk:
    """The desk of the bank in whose scope it is called: six queries."""
    today = timezone.localdate()
    waiting = DemandHandling.objects.waiting_for_bank()
    numbers = waiting.aggregate(
        waiting=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        due_today=Count("pk", filter=Q(due_on=today)),
    )
    loans = CreditFeedback.objects.to_follow_up()
    return BankDesk(
        demands=list(waiting.select_related("demand", "district").order_by("due_on", "id")[:SHOWN]),
        loans=list(loans.order_by("due_on", "id")[:SHOWN]),
        running_out=loans.count(),
        messages=_given_up(),
        year=_year(today),
        **numbers,
    )


def _given_up() -> list[dict[str, Any]]:
    rows = WebhookDelivery.objects.filter(state=WebhookDelivery.State.DEAD)
    by_webhook: Any = rows.order_by().values("webhook_id", "webhook__name")
    return list(by_webhook.annotate(number=Count("pk")).order_by("-number", "webhook_id")[:SHOWN])


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
