"""How the figures of the page of progress are counted, foretold, checked and corrected."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from accounts.models import District
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.metrics import metrics
from reports.facts.background import KEPT_YEARS
from reports.models import DailySnapshot, FactCheck
from reports.progress.forecast import DRAWS, FEWEST, LONGEST, SEED
from reports.progress.headline import ANSWER_DAYS
from reports.progress.links import Links, figure
from reports.progress.lists import WATCHERS
from reports.progress.outlook import LIKELY, PRELIMINARY, UNLIKELY, Prospect
from reports.progress.page import ProgressPage
from reports.progress.reading import Reading
from reports.progress.visits import corrections_in_words

NIGHTS = 14
CORRECTED_DAYS = 400


@dataclass(frozen=True)
class Reckoned:
    """What the forecast of one target goes by."""

    one: Prospect
    reading: Reading
    links: Links

    @property
    def key(self) -> str:
        return f"forecast-{self.one.target.measure}"

    @property
    def by_years(self) -> bool:
        return len(self.one.outlook.months) >= LONGEST

    @property
    def acts(self) -> int:
        """The acts of recognition that it goes by: those of whole months."""
        return sum(self.one.outlook.months)

    @property
    def ending(self) -> SafeString:
        """How many are known to end within the plan."""
        number = sum(self.reading.ending(self.one.target.measure).values())
        return figure(number, self.links.rows(self.one.target.measure, "ending"))

    @property
    def kept(self) -> str:
        kept, over = self.reading.kept(self.one.target.measure)
        return f"{kept} / {over}" if over else "没有到期的，按不续算"


@for_duties(*WATCHERS)
@require_GET
def method(request: ActorRequest) -> HttpResponse:
    """The page 口径与方法; its address is that of the page it explains."""
    page = ProgressPage.asked(request)
    since = timezone.now() - timedelta(days=CORRECTED_DAYS)
    rows = DailySnapshot.objects.filter(as_of__gte=since).exclude(corrections=[])
    corrections = rows.order_by("-as_of", "-day").values("day", "as_of", "corrections")[:500]
    names = dict(District.objects.values_list("pk", "short_name"))
    context = {
        "page": page,
        "day": page.reading.day if page.reading else None,
        "metrics": list(metrics().values()),
        "reckoned": [
            Reckoned(one, page.reading, page.links) for one in page.of_city if page.reading
        ],
        "nights": _nights(names),
        "corrections": corrections_in_words(
            [{**row, "as_of": row["as_of"].isoformat()} for row in corrections]
        ),
        "preliminary_days": PRELIMINARY.days,
        "fewest": FEWEST,
        "longest": LONGEST,
        "draws": DRAWS,
        "seed": SEED,
        "likely": round(100 * LIKELY),
        "unlikely": round(100 * UNLIKELY),
        "kept_years": KEPT_YEARS.days // 365,
        "answer_days": ANSWER_DAYS,
    }
    return render(request, "reports/method.html", context)


@dataclass(frozen=True)
class Night:
    """A check of one night, with what did not agree in words."""

    check: FactCheck
    faults: list[str]


def _nights(names: dict[int, str]) -> list[Night]:
    """The checks of the last nights, the newest first. One query."""
    checks = FactCheck.objects.order_by("-day", "pk")[: NIGHTS * len(FactCheck.Kind.values)]
    return [Night(check, [_fault(one, names) for one in check.faults[:20]]) for check in checks]


def _fault(fault: list[object], names: dict[int, str]) -> str:
    metric, place, expected, found = fault
    known = metrics().get(str(metric))
    where = names.get(place, "") if isinstance(place, int) else "全市"
    return f"{where}{known.label if known else metric}：应为 {expected}，实为 {found}"
