"""What changed since a reader's last visit: kept for each of them, and said with its time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import District
from accounts.tenancy import Actor
from pages.metrics import metrics
from reports.models import ProgressVisit
from reports.progress.links import Links
from reports.progress.outlook import Prospect
from reports.progress.reading import Reading
from reports.progress.stage_panel import StagePanel

MOST = 8
PLACES = 3  # districts that are named


@dataclass(frozen=True, slots=True)
class Change:
    """One line: how much, what, where from, and where its rows are."""

    tone: str
    amount: str
    text: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since `at` (None: the reader was never here before)."""

    at: datetime | None
    changes: Sequence[Change]


def since_last_visit(
    actor: Actor,
    reading: Reading,
    found: Sequence[Prospect],
    stages: StagePanel | None,
    places: Sequence[District],
    links: Links,
) -> Since:
    """The changes, and this visit put down. All that is seen within a local day is one visit: the
    one before it stays what is compared with. No query but where something is to be put down."""
    now, seen = timezone.now(), _seen(reading, found, stages)
    visit = reading.visit
    if visit is None:
        ProgressVisit.objects.create(
            reader_id=actor.user_id, membership_id=actor.membership_id, seen_at=now, figures=seen
        )
        return Since(None, [])
    if timezone.localdate(visit.seen_at) != timezone.localdate(now):
        visit.before_at, visit.before = visit.seen_at, visit.figures
        visit.seen_at, visit.figures = now, seen
        visit.save(update_fields=["seen_at", "figures", "before_at", "before"])
    elif visit.figures != seen:
        visit.seen_at, visit.figures = now, seen
        visit.save(update_fields=["seen_at", "figures"])
    if visit.before_at is None:
        return Since(None, [])
    before: Mapping[str, Any] = visit.before
    if before.get("plan") != reading.plan.pk or before.get("of") != reading.of:
        return Since(visit.before_at, [])
    changes = [
        *_targets(before, found, places, links),
        *_late(before, seen, stages, links),
        *_corrected(reading, visit.before_at, links),
    ]
    return Since(visit.before_at, changes[:MOST])


def _seen(reading: Reading, found: Sequence[Prospect], stages: StagePanel | None) -> dict[str, Any]:
    """The figures that are compared at the next visit."""
    return {
        "plan": reading.plan.pk,
        "of": reading.of,
        "day": f"{reading.day}",
        "targets": {
            one.target.measure: [one.actual, one.forecast.middle if one.forecast else None]
            for one in found
        },
        "districts": {
            one.target.measure: {f"{pk}": count for pk, count in one.by_district.items()}
            for one in found
        },
        "overdue": {row.figures.stage: row.figures.overdue for row in stages.rows[:-1]}
        if stages
        else {},
    }


def _targets(
    before: Mapping[str, Any],
    found: Sequence[Prospect],
    places: Sequence[District],
    links: Links,
) -> list[Change]:
    changes: list[Change] = []
    for one in found:
        actual, middle = before.get("targets", {}).get(one.target.measure, (None, None))
        unit, gained = one.target.unit, one.actual - (actual if actual is not None else one.actual)
        if gained:
            where = _where(before.get("districts", {}).get(one.target.measure, {}), one, places)
            way = "增至" if gained > 0 else "减至"
            changes.append(
                Change(
                    "ok" if gained > 0 else "bad",
                    f"{gained:+,} {unit}".replace("-", "−"),
                    f"{one.label}{way} {one.actual:,} {unit}",
                    where,
                    links.with_(metric=one.target.measure) + "#districts",
                )
            )
        foretold = one.forecast.middle if one.forecast else None
        if middle is not None and foretold is not None and middle != foretold:
            way, tone = ("升", "ok") if foretold > middle else ("降", "bad")
            changes.append(
                Change(
                    tone,
                    f"{foretold - middle:+,} {unit}".replace("-", "−"),
                    f"{one.label}期末预计由 {middle:,} {way}至 {foretold:,} {unit}",
                    "",
                    links.method(f"forecast-{one.target.measure}"),
                )
            )
    return changes


def _where(before: Mapping[str, int], one: Prospect, places: Sequence[District]) -> str:
    """The districts that changed most."""
    changed = [
        (place.short_name, one.by_district.get(place.pk, 0) - before.get(f"{place.pk}", 0))
        for place in places
    ]
    most = sorted((pair for pair in changed if pair[1]), key=lambda pair: -abs(pair[1]))
    return "、".join(f"{name} {number:+}".replace("-", "−") for name, number in most[:PLACES])


def _late(
    before: Mapping[str, Any], seen: Mapping[str, Any], stages: StagePanel | None, links: Links
) -> list[Change]:
    if stages is None or "overdue" not in before:
        return []
    changes: list[Change] = []
    for row in stages.rows[:-1]:
        stage, number = row.figures.stage, row.figures.overdue
        more = number - before["overdue"].get(stage, 0)
        if more:
            way = "增至" if more > 0 else "减至"
            changes.append(
                Change(
                    "wait" if more > 0 else "ok",
                    f"{more:+} 件".replace("-", "−"),
                    f"{row.label}超期{way} {number} 件",
                    "",
                    links.cases(stage, "overdue", stages.of),
                )
            )
    return changes


def _corrected(reading: Reading, since: datetime, links: Links) -> list[Change]:
    return [
        Change("", "更正", text, detail, links.method("corrections"))
        for text, detail in corrections_in_words(reading.corrections, since)
    ]


def corrections_in_words(
    rows: Sequence[Mapping[str, Any]], since: datetime | None = None
) -> list[tuple[str, str]]:
    """The corrections that were published, the newest first: what was said of the last day that
    changed, and of how many more days the same night said something else."""
    told: dict[tuple[str, str, str], tuple[str, date, int]] = {}
    for row in rows:
        at, day = str(row["as_of"]), date.fromisoformat(str(row["day"]))
        if since is not None and datetime.fromisoformat(at) <= since:
            continue
        for metric, name, old, new in row["corrections"]:
            key = (at, metric, name)
            if key in told:
                text, first, others = told[key]
                told[key] = (text, min(first, day), others + 1)
                continue
            known = metrics().get(metric)
            label, unit = (known.label, known.unit) if known else (metric, "")
            what = "累计认定" if name == "recognised" else ""
            text = f"{day.month} 月 {day.day} 日{label}{what} {old:,} 改为 {new:,} {unit}"
            told[key] = (text, day, 0)
    return [
        (text, f"另有 {others} 天随之更正，自 {first:%Y-%m-%d} 起" if others else "")
        for text, first, others in told.values()
    ]
