"""The checks of each night: whether the published figures agree with each other, with a query
written apart from them, and with the records that they were made from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Kind as About
from accounts.notifications import notify, people_of
from accounts.tenancy import system_scope
from pages.metrics import counted_now, metrics
from reports.facts.refresh import refresh_stays
from reports.facts.snapshots import counted_on
from reports.facts.stays import known_at
from reports.models import CountedStay, DailySnapshot, DistrictFact, FactCheck

Kind = FactCheck.Kind
Key = tuple[str, int | None]  # metric, district or None for the city
FLOWS = ("entered", "left", "taken", "moved_in", "moved_out")
# On purpose by hand, and not from what the snapshots are made with.
BY_HAND = """
SELECT metric, district_id, count(*) FROM reports_countedstay
WHERE starts_on <= %(day)s AND (ends_on IS NULL OR ends_on > %(day)s)
AND known_from <= %(known)s AND (known_until IS NULL OR known_until > %(known)s)
GROUP BY metric, district_id
"""


def check_facts(now: datetime | None = None) -> list[FactCheck]:
    """Check the last day that has facts, keep how each check went, and tell the city's officers of
    one that does not hold. Nothing where there are no facts."""
    moment = now or timezone.now()
    with system_scope(reason="check facts"):
        last = DailySnapshot.objects.filter(is_current=True).order_by("-day").first()
        if last is None:
            return []
        found = [
            _kept(last.day, Kind.DISTRICTS, _districts(last), moment),
            _kept(last.day, Kind.FLOWS, _flows(last), moment),
            _kept(last.day, Kind.QUERY, _query(last), moment),
            _kept(last.day, Kind.SOURCE, _source(moment), moment),
        ]
        for check in found:
            if not check.holds:
                _tell(check)
    return found


Pairs = Mapping[Key, tuple[int, int]]  # expected, found


def _kept(day: date, kind: str, pairs: Pairs, moment: datetime) -> FactCheck:
    faults = [[*key, *pair] for key, pair in pairs.items() if pair[0] != pair[1]]
    check, _ = FactCheck.objects.update_or_create(
        day=day,
        kind=kind,
        defaults={"checked_at": moment, "compared": len(pairs), "faults": faults},
    )
    return check


def _tell(check: FactCheck) -> None:
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=f"{check.day:%Y-%m-%d} 的统计核对不符：{check.get_kind_display()}",
        body=f"{check.compared} 个数字中 {len(check.faults)} 个不符。"
        "请打开“口径与方法”查看，并联系平台运维查明原因。",
        link=reverse("reports:method"),
        dedupe_key=f"facts-check:{check.day}:{check.kind}",
        kind=About.WORK,
    )


def _pairs(expected: Mapping[Key, int], found: Mapping[Key, int]) -> dict[Key, tuple[int, int]]:
    keys = sorted({*expected, *found}, key=lambda one: (one[0], one[1] or 0))
    return {key: (expected.get(key, 0), found.get(key, 0)) for key in keys}


def _districts(snapshot: DailySnapshot) -> Pairs:
    """The sums of the districts against the city's count, which asks for no district."""
    sums = snapshot.districts.order_by().values_list("metric").annotate(Sum("stock"))
    whole = (
        CountedStay.objects.filter(known_at(snapshot.checked_at), starts_on__lte=snapshot.day)
        .exclude(ends_on__lte=snapshot.day)
        .order_by()
        .values_list("metric")
        .annotate(Count("pk"))
    )
    return _pairs(_of_city(whole), _of_city(sums))


def _of_city(rows: Iterable[tuple[str, int]]) -> dict[Key, int]:
    return {(metric, None): number for metric, number in rows}


def _flows(snapshot: DailySnapshot) -> Pairs:
    """The stock of the day before with what came and went, against the stock, in each district."""
    earlier = DailySnapshot.objects.filter(is_current=True, day__lt=snapshot.day)
    former = earlier.filter(outlook__isnull=False).order_by("-day").first()
    now, before = _sums(snapshot), _sums(former)
    nothing = dict.fromkeys(("stock", *FLOWS), 0)
    expected: dict[Key, int] = {}
    for key in {*now, *before}:
        new, old = now.get(key, nothing), before.get(key, nothing)
        moved = {name: new[name] - old[name] for name in FLOWS}
        came = moved["entered"] + moved["moved_in"]
        went = moved["left"] + moved["taken"] + moved["moved_out"]
        expected[key] = old["stock"] + came - went
    return _pairs(expected, {key: one["stock"] for key, one in now.items()})


def _sums(snapshot: DailySnapshot | None) -> dict[Key, dict[str, Any]]:
    rows = DistrictFact.objects.filter(snapshot=snapshot)
    names = ("stock", *FLOWS)
    return {
        (row.metric, row.district_id): {name: getattr(row, name) for name in names} for row in rows
    }


def _query(snapshot: DailySnapshot) -> Pairs:
    """A query by hand over the stays, against what is published."""
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"day": snapshot.day, "known": snapshot.checked_at})
        by_hand: dict[Key, int] = {(metric, place): n for metric, place, n in cursor.fetchall()}
    published = snapshot.districts.values_list("metric", "district_id", "stock")
    return _pairs(by_hand, {(metric, place): n for metric, place, n in published})


def _source(moment: datetime) -> Pairs:
    """What the apps' own records count now, against what the stays say of today. What somebody
    did since the stays were brought up to date is looked at once more."""
    pairs = _present(moment)
    if any(one != other for one, other in pairs.values()):
        refresh_stays(timezone.now())
        pairs = _present(timezone.now())
    return pairs


def _present(moment: datetime) -> Pairs:
    stays: Counter[Key] = Counter()
    for cell, one in counted_on(timezone.localdate(moment), moment).items():
        stays[cell.metric, cell.district_id] += one.stock
    known = metrics()
    present: dict[Key, int] = {key: n for key, n in counted_now().items() if key[0] in known}
    return _pairs(present, stays)
