"""Which schemes take filings now, which will, and which version counts for the next filer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from procedures.models import Batch
from schemes.models import Scheme, SchemeVersion


@dataclass(frozen=True)
class Call:
    """A scheme before whoever may file: `batch` is open now or opens next, None where none is
    planned. `version` is the batch's, else the one in force."""

    version: SchemeVersion
    batch: Batch | None

    @property
    def scheme(self) -> Scheme:
        scheme: Scheme = self.version.scheme
        return scheme

    @property
    def is_open(self) -> bool:
        return self.batch is not None and self.batch.is_open

    @property
    def last_day(self) -> date:
        """The last day (local) on which the batch takes filings."""
        assert self.batch is not None, "only a planned batch ends"
        return last_moment(self.batch.closes_at)[0]

    @property
    def closes(self) -> str:
        """The last moment as people read it: 1 月 12 日 24:00."""
        assert self.batch is not None, "only a planned batch ends"
        day, clock = last_moment(self.batch.closes_at)
        return f"{in_days(day)} {clock}"

    @property
    def opens(self) -> str:
        assert self.batch is not None, "only a planned batch opens"
        return in_days(timezone.localdate(self.batch.opens_at))

    @property
    def days_left(self) -> int:
        """How many days (local) remain after today; 0 on the last."""
        return (self.last_day - timezone.localdate()).days

    @property
    def days_to_wait(self) -> int:
        assert self.batch is not None, "only a planned batch opens"
        return (timezone.localdate(self.batch.opens_at) - timezone.localdate()).days


def batches_by_scheme() -> tuple[dict[int, Batch], dict[int, Batch]]:
    """The batch of each certification that takes new filings now, of several the one that closes
    first; and the one that opens next. One query."""
    now = timezone.now()
    rows = list(
        Batch.objects.for_filings()
        .filter(closes_at__gt=now)
        .of_certifications()
        .select_related("version__scheme")
    )
    open_now: dict[int, Batch] = {}
    coming: dict[int, Batch] = {}
    for batch in sorted(rows, key=lambda one: (one.closes_at, one.pk)):
        if batch.opens_at <= now:
            open_now.setdefault(batch.version.scheme_id, batch)
    for batch in sorted(rows, key=lambda one: (one.opens_at, one.closes_at, one.pk)):
        if batch.opens_at > now:
            coming.setdefault(batch.version.scheme_id, batch)
    return open_now, coming


def calls() -> list[Call]:
    """Every certification once (money has pages of its own): those that are open, the first to
    close first; then those that will open; then those in force without a batch, in their own order.
    Two queries."""
    open_now, coming = batches_by_scheme()
    by_scheme: dict[int, Call] = {}
    for batch in (*open_now.values(), *coming.values()):
        by_scheme.setdefault(batch.version.scheme_id, Call(batch.version, batch))
    in_force = SchemeVersion.objects.in_force().of_certifications().select_related("scheme")
    latest = {version.scheme_id: version for version in in_force.order_by("valid_from", "id")}
    for version in sorted(latest.values(), key=lambda one: one.scheme.sort):
        by_scheme.setdefault(version.scheme_id, Call(version, None))
    return list(by_scheme.values())


def last_moment(end: datetime) -> tuple[date, str]:
    """The last day (local) before the exclusive `end`, and the time of day up to which it goes: a
    term that ends at midnight goes on until 24:00 of the day before."""
    local = timezone.localtime(end)
    if local.hour or local.minute:
        return local.date(), f"{local:%H:%M}"
    return local.date() - timedelta(days=1), "24:00"


def in_days(day: date) -> str:
    """The day as people say it, with the year where it is not this one."""
    year = "" if day.year == timezone.localdate().year else f"{day.year} 年 "
    return f"{year}{day.month} 月 {day.day} 日"
