"""What tells the auditor that something is wrong: seals, sign-ins, and who reads much."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import Actor
from audit.models import ReadEntry, Seal, SealCheck, SignInEvent, TrailEntry

# Seals are made every five minutes and checked every night: what is later has stopped.
LATEST_SEAL, LATEST_CHECK = timedelta(hours=1), timedelta(hours=36)
LOOKED_BACK = timedelta(days=7)
Kind = SignInEvent.Kind
_OF_CHECK = ("id", "at", "seal_count", "broken_ids")
REFUSALS = (Kind.FAILED, Kind.LOCKED, Kind.FACTOR_FAILED)


@dataclass(frozen=True, slots=True)
class Sealing:
    """How the seals stand; `waits_since` is when the oldest entry without one was written,
    `unchecked_since` when all were checked last, or the first was made."""

    seal: Seal | None
    check: SealCheck | None
    waits_since: datetime | None
    unchecked_since: datetime | None

    @property
    def broken(self) -> int:
        """How many seals did not hold when they were last checked."""
        return len(self.check.broken_ids) if self.check else 0

    @property
    def has_stopped(self) -> bool:
        return self.waits_since is not None and timezone.now() - self.waits_since > LATEST_SEAL

    @property
    def is_unchecked(self) -> bool:
        since = self.unchecked_since
        return since is not None and timezone.now() - since > LATEST_CHECK


def sealing() -> Sealing:
    """How they stand now. One query where there is a seal, and one more where they were never
    checked."""
    unsealed = TrailEntry.objects.order_by("xid", "id").values("at")
    later = unsealed.filter(xid__gte=OuterRef("up_to_xid"))[:1]
    checks = SealCheck.objects.order_by("-id")
    seal = (
        Seal.objects.order_by("-up_to_xid")
        .annotate(
            waits_since=Subquery(later),
            **{f"check_{name}": Subquery(checks.values(name)[:1]) for name in _OF_CHECK},
        )
        .first()
    )
    if seal is None:
        check = checks.first()
        return Sealing(
            None, check, unsealed.values_list("at", flat=True).first(), check.at if check else None
        )
    told = {name: getattr(seal, f"check_{name}") for name in _OF_CHECK}
    check = SealCheck(**told) if told["id"] is not None else None
    since = check.at if check else Seal.objects.aggregate(first=Min("sealed_at"))["first"]
    return Sealing(seal, check, seal.waits_since, since)


def yesterday() -> datetime:
    """Its beginning, local."""
    start = timezone.localtime() - timedelta(days=1)
    return start.replace(hour=0, minute=0, second=0, microsecond=0)


def lockouts(actor: Actor) -> QuerySet[SignInEvent]:
    """Sign-ins that were put off after too many attempts, since yesterday."""
    return SignInEvent.objects.filter(kind=Kind.LOCKED, at__gte=yesterday())


@dataclass(frozen=True, slots=True)
class Taking:
    """What one person read at one moment: an enterprise's data, or an export of many."""

    at: datetime
    reader_name: str
    reader_organisation: str
    what: str
    number: int
    organisation: str


def latest_reads(most: int) -> list[Taking]:
    """The newest of the last days; what was taken at once is one. Two queries."""
    moments = (
        ReadEntry.objects.filter(at__gte=timezone.now() - LOOKED_BACK)
        .values("at", "user_id", "reader_name", "reader_organisation", "what")
        .annotate(number=Count("pk"), first=Min("organisation_id"))
        .order_by("-at")[:most]
    )
    rows = list(moments)
    names = Organisation.objects.in_bulk({row["first"] for row in rows})
    return [
        Taking(
            row["at"], row["reader_name"], row["reader_organisation"], row["what"], row["number"],
            str(names.get(row["first"], "")),
        )
        for row in rows
    ]  # fmt: skip


def most_reading(most: int) -> list[dict[str, object]]:
    """Who read the data of the most enterprises in the last days."""
    rows = ReadEntry.objects.filter(at__gte=timezone.now() - LOOKED_BACK)
    people = rows.values("user_id", "reader_name", "reader_organisation")
    counted = people.annotate(
        enterprises=Count("organisation_id", distinct=True), times=Count("pk")
    )
    return [dict(row) for row in counted.order_by("-enterprises", "-times", "user_id")[:most]]


def most_refused(most: int) -> list[dict[str, object]]:
    """The accounts and addresses whose sign-ins failed most often since yesterday."""
    failed = SignInEvent.objects.filter(kind__in=REFUSALS, at__gte=yesterday())
    counted = failed.values("account", "ip").annotate(number=Count("pk"))
    return [dict(row) for row in counted.order_by("-number", "account", "ip")[:most]]
