"""What facts tell of districts in a period: acts of recognition, stock, net additions, climbing.

An act counts where it was won, also after the enterprise has moved. A title that is revoked is
taken off in the period of its revocation, there too. An act that was entered late belongs to the
period of its entry. Source: docs/assessment.md (示例 rules against gaming).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import TenantQuerySet
from certification.models import Certificate, CertificateEvent
from certification.rungs import LEVEL_OF_KIND
from pages.district_figures import (
    DistrictFigure,
    FigureRow,
    Measured,
    register_district_figures,
)
from pages.metrics import Metric, metrics
from reports.models import CountedStay

POOL = "pool"
TOP = (Certificate.Kind.DEMONSTRATION, Certificate.Kind.CHAMPION)
ONE = Value(1, output_field=IntegerField())
NONE = Value(0, output_field=IntegerField())
# An act that was entered more than so many days after its own counts by the day of its entry (示例:
# the days for which figures are preliminary), unless it is so old that it was history then.
LATE, HISTORY = timedelta(days=45), timedelta(days=365)
WHERE_AND_WHEN = f"认定时所在区市；认定 {LATE.days} 天以后才录入的，算在录入当期"
GONE = "已迁出或已注销的企业"

Stays = TenantQuerySet[CountedStay]
Chosen = Callable[[Iterable[str], date, date], Stays]


def _known(keys: Iterable[str]) -> Stays:
    rows: Stays = CountedStay.objects.filter(known_until=None, metric__in=list(keys))
    return rows


def _acts(keys: Iterable[str]) -> Stays:
    """The acts of recognition of the metrics, each where it was won."""
    won = Q(pk=None)
    for key in keys:
        won |= Q(metric=key, came__in=metrics()[key].recognised)
    return _known(keys).filter(won)


def _counted(rows: Stays, day: date) -> Stays:
    """Those that count at the end of the local day."""
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


def _revoked(first: date, last: date) -> Exists:
    """The certificate that a stay is of was revoked in the period (local days)."""
    return Exists(
        CertificateEvent.objects.filter(
            certificate_id=OuterRef("subject"),
            transition="revoke",
            at__date__gte=first,
            at__date__lte=last,
        )
    )


def _entered_on() -> Subquery:
    """The local day on which the portal first knew of the certificate that a stay is of."""
    versions = CountedStay.objects.filter(
        metric=OuterRef("metric"), subject=OuterRef("subject"), metric__in=Certificate.Kind.values
    )
    return Subquery(
        versions.order_by("known_from").values(day=TruncDate("known_from"))[:1],
        output_field=DateField(),
    )


def _told_on() -> Case:
    """The local day by which an act belongs to a period: its own, or that of its entry where that
    came too late for the period of its own. What is older was history when it was entered."""
    is_late = Q(
        entered_on__gt=F("starts_on") + LATE, entered_on__lte=F("starts_on") + HISTORY
    )  # fmt: skip
    return Case(When(is_late, then=F("entered_on")), default=F("starts_on"))


def _won(keys: Iterable[str], first: date, last: date) -> Stays:
    """Acts of the period as 1, revocations in it of whatever was won at any time as -1, in
    `counted`; one that was won and revoked in it is both and left out."""
    in_period = Q(told_on__gte=first, told_on__lte=last)
    came = Case(When(in_period, then=ONE), default=NONE)
    lost = Case(
        When(_revoked(first, last), metric__in=Certificate.Kind.values, then=ONE), default=NONE
    )
    near = Q(starts_on__gte=first - HISTORY, starts_on__lte=last)
    acts = _acts(keys).filter(near | Q(_revoked(first, last), metric__in=Certificate.Kind.values))
    acts = acts.annotate(entered_on=_entered_on()).annotate(told_on=_told_on())
    rows: Stays = acts.annotate(counted=came - lost).exclude(counted=0)
    return rows


def _stock(keys: Iterable[str], first: date, last: date) -> Stays:
    day = min(last, timezone.localdate())
    rows: Stays = _counted(_known(keys), day).annotate(counted=ONE)
    return rows


def _net(keys: Iterable[str], first: date, last: date) -> Stays:
    """Those at the end as 1, those before the beginning as -1; who only came into another industry
    or size is both, and adds up to nothing."""
    end, before = min(last, timezone.localdate()), first - timedelta(days=1)
    until = Q(ends_on=None) | Q(ends_on__gt=end)
    since = Q(ends_on=None) | Q(ends_on__gt=before)
    at_end = Case(When(until, starts_on__lte=end, then=ONE), default=NONE)
    at_start = Case(When(since, starts_on__lte=before, then=ONE), default=NONE)
    rows: Stays = _known(keys).annotate(counted=at_end - at_start).exclude(counted=0)
    return rows


def _by_district(
    chosen: Chosen, keys: Iterable[str], first: date, last: date
) -> Mapping[int, Measured]:
    return _sums(chosen(keys, first, last))


def _behind(
    chosen: Chosen, keys: Iterable[str], district: int, first: date, last: date
) -> Iterator[FigureRow]:
    return _rows(chosen(keys, first, last), district)


def _sums(rows: Stays) -> dict[int, Measured]:
    found = rows.order_by().values_list("district_id").annotate(Sum("counted"))
    return {district: Measured(Decimal(n)) for district, n in found}


def _rows(stays: Stays, district: int) -> Iterator[FigureRow]:
    """One for each subject; what adds up to nothing is left out."""
    found = (
        stays.filter(district_id=district)
        .order_by()
        .values("metric", "subject", "organisation_id")
        .annotate(n=Sum("counted"), name=_holder())
        .exclude(n=0)
        .order_by("metric", "name", "subject")
    )
    numbers = dict(_numbers(stays, district))
    for row in found:
        number = numbers.get(row["subject"]) if row["metric"] != POOL else None
        name = row["name"] or GONE
        yield FigureRow(
            f"{name}（{number}）" if number else name,
            _url(row["metric"], row["subject"]),
            Decimal(row["n"]),
        )


def _holder() -> Subquery:
    names = Organisation.objects.filter(pk=OuterRef("organisation_id")).values("name")
    return Subquery(names[:1])


def _numbers(stays: Stays, district: int) -> Iterable[tuple[int, str]]:
    keys = stays.filter(district_id=district).exclude(metric=POOL).values("subject")
    found: Iterable[tuple[int, str]] = Certificate.objects.filter(pk__in=keys).values_list(
        "pk", "number"
    )
    return found


def _url(metric: str, subject: int) -> str:
    where = "enterprises:detail" if metric == POOL else "certification:detail"
    return reverse(where, args=[subject])


def _climbers(first: date, last: date) -> Stays:
    """Acts of the period that led their enterprise onto a rung above the highest on which it stood
    when the period began."""
    before = first - timedelta(days=1)
    higher = Q(pk=None)
    for kind, level in LEVEL_OF_KIND.items():
        as_high = [one for one, its in LEVEL_OF_KIND.items() if its >= level]
        held = _counted(_known(as_high), before).filter(organisation_id=OuterRef("organisation_id"))
        higher |= Q(~Exists(held), metric=kind)
    rows: Stays = _acts(LEVEL_OF_KIND).filter(higher, starts_on__gte=first, starts_on__lte=last)
    return rows


def climbing(first: date, last: date) -> dict[int, Measured]:
    """Enterprises that climbed ÷ enterprises in the pool at the beginning. Two queries."""
    climbed: dict[int, set[int]] = {}
    pairs = _climbers(first, last).order_by().values_list("district_id", "organisation_id")
    for district, organisation in pairs.distinct():
        climbed.setdefault(district, set()).add(organisation)
    pool = _sums(_pool_at_beginning(first))
    return {
        key: Measured(
            Decimal(len(climbed.get(key, ()))), pool[key].numerator if key in pool else Decimal(0)
        )
        for key in climbed.keys() | pool.keys()
    }


def _pool_at_beginning(first: date) -> Stays:
    rows: Stays = _counted(_known([POOL]), first - timedelta(days=1)).annotate(counted=ONE)
    return rows


def climbing_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    """The enterprises that climbed, and in one row what they are divided by."""
    found = (
        _climbers(first, last)
        .filter(district_id=district)
        .order_by()
        .values("organisation_id")
        .annotate(name=_holder())
        .distinct()
        .order_by("name", "organisation_id")
    )
    for row in found:
        url = reverse("certification:standing", args=[row["organisation_id"]])
        yield FigureRow(row["name"] or GONE, url, Decimal(1), Decimal(0))
    pool = _pool_at_beginning(first).filter(district_id=district).count()
    yield FigureRow("期初在库企业", reverse("enterprises:pool_members"), Decimal(0), Decimal(pool))


def _figures_of(metric: Metric) -> Iterator[DistrictFigure]:
    keys = (metric.key,)
    for prefix, label, words, rows in (
        ("recognised", "新认定", f"本期认定数（{WHERE_AND_WHEN}），减去本期撤销数", _won),
        ("stock", "期末存量", "期末有效数（本期未结束的，为今天）", _stock),
        ("net_added", "净增", "期末有效数减去期初有效数", _net),
    ):
        if metric.key == POOL and prefix == "recognised":
            label, words = "新入库", "本期入库企业数"
        yield DistrictFigure(
            key=f"{prefix}_{metric.key}",
            label=f"{label}：{metric.label}",
            unit=metric.unit,
            numerator=words,
            denominator="",
            by_district=partial(_by_district, rows, keys),
            rows=partial(_behind, rows, keys),
        )


register_district_figures(
    DistrictFigure(
        key="recognised_top",
        label="新认定：示范企业和隐形冠军",
        unit="家",
        numerator=f"本期认定的示范企业和隐形冠军（{WHERE_AND_WHEN}），减去本期撤销数",
        denominator="",
        by_district=partial(_by_district, _won, TOP),
        rows=partial(_behind, _won, TOP),
    ),
    DistrictFigure(
        key="climbing_rate",
        label="升层率",
        unit="家",
        numerator="本期进入比期初更高层级的企业",
        denominator="期初在库企业",
        by_district=climbing,
        rows=climbing_rows,
    ),
    *(figure for metric in metrics().values() for figure in _figures_of(metric)),
)
