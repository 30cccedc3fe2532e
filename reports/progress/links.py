"""Where the figures of the page lead: to the rows that make them, quietly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.tenancy import Actor
from pages.charts.data import NOTHING, text_of
from pages.request_values import kept_query
from reports.progress.reading import CITY, Reading

ORDERS = "/reports/orders/new/"


@dataclass(frozen=True)
class Links:
    """The addresses of one page: `path` with what was chosen on it, and the rows that its reader
    may see (a district those of its own)."""

    path: str
    query: QueryDict
    actor: Actor
    reading: Reading | None

    def with_(self, **values: object) -> str:
        """The page itself, with other choices."""
        query = kept_query(self.query)
        for name, value in values.items():
            query[name] = str(value)
        for name in ("chart", "format"):
            if name not in values:
                query.pop(name, None)
        query = kept_query(query)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def rows(self, metric: str, kind: str, place: int = CITY, since: date | None = None) -> str:
        """The rows of a figure; "" where the reader may not see all of them."""
        if self.reading is None or not self._may_see(place):
            return ""
        asked: dict[str, object] = {"metric": metric, "kind": kind}
        if place != CITY and not self.actor.is_district:
            asked["district"] = place
        if since:
            asked["since"] = since
        return f"{self._rows}?{urlencode(asked | self._when)}"

    def rows_before(self, metric: str, place: int = CITY) -> str:
        """The rows that counted when the flows that are shown began; "" where the page is of a
        former version, whose days before are not kept apart."""
        if self.reading is None or not self.reading.snapshot.is_current:
            return ""
        day = self.reading.since - timedelta(days=1)
        if not self.reading.has(day) or not self._may_see(place):
            return ""
        asked: dict[str, object] = {"metric": metric, "kind": "stock", "day": day}
        if place != CITY and not self.actor.is_district:
            asked["district"] = place
        return f"{self._rows}?{urlencode(asked)}"

    def cases(self, stage: str, kind: str, place: int = CITY) -> str:
        """The cases of a stage; "" where the reader may not see all of them."""
        if self.reading is None or not self._may_see(place):
            return ""
        asked: dict[str, object] = {"stage": stage, "kind": kind, "day": self.reading.day}
        if place != CITY and not self.actor.is_district:
            asked["district"] = place
        return f"{reverse('reports:progress_cases')}?{urlencode(asked)}"

    def method(self, part: str = "") -> str:
        query = self.query.urlencode()
        address = reverse("reports:method") + (f"?{query}" if query else "")
        return f"{address}#{part}" if part else address

    def order(self, target: int, metric: str, places: Sequence[int]) -> str:
        """A supervision order for districts about their gap; "" for those who give none."""
        if not self.actor.is_city or not places:
            return ""
        asked = [("target", target), ("metric", metric), *(("district", one) for one in places)]
        return f"{ORDERS}?{urlencode(asked)}"

    @cached_property
    def _rows(self) -> str:
        return reverse("reports:progress_rows")

    @cached_property
    def _when(self) -> dict[str, object]:
        assert self.reading is not None, "asked for by links to rows alone"
        snapshot = self.reading.snapshot
        when: dict[str, object] = {"day": snapshot.day}
        if not snapshot.is_current:
            when["version"] = snapshot.pk
        return when

    def _may_see(self, place: int) -> bool:
        return not self.actor.is_district or place in self.actor.district_ids


def figure(number: float | None, url: str, *, signed: bool = False, unit: str = "") -> SafeString:
    """A figure, as a quiet link where it leads somewhere."""
    if number is None:
        return format_html("{}", NOTHING)
    text = text_of(number, 0, unit)
    if signed and number and number > 0:
        text = f"+{text}"
    return linked(text, url)


def linked(text: str, url: str) -> SafeString:
    """Text that leads quietly to `url`, or nowhere for ""."""
    if not url:
        return format_html("{}", text)
    return format_html('<a class="fig" href="{}">{}</a>', url, text)
