"""The page of progress put together: what its views, its files and its paper have in common."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts import tenancy
from accounts.models import District
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from pages.charts import Chart
from reports.models import FactCheck
from reports.progress.cards import Card, own_targets, path_chart
from reports.progress.chosen import Chosen, choose
from reports.progress.districts import Districts, chosen_metric
from reports.progress.flows import Flow, flows_of
from reports.progress.headline import Headline, answer_by, ending_of, headline, worst_of
from reports.progress.kept import Kept
from reports.progress.ladder import Ladder
from reports.progress.links import Links
from reports.progress.outlook import PRELIMINARY, Prospect, prospects
from reports.progress.ranking import Ranking, ranking
from reports.progress.reading import CITY, Reading
from reports.progress.stage_panel import StagePanel


@lru_cache(maxsize=1)
def _places_in_minute(minute: int) -> tuple[District, ...]:
    return tuple(District.objects.exclude(tile_row=None).order_by("sort"))


def places_on_map() -> tuple[District, ...]:
    """The districts that have a tile; read again once a minute."""
    return _places_in_minute(tenancy._minute())


@dataclass
class ProgressPage:
    """All that the page says, computed once. `of` is the district that reads, or `CITY`."""

    path: str
    query: QueryDict
    actor: Actor
    chosen: Chosen
    of: int = CITY

    @classmethod
    def asked(cls, request: ActorRequest) -> "ProgressPage":
        """The page that the address asks for; a district's own for its reviewers.

        What was computed for somebody else of the same duty is taken over: it depends on the
        address, on published figures and on the plan.
        """
        actor = request.actor
        of = actor.district_ids[0] if actor.is_district and actor.district_ids else CITY
        chosen = choose(request.GET, of, actor.membership_id)
        page = cls(request.path, request.GET, actor, chosen, of)
        if page.reading is not None:
            former = _pages.of(page._key, lambda: page)
            shared = {name: value for name, value in vars(former).items() if name in COMPUTED}
            vars(page).update(shared)
        return page

    @property
    def _key(self) -> Hashable:
        assert self.reading is not None, "asked where there is one"
        snapshot = self.reading.snapshot
        targets = tuple(
            (one.pk, one.counting, one.value, one.unit, one.sort, str(one.milestones))
            for one in self.chosen.targets
        )
        plan = self.reading.plan
        return (
            timezone.localdate(), self.path, self.query.urlencode(), self.actor.duty,
            self.actor.district_ids, self.of, snapshot.pk, snapshot.checked_at,
            snapshot.is_current, self.reading.since, plan.pk, plan.name, plan.is_current,
            plan.starts_on, plan.ends_on, targets, str(self.shares),
            tuple((place.pk, place.short_name) for place in self.places),
        )  # fmt: skip

    @property
    def reading(self) -> Reading | None:
        return self.chosen.reading

    @cached_property
    def places(self) -> tuple[District, ...]:
        return places_on_map()

    @cached_property
    def links(self) -> Links:
        return Links(self.path, self.query, self.actor, self.reading)

    @cached_property
    def shares(self) -> dict[int, dict[int, int]]:
        return self.chosen.shares

    @cached_property
    def of_city(self) -> list[Prospect]:
        """The targets of the whole city."""
        if self.reading is None:
            return []
        return prospects(self.chosen.targets, replace(self.reading, of=CITY))

    @cached_property
    def found(self) -> list[Prospect]:
        """The targets of the reader: the city's, or the district's own parts of them."""
        if self.of == CITY or self.reading is None:
            return self.of_city
        own = own_targets(list(self.chosen.targets), self.shares, self.of)
        return [self._due_as_ranked(one) for one in prospects(own, self.reading)]

    def _due_as_ranked(self, one: Prospect) -> Prospect:
        """A district's own target with its part of what is due from the city, as the ranking and
        the orders have it: the parts add up, where each district's own path is rounded by itself.
        """
        whole = next(other for other in self.of_city if other.target.pk == one.target.pk)
        row = next((row for row in self.ranked(whole).rows if row.pk == self.of), None)
        return replace(one, due=row.due) if row else one

    @cached_property
    def worst(self) -> Prospect | None:
        return worst_of(self.of_city)

    def ranked(self, one: Prospect) -> Ranking:
        """The districts by a target of the city."""
        if one.target.pk not in self._ranked:
            assert self.reading is not None, "there are targets where there is a reading"
            self._ranked[one.target.pk] = ranking(
                one, self.reading, self.places, self.shares[one.target.pk]
            )
        return self._ranked[one.target.pk]

    @cached_property
    def _ranked(self) -> dict[int, Ranking]:
        return {}

    @cached_property
    def headline(self) -> Headline:
        if self.chosen.is_over:
            return ending_of(self.found)
        if self.of != CITY:
            return self._own_headline()
        rows = self.ranked(self.worst).rows if self.worst else []
        late = self.reading is not None and timezone.localdate() - self.reading.day < timedelta(7)
        by = answer_by(self.reading.day) if self.reading and late else None
        return headline(self.of_city, rows, act_by=by)

    @cached_property
    def _own_worst(self) -> Prospect | None:
        """The reader's own target that needs it most."""
        if self.of == CITY:
            return self.worst
        late = [one for one in self.found if not one.is_on_course]
        return min(late, key=lambda one: one.actual / one.due if one.due else 0, default=None)

    def _own_headline(self) -> Headline:
        if not self.found:
            return Headline("还没有分解到本区市的目标", "分解任务由市级主管部门设定。")
        late, worst = [one for one in self.found if not one.is_on_course], self._own_worst
        if worst is None:
            return Headline(f"本区市 {len(self.found)} 项分解任务进度都正常", "")
        alarm = f"少 {worst.distance:,} {worst.target.unit}"
        others = "、".join(one.label for one in late if one is not worst)
        text = f"{others}也低于应达。" if others else "其余分解任务进度正常。"
        return Headline(f"{worst.label}比今日应达{alarm}", text, alarm)

    @cached_property
    def cards(self) -> list[Card]:
        order = {"bad": 0, "wait": 1, "ok": 2}
        cards = [self._card(one) for one in self.found]
        worst = self._own_worst.target.measure if self._own_worst else ""

        def first(card: Card) -> tuple[bool, int]:
            return card.one.target.measure != worst, order.get(card.one.tone, 3)

        for place, card in enumerate(sorted(cards, key=first), start=1):
            card.urgency = place
        return cards

    def _card(self, one: Prospect) -> Card:
        if self.of == CITY:
            return Card(one, self.links)
        whole = next(other for other in self.of_city if other.target.pk == one.target.pk)
        ranked = self.ranked(whole)
        own = next((row for row in ranked.rows if row.pk == self.of), None)
        number = sum(1 for row in ranked.rows if row.place)
        return Card(one, self.links, own, ranked.city.percent, number)

    @cached_property
    def districts(self) -> Districts | None:
        if self.reading is None:
            return None
        asked = str(self.chosen.said.get("metric") or "")
        metric = chosen_metric(asked, self.of_city, self._own_worst)
        one = next((one for one in self.of_city if one.target.measure == metric), None)
        return Districts(
            metric=metric,
            by=self.chosen.by,
            reading=self.reading,
            links=self.links,
            places=self.places,
            one=one,
            ranking=self.ranked(one) if one else None,
            own=self.of,
        )

    @cached_property
    def flows(self) -> list[Flow]:
        return flows_of(self.reading, self.of) if self.reading else []

    @cached_property
    def stages(self) -> StagePanel | None:
        if self.reading is None:
            return None
        rows = self.reading.snapshot.stages
        return StagePanel.from_rows(rows, self.places, self.links, self.of)

    @property
    def charts(self) -> Sequence[Chart]:
        """What the address gives as a file, by key."""
        paths = [path_chart(one) for one in self.found]
        return [*paths, self.districts.chart] if self.districts else paths

    @property
    def failed(self) -> list[FactCheck]:
        """The checks of the night that do not hold."""
        return [one for one in self.reading.checks if one.faults] if self.reading else []

    @property
    def order_url(self) -> str:
        """Where the gap of the first line is given to its districts; "" for who gives no orders."""
        carriers = self.headline.carriers
        if self.worst is None or not carriers or not self.chosen.is_usual:
            return ""
        target = self.worst.target
        return self.links.order(target.pk, target.measure, [row.pk for row in carriers])

    @property
    def names_url(self) -> str:
        """The enterprises that make the figure of the first line."""
        card = next((one for one in self.cards if self.worst and one.one is self.worst), None)
        return card.of_target() if card else ""

    # --- the sheets, drawn once -------------------------------------------------------------------

    @cached_property
    def head_html(self) -> SafeString:
        return self._drawn("reports/progress/_head.html")

    @cached_property
    def cards_html(self) -> SafeString:
        return self._drawn("reports/progress/_cards.html")

    @cached_property
    def ladder_html(self) -> SafeString:
        return self._drawn("reports/progress/_ladder.html")

    @cached_property
    def districts_html(self) -> SafeString:
        return self._drawn("reports/progress/_districts.html")

    @cached_property
    def stages_html(self) -> SafeString:
        return self._drawn("reports/progress/_stages.html") if self.stages else SafeString("")

    @cached_property
    def ladder(self) -> Ladder:
        return Ladder(self.flows, self.links, self.of)

    def _drawn(self, template: str) -> SafeString:
        return render_to_string(template, self.context())

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        reading = self.reading
        return {
            "page": self,
            "form": self.chosen.form,
            "plan": self.chosen.plan,
            "chosen": self.chosen,
            "prospects": self.found,
            "headline": self.headline,
            "cards": self.cards,
            "flows": self.flows,
            "ladder": self.ladder,
            "districts": self.districts,
            "stages": self.stages,
            "reading": reading,
            "day": reading.day if reading else None,
            "preliminary": reading.day - PRELIMINARY if reading else None,
            "links": self.links,
        }


# What depends on nothing but the key.
COMPUTED = {
    name for name, one in vars(ProgressPage).items() if isinstance(one, cached_property)
} - {"places"}
_pages: Kept[ProgressPage] = Kept()
