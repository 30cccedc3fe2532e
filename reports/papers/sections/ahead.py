"""五、下期重点: what runs out, what closes and what is needed in the period that comes."""

from django.db.models import Count

from pages.metrics import metrics
from pages.moments import last_day
from pages.paper_sections import Gathered, Name, PaperPart, Period, Place
from procedures.models import Batch
from reports.papers.periods import DAY, Span, in_words
from reports.papers.sections.reading import known_stays, progress_of

_COUNTED = (Name("名称", "指标"), Name("数量", "几家或几项"), Name("单位", "家或项"))
NAMES = (
    Name("将到期", "下期有效期届满的指标", _COUNTED, is_list=True),
    Name("须补进", "每月需新增多少才能完成的目标", _COUNTED, is_list=True),
    Name(
        "将截止批次", "下期截止受理的批次",
        (Name("名称", "批次"), Name("截止", "截止的日子")), is_list=True,
    ),
)  # fmt: skip


def gather(period: Period) -> Gathered:
    coming = Span(period.kind, period.first, period.last).after
    # Who counts up to and without a day has it as the first on which it does not.
    ending = (
        known_stays(period)
        .filter(
            starts_on__lte=period.last,
            ends_on__gt=period.last + DAY,
            ends_on__lte=coming.last + DAY,
        )
        .order_by()
        .values_list("metric")
        .annotate(Count("pk"))
    )
    found = dict(ending)
    known = metrics()
    batches = Batch.objects.filter(
        closes_at__gt=period.moment,
        closes_at__date__gte=coming.first,
        closes_at__date__lte=coming.last + DAY,
    ).order_by("closes_at")
    values = {
        "将到期": [
            {"名称": one.label, "数量": found[key], "单位": one.unit}
            for key, one in known.items()
            if found.get(key)
        ],
        "须补进": [
            {
                "名称": one.label,
                "数量": -(-one.outlook.needed // max(1, one.outlook.ahead)),
                "单位": one.target.unit,
            }
            for one in progress_of(period)
            if one.outlook.needed
        ],
        "将截止批次": [
            {"名称": one.name, "截止": in_words(day)}
            for one in batches
            if coming.first <= (day := last_day(one.closes_at)) <= coming.last
        ],
    }
    return Gathered(values)


PART = PaperPart("ahead", "到期和截止", Place.AHEAD, NAMES, gather, without=frozenset({"daily"}))
