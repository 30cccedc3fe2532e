"""What listings tell of districts in a period, and what reports may ask of them."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import TenantQuerySet
from enterprises.report_sources import enterprise_fields
from financing.models import Introduction, ListingPath, ListingPathEvent, Milestone
from financing.models.introduction import EndedBecause
from financing.models.listing import Market
from pages.district_figures import DistrictFigure, FigureRow, Measured, register_district_figures
from pages.metrics import Metric, Stay, register_metrics
from pages.report_sources import FieldKind, ReportField, ReportSource, register_report_sources

REACH, CHANGE = "reach", "change"


# --- the metric of the dashboard ------------------------------------------------------------------


def listed_now() -> QuerySet[ListingPath]:
    """The paths whose goal is reached, each an enterprise that is listed."""
    rows: QuerySet[ListingPath] = ListingPath.objects.filter(state=ListingPath.State.REACHED)
    return rows


def listed_stays(organisation_ids: Collection[int]) -> Iterator[Stay]:
    """When the enterprises were listed by a path, until it was left for another: while they move
    from one board to the next they do not count. One query."""
    events = ListingPathEvent.objects.filter(
        organisation_id__in=organisation_ids, transition__in=(REACH, CHANGE)
    )
    begun: dict[int, ListingPathEvent] = {}
    for event in events.order_by("id"):
        if event.transition == REACH:
            begun[event.path_id] = event
        elif start := begun.pop(event.path_id, None):
            yield from _over(start, event)
    for start in begun.values():
        yield Stay(start.path_id, start.organisation_id, _day(start), None, REACH, "", start.at)


def _day(event: ListingPathEvent) -> date:
    return timezone.localdate(event.at)


def _over(start: ListingPathEvent, end: ListingPathEvent) -> Iterator[Stay]:
    """A stay that is over: as it was known before its end, and since."""
    key, owner = start.path_id, start.organisation_id
    yield Stay(key, owner, _day(start), None, REACH, "", start.at, end.at)
    if _day(start) < _day(end):
        yield Stay(key, owner, _day(start), _day(end), REACH, CHANGE, end.at)


def named(keys: Collection[int]) -> dict[int, tuple[str, str]]:
    """What the paths of these keys are called, and where they are shown. One query."""
    rows = ListingPath.objects.filter(pk__in=keys).select_related("track")
    return {one.pk: (str(one), reverse("financing:listing_path", args=[one.pk])) for one in rows}


def changed_since(moment: datetime | None) -> QuerySet[ListingPathEvent, int]:
    """The enterprises whose listing changed since; all that ever had one for None."""
    events = ListingPathEvent.objects.filter(transition__in=(REACH, CHANGE))
    if moment is not None:
        events = events.filter(at__gte=moment)
    keys: QuerySet[ListingPathEvent, int] = events.order_by().values_list(
        "organisation_id", flat=True
    )
    return keys.distinct()


register_metrics(
    Metric(
        "listed",
        "上市挂牌企业",
        "家",
        rows=listed_now,
        stays=listed_stays,
        changed=changed_since,
        recognised=frozenset({REACH}),
        named=named,
        words={REACH: "上市（挂牌）", CHANGE: "转其他板块"},
    )
)

# --- figures of districts -------------------------------------------------------------------------


def _confirmed(first: date, last: date) -> TenantQuerySet[Milestone]:
    rows: TenantQuerySet[Milestone] = Milestone.objects.counting().filter(
        reached_on__gte=first, reached_on__lte=last
    )
    return rows


def _by_district(rows: QuerySet[Milestone]) -> dict[int, Measured]:
    counted = rows.order_by().values_list("district_id").annotate(n=Count("pk"))
    return {key: Measured(Decimal(number)) for key, number in counted}


def milestones(first: date, last: date) -> dict[int, Measured]:
    """Milestones reached in the period and confirmed. One query."""
    return _by_district(_confirmed(first, last))


def milestone_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    return _rows(_confirmed(first, last), district)


def listings(first: date, last: date) -> dict[int, Measured]:
    """Goals reached in the period and confirmed. One query."""
    return _by_district(_confirmed(first, last).filter(stage__is_goal=True))


def listing_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    return _rows(_confirmed(first, last).filter(stage__is_goal=True), district)


def _rows(rows: TenantQuerySet[Milestone], district: int) -> Iterator[FigureRow]:
    found = rows.filter(district_id=district).select_related("path", "stage")
    for one in found.order_by("reached_on", "pk").iterator(2000):
        yield FigureRow(
            f"{one.path.enterprise_name}：{one.stage}，{one.reached_on:%Y-%m-%d}",
            reverse("financing:listing_path", args=[one.path_id]),
            Decimal(1),
        )


register_district_figures(
    DistrictFigure(
        key="listing_milestones",
        label="上市里程碑",
        unit="项",
        numerator="本期到达并经区市确认的上市（挂牌）里程碑",
        denominator="",
        by_district=milestones,
        rows=milestone_rows,
    ),
    DistrictFigure(
        key="new_listings",
        label="新增上市挂牌企业",
        unit="家",
        numerator="本期上市（挂牌）并经区市确认的企业",
        denominator="",
        by_district=listings,
        rows=listing_rows,
    ),
)

# --- sources of reports ---------------------------------------------------------------------------

ENTERPRISE = enterprise_fields("organisation__enterprise__")
TEXT, CHOICE, DATE, MONEY = FieldKind.TEXT, FieldKind.CHOICE, FieldKind.DATE, FieldKind.MONEY

register_report_sources(
    ReportSource(
        "listings", "上市进程", "上市路径", "条",
        rows=lambda actor: ListingPath.objects.visible_to(actor),
        fields=(
            *ENTERPRISE,
            ReportField("market", "市场", CHOICE, "track__market", Market.choices),
            ReportField("track", "路径", TEXT, "track__name", grouped=True),
            ReportField("stage", "当前阶段", TEXT, "stage__name", grouped=True),
            ReportField("stage_on", "到达日期", DATE, "stage_on"),
            ReportField("state", "状态", CHOICE, "state", ListingPath.State.choices),
            ReportField("target_on", "计划完成日期", DATE, "target_on"),
            ReportField("began_on", "开始日期", DATE, "began_on"),
            ReportField("ended_on", "结束日期", DATE, "ended_on"),
        ),
        usual=("name", "district", "track", "stage", "stage_on", "state"),
        about="enterprise",
        order=("-id",),
    ),
    ReportSource(
        "introductions", "投融资对接", "对接", "项",
        rows=lambda actor: Introduction.objects.visible_to(actor),
        fields=(
            *ENTERPRISE,
            ReportField("project", "项目", TEXT, "project_name", long=True),
            ReportField("investor", "投资机构", TEXT, "investor_name", grouped=True, long=True),
            ReportField("state", "对接状态", CHOICE, "state", Introduction.State.choices),
            ReportField("asked_by", "提出方", CHOICE, "asked_by", Introduction.Side.choices),
            ReportField("asked_at", "提出时间", FieldKind.MOMENT, "asked_at"),
            ReportField("invested", "投资金额", MONEY, "invested", confidential=True),
            ReportField("invested_on", "投资日期", DATE, "invested_on"),
            ReportField(
                "ended_because", "未达成原因", CHOICE, "ended_because", EndedBecause.choices
            ),
        ),
        usual=("name", "project", "investor", "state", "asked_at", "invested"),
        about="enterprise",
        order=("-id",),
    ),
)  # fmt: skip
