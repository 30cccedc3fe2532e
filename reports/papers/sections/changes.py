"""二、变化与原因: who came and who left in the period, and why, by the facts' own stays."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from accounts.models import District
from pages.metrics import Metric, metrics
from pages.paper_sections import (
    Form,
    Gathered,
    Name,
    PaperPart,
    PaperTable,
    Period,
    Place,
    TableColumn,
)
from reports.models import CountedStay
from reports.papers.periods import DAY, Span
from reports.papers.sections.reading import known_stays

REVOKED = "revoke"  # by an act against the holder, and not by time
MOVED_IN, MOVED_OUT = CountedStay.MOVED_IN, CountedStay.MOVED_OUT
# A place that changed within one stay is no coming and going of the city.
INNER = (MOVED_IN, MOVED_OUT, CountedStay.RECLASSIFIED)
_CAUSE = (Name("原因", "怎样进入或退出"), Name("数量", "几家或几项"))
_CHANGE = (
    Name("名称", "指标"),
    Name("单位", "家或项"),
    Name("期初", "期初有效的数"),
    Name("新增", "期内进入的数"),
    Name("退出", "期内退出的数，不含撤销"),
    Name("撤销", "期内被撤销的数"),
    Name("期末", "期末有效的数"),
    Name("上期新增", "上一期新增的数"),
    Name("多于上期", "比上期多新增的数；不多为 0"),
    Name("少于上期", "比上期少新增的数；不少为 0"),
    Name("进入原因", "新增的各种方式", _CAUSE, is_list=True),
    Name("退出原因", "退出和撤销的各种原因", _CAUSE, is_list=True),
    Name("无新增区市", "没有新增的区市", (Name("名称", "区市"),), is_list=True),
)
NAMES = (
    Name("指标变化", "各项指标在期内的变化", _CHANGE, is_list=True),
    Name("有变化指标", "期内有进有出的指标", _CHANGE, is_list=True),
    Name("无变化指标", "期内没有进出的指标", _CHANGE, is_list=True),
    Name(
        "区市迁移", "企业迁入迁出的区市",
        (Name("名称", "区市"), Name("指标", "指标"), Name("迁入", "迁入"), Name("迁出", "迁出")),
        is_list=True,
    ),
)  # fmt: skip


@dataclass
class Change:
    """What happened to a metric between two days; `came` and `went` count events by their name."""

    metric: Metric
    before: int = 0
    after: int = 0
    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    former: int = 0
    districts: set[int] = field(default_factory=set)

    @property
    def new(self) -> int:
        return sum(self.came.values())

    @property
    def revoked(self) -> int:
        return self.went[REVOKED]

    @property
    def left(self) -> int:
        return sum(self.went.values()) - self.revoked

    @property
    def adds_up(self) -> bool:
        return self.before + self.new - self.left - self.revoked == self.after


def changes_of(period: Period) -> tuple[list[Change], Counter[tuple[int, str, str]]]:
    """The metrics' changes; and how often enterprises moved, by (district id, metric, moved in or
    out). Four queries."""
    former = Span(period.kind, period.first, period.last).before
    found = {key: Change(metric) for key, metric in metrics().items()}
    moves: Counter[tuple[int, str, str]] = Counter()
    stays = known_stays(period).filter(metric__in=list(found)).order_by()
    within = (period.first, period.last)
    for key, before, after in (
        stays.filter(starts_on__lte=period.last)
        .values_list("metric")
        .annotate(
            before=Count("pk", filter=Q(starts_on__lt=period.first) & _lasts(period.first - DAY)),
            after=Count("pk", filter=_lasts(period.last)),
        )
    ):
        found[key].before, found[key].after = before, after
    begun = stays.filter(starts_on__range=within).values_list("metric", "district_id", "came")
    for key, district, came, number in begun.annotate(Count("pk")):
        if came == MOVED_IN:
            moves[district, key, MOVED_IN] += number
        elif came not in INNER:
            found[key].came[came] += number
            found[key].districts.add(district)
    over = stays.filter(ends_on__range=within).values_list("metric", "district_id", "went")
    for key, district, went, number in over.annotate(Count("pk")):
        if went == MOVED_OUT:
            moves[district, key, MOVED_OUT] += number
        elif went not in INNER:
            found[key].went[went] += number
    earlier = stays.filter(starts_on__range=(former.first, former.last)).exclude(came__in=INNER)
    for key, number in earlier.values_list("metric").annotate(Count("pk")):
        found[key].former = number
    return list(found.values()), moves


def _lasts(day: date) -> Q:
    """What had not ended by the end of the day."""
    return Q(ends_on=None) | Q(ends_on__gt=day)


def gather(period: Period) -> Gathered:
    changes, moves = changes_of(period)
    places = District.objects.exclude(kind=District.Kind.CITY).order_by("sort")
    names = dict(places.values_list("pk", "short_name"))
    told = [_told(one, names) for one in changes]
    moved = {(district, key) for district, key, _ in moves}
    values = {
        "指标变化": told,
        "有变化指标": [one for one in told if one["新增"] or one["退出"] or one["撤销"]],
        "无变化指标": [one for one in told if not (one["新增"] or one["退出"] or one["撤销"])],
        "区市迁移": [
            {
                "名称": names.get(district, ""),
                "指标": metrics()[key].label,
                "迁入": moves[district, key, MOVED_IN],
                "迁出": moves[district, key, MOVED_OUT],
            }
            for district, key in sorted(moved)
        ],
    }
    return Gathered(values, (_table(changes),))


def _told(one: Change, names: dict[int, str]) -> dict[str, object]:
    words = one.metric.words
    return {
        "名称": one.metric.label,
        "单位": one.metric.unit,
        "期初": one.before,
        "新增": one.new,
        "退出": one.left,
        "撤销": one.revoked,
        "期末": one.after,
        "上期新增": one.former,
        "多于上期": max(0, one.new - one.former),
        "少于上期": max(0, one.former - one.new),
        "进入原因": _causes(one.came, words),
        "退出原因": _causes(one.went, words),
        "无新增区市": [
            {"名称": name} for pk, name in names.items() if one.new and pk not in one.districts
        ],
    }


def _causes(events: Counter[str], words: dict[str, str]) -> list[dict[str, object]]:
    rows = sorted(events.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"原因": words.get(name, "其他"), "数量": number} for name, number in rows if number]


def _table(changes: list[Change]) -> PaperTable:
    return PaperTable(
        "各项指标的增减",
        (
            TableColumn("指标", share=5),
            TableColumn("期初", Form.COUNT),
            TableColumn("新增", Form.COUNT),
            TableColumn("上期新增", Form.COUNT, 3),
            TableColumn("退出", Form.COUNT),
            TableColumn("撤销", Form.COUNT),
            TableColumn("期末", Form.COUNT),
        ),
        tuple(
            (one.metric.label, one.before, one.new, one.former, one.left, one.revoked, one.after)
            for one in changes
        ),
    )


PART = PaperPart("changes", "增减和原因", Place.CHANGES, NAMES, gather)
