"""Counting the calls of the banks' programs: in the cache by the call, in a table by the minute.

They are figures to look at, and no record: calls that the cache has counted since it was last
written down are lost with it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Max, Q, Sum
from django.utils import timezone

from accounts.tenancy import Actor, system_scope
from accounts.throttling import Counter, counted, this_minute
from financing.models import BankClient, ClientUsage
from financing.models.usage import Answer, Operation

KEPT_IN_CACHE = 3 * 24 * 3600  # seconds
SHOWN_DAYS = 30


def count_call(client: BankClient, operation: Operation) -> int:
    """One more call of a program today (local), as one that was given its answer until `recount`
    says otherwise. Returns how many calls it made in this minute of the clock."""
    minute = Counter(f"bank-program:{client.pk}:{this_minute()}", 90)
    given = cache_key(client.pk, timezone.localdate(), operation, Answer.GIVEN)
    return counted(minute, Counter(given, KEPT_IN_CACHE))[0]


def recount(client: BankClient, operation: Operation, status: int) -> None:
    """Put a call of `count_call` where the status of its answer belongs."""
    answer = answer_of(status)
    if answer == Answer.GIVEN:
        return
    today = timezone.localdate()
    given, other = (cache_key(client.pk, today, operation, one) for one in (Answer.GIVEN, answer))
    counted(Counter(given, KEPT_IN_CACHE, -1), Counter(other, KEPT_IN_CACHE))


def answer_of(status: int) -> Answer:
    if status == 304:
        return Answer.UNCHANGED
    if status >= 500:
        return Answer.FAILED
    return Answer.REFUSED if status >= 400 else Answer.GIVEN


def write_down(today: date) -> int:
    """Put what was counted today and the day before (local) into the table; returns how many rows
    there are of it. Repeatable: a number is only ever raised."""
    with system_scope(reason="write the use of the interface down"):
        rows: list[ClientUsage] = []
        for client in BankClient.objects.iterator(500):
            for day in (today - timedelta(days=1), today):
                rows += _counted(client, day)
        kept = {
            (row.client_id, row.day, row.operation, row.answer): row.number
            for row in ClientUsage.objects.filter(day__gte=today - timedelta(days=1))
        }
        for row in rows:
            before = kept.get((row.client_id, row.day, row.operation, row.answer), 0)
            row.number = max(row.number, before)
        ClientUsage.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["client", "day", "operation", "answer"],
            update_fields=["number"],
        )
    return len(rows)


def _counted(client: BankClient, day: date) -> list[ClientUsage]:
    keys = {
        cache_key(client.pk, day, operation, answer): (operation, answer)
        for operation in Operation
        for answer in Answer
    }
    return [
        ClientUsage(
            organisation_id=client.organisation_id,
            district_id=client.district_id,
            client=client,
            day=day,
            operation=keys[key][0],
            answer=keys[key][1],
            number=number,
        )
        for key, number in cache.get_many(keys).items()
    ]


class UsageLine(NamedTuple):
    """The calls of one program on one local day, and how many of them were answered how."""

    day: date
    client: str
    operation: str
    given: int
    unchanged: int
    refused: int
    failed: int


def usage_of(actor: Actor) -> list[UsageLine]:
    """The calls of the bank's programs in the last 30 days as written down, the latest day
    first."""
    since = timezone.localdate() - timedelta(days=SHOWN_DAYS - 1)
    rows = ClientUsage.objects.filter(organisation_id=actor.organisation_id, day__gte=since)
    sums = rows.values_list("day", "client__name", "operation").annotate(
        **{str(one): Sum("number", filter=Q(answer=one), default=0) for one in Answer}
    )
    return [
        UsageLine(day, client, str(Operation(operation).label), *numbers)
        for day, client, operation, *numbers in sums.order_by("-day", "client__name", "operation")
    ]


def last_used(clients: Iterable[BankClient]) -> dict[int, date]:
    """Id of a program -> the last local day on which it was given an answer, as written down."""
    rows = ClientUsage.objects.filter(client__in=list(clients)).exclude(
        answer__in=(Answer.REFUSED, Answer.FAILED)
    )
    return dict(rows.order_by().values_list("client_id").annotate(last=Max("day")))


def cache_key(client_id: int, day: date, operation: str, answer: str) -> str:
    """Where the cache counts these calls of a program on a local day."""
    return f"usage:{client_id}:{day:%Y%m%d}:{operation}:{answer}"
