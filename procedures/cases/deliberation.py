"""Deliberation (审议): the cases of a batch's stage side by side, decided and put into order."""

from dataclasses import replace
from functools import cached_property, partial
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import (
    DecimalField,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from lifecycle.bulk import MOST
from pages.acts import attempt
from pages.lists import BulkAct, Column, Empty, ListPage
from pages.lists.cells import NOTHING
from pages.lists.filters import district
from pages.request_values import whole_number
from procedures.cases.actions.decide_in_bulk import BY_CITY, BY_DISTRICT, bulk_transitions
from procedures.cases.actions.order_recommendations import order_recommendations
from procedures.cases.decision_lists import CASE, DISTRICT, ENTERPRISE
from procedures.cases.deliberation_stages import StageFilter, StageTab
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import in_words_of
from procedures.cases.policies import REVIEWERS, judges_conditions
from procedures.cases.recommendations import UNDECIDED, places_left
from procedures.cases.verdicts import verdicts_with_marks
from procedures.cases.views import judge_many
from procedures.cases.views.decisions import preview
from procedures.cases.worklist.columns import verdict_now, verdict_tone
from procedures.models import Application, Batch, PanelCase, Snapshot
from procedures.models.application import State

MOVED_FIRST = "moved_first"
POINTS = DecimalField(max_digits=12, decimal_places=4)
_BEGINS = r"^[0-9]+(?:\.[0-9]+)?"
_PLACE = (
    '<input class="input short" form="order" name="rank-{pk}" value="{place}" inputmode="numeric"'
    '{wrong} aria-label="{case} 的推荐次序">'
    '<input type="hidden" form="order" name="shown-{pk}" value="{rank}">{problem}'
)
_WRONG = ' aria-invalid="true" aria-describedby="place-{}"'
_PROBLEM = '<small class="error" id="place-{}">{}</small>'


def _total(evaluation: str) -> KeyTextTransform:
    """The total of a kept evaluation's score, as text."""
    return KeyTextTransform("total", KeyTransform("score", evaluation))


def _look_at(name: str, request: ActorRequest, rows: QuerySet[Application]) -> HttpResponseBase:
    """What a decision would meet on each of the ticked cases, before it is made."""
    assert request.resolver_match is not None
    batch = get_object_or_404(Batch, pk=request.resolver_match.kwargs["batch_id"])
    return preview(request, batch, name, list(rows.values_list("pk", flat=True)))


def _judge(request: ActorRequest, rows: QuerySet[Application]) -> HttpResponseBase:
    """Which condition of the ticked cases is judged, and how."""
    assert request.resolver_match is not None
    batch = get_object_or_404(Batch, pk=request.resolver_match.kwargs["batch_id"])
    return judge_many.ask(request, batch, rows)


def _may(name: str, actor: Actor) -> bool:
    return name in {one.name for one in bulk_transitions(actor)}


def _place(case: Any) -> SafeString:
    """The place of recommendation; to be changed by whoever may."""
    if not case.recommended_rank:
        return NOTHING
    if not case.may_be_moved:
        return format_html("{}", case.recommended_rank)
    wrong = case.place_problem
    return format_html(
        _PLACE,
        pk=case.pk,
        place=case.place,
        rank=case.recommended_rank,
        case=case,
        wrong=format_html(_WRONG, case.pk) if wrong else "",
        problem=format_html(_PROBLEM, case.pk, wrong) if wrong else "",
    )


def _panel_total(case: Any) -> SafeString:
    if not case.panel_result:
        return NOTHING
    total = case.panel_result.total
    page = reverse("procedures:panel", args=[case.panel_result.panel_id])
    return format_html('<a href="{}">{}</a>', page, "评分中" if total is None else total)


_DECISIONS = tuple(
    BulkAct(
        one.name, one.label, partial(_look_at, one.name), may=partial(_may, one.name), css=one.tone
    )
    for one in MACHINE.rows
    if one.bulk and one.name in BY_DISTRICT | BY_CITY
)


class Deliberation(ListPage[Application]):
    """The batch's cases of one stage, in the order of recommendation."""

    key, title, noun, counter = "deliberation", "审议", "申报", "件"
    readers = REVIEWERS
    size = MOST
    template = "procedures/decisions/deliberation.html"
    filters, filter_class = (district(),), StageFilter
    columns: ClassVar[tuple[Column[Any], ...]] = (
        CASE, ENTERPRISE, DISTRICT,
        Column("recommended_rank", "推荐次序", number=True, html=_place),
        Column("conditions", "条件", verdict_now, pill=verdict_tone),
        Column("score", "评价得分", number=True, sort="points"),
        Column(
            "panel", "专家总分", lambda case: case.panel_result and case.panel_result.total,
            number=True, html=_panel_total,
        ),
    )  # fmt: skip
    bulk = (
        *_DECISIONS,
        BulkAct("judge", "判断条件", _judge, selectable=judges_conditions),
    )

    def __init__(self, request: ActorRequest, **arguments: Any) -> None:
        super().__init__(request, **arguments)
        # What somebody typed for the order, and what is wrong with it, by the id of the case.
        self.typed: dict[int, str] = {}
        self.wrong: dict[int, str] = {}
        # Whether nothing is wrong but places that one moved case took from one that stayed.
        self.may_settle = False

    @cached_property
    def batch(self) -> Batch:
        found: Batch = get_object_or_404(
            Batch.objects.select_related("version__scheme"), pk=self.arguments["batch_id"]
        )
        return found

    @cached_property
    def outcome(self) -> str:
        """What the batch's version brings about."""
        return str(self.batch.version.parsed.outcome)

    def _word(self, stage: State) -> str:
        return in_words_of(self.outcome, str(stage.label))

    @property
    def stages(self) -> StageFilter:
        """The filter, with what it knows of stages."""
        assert isinstance(self.filter, StageFilter)
        return self.filter

    @property
    def stage(self) -> State:
        return self.stages.stage

    @property
    def may_order(self) -> bool:
        return self.actor.is_district and self.stage == State.CITY_REVIEW

    def rows(self) -> QuerySet[Application]:
        latest = Snapshot.objects.filter(application=OuterRef("pk")).order_by("-number")
        rows: QuerySet[Application] = (
            Application.objects.visible_to(self.actor)
            .filter(batch=self.batch)
            .select_related("district", "batch")
            .with_enterprise_names()
        )
        score: Any = Subquery(latest.annotate(total=_total("evaluation")).values("total")[:1])
        if self.actor.is_city:  # districts do not read what the experts gave
            score = Coalesce(_total("panel_case__evaluation"), score)
        # A span of points ("47 ~ 81", while experts have not judged) sorts by where it begins.
        begins: Any = Func("score", Value(_BEGINS), function="SUBSTRING", output_field=TextField())
        return rows.annotate(score=score).annotate(points=Cast(begins, POINTS))

    def prepare(self, rows: list[Any]) -> None:
        panels = {}
        if self.actor.is_city:
            found = PanelCase.objects.filter(application__in=[case.pk for case in rows])
            panels = {one.application_id: one for one in found}
        verdicts = verdicts_with_marks(panels.values())
        for case in rows:
            case.panel_result = panels.get(case.pk)
            case.verdict = verdicts.get(case.pk, case.verdict)
            case.may_be_moved = self.may_order
            case.place = self.typed.get(case.pk, case.recommended_rank)
            case.place_problem = self.wrong.get(case.pk, "")

    def usual_order(self) -> tuple[str, ...]:
        if self.stage == State.DISTRICT_REVIEW:  # nothing is recommended yet
            return ("district__sort", "id")
        return ("district__sort", "recommended_rank", "id")

    def all_columns(self) -> list[Column[Any]]:
        of_city = ("district__short_name", "panel")
        return [one for one in self.columns if self.actor.is_city or one.key not in of_city]

    @cached_property
    def bulk_acts(self) -> list[BulkAct]:
        """The decisions that the stage leads to, in the words of what the batch is about; what a
        page sends is asked again for each case."""
        acts = [
            replace(one, label=in_words_of(self.outcome, one.label)) for one in super().bulk_acts
        ]
        if "bulk" in self.request.POST:
            return acts
        first = self.page_rows.rows[:1]
        possible = {"judge"} if any(judges_conditions(self.actor, one) for one in first) else set()
        possible |= {
            one.name
            for one in bulk_transitions(self.actor)
            if self.stage in one.sources and any(one.may(self.actor, case) for case in first)
        }
        return [one for one in acts if one.key in possible]

    @property
    def tabs(self) -> list[StageTab]:
        """The stages with their numbers, each a click away; other filters stay."""
        query = self.query.copy()
        tabs = []
        for stage, number in self.stages.numbers.items():
            query["state"] = stage
            is_current = stage == self.stage
            tabs.append(StageTab(self._word(stage), number, query.urlencode(), is_current))
        return tabs

    def empty_words(self) -> Empty:
        if "district" in self.filter.chosen:
            return Empty("这个区市在这一阶段没有申报", "请换一个区市或阶段。")
        if any(self.stages.numbers.values()):
            return Empty(
                f"“{self._word(self.stage)}”没有申报", "有申报的阶段列在上面，点开就能办理。"
            )
        if self.actor.is_city:
            hint = "区市推荐以后会出现在这里。各批次进行到哪一步，请看“批次与公示”。"
            return Empty("这个批次没有申报等待审议", hint, "procedures:batches", "去批次与公示")
        hint = "企业提交以后会出现在这里，并向您发送通知。其他批次的申报请看“待办与申报”。"
        return Empty("这个批次没有申报等待审议", hint, "procedures:worklist", "去待办与申报")

    def heading(self) -> str:
        number, more = self.count
        return f"{self.batch.name}：{self._word(self.stage)} {number}{'+' if more else ''} 件"

    def subheading(self) -> str:
        said = []
        if self.stages.chosen_stage is None and self.stages.numbers[self.stage]:
            said.append(f"先列出有申报的“{self._word(self.stage)}”，其他阶段点下面的标签")
        if self.actor.is_district:
            left = places_left(self.batch.pk, self.actor.district_ids[0])
            said += [] if left is None else [f"本区市推荐名额还剩 {left} 件"]
        if not self.sort_key:
            said.append("按区市和推荐次序排列" if self.actor.is_city else "按推荐次序排列")
        return " · ".join(said)

    # --- the order of recommendation ------------------------------------------------------------

    def answer_post(self) -> HttpResponseBase:
        return self.save_order() if "order" in self.request.POST else super().answer_post()

    def save_order(self) -> HttpResponse:
        """Put the district's recommendations into the order of the numbers that were typed."""
        post, cases = self.request.POST, self.rows().filter(state__in=UNDECIDED)
        ranked = cases.exclude(recommended_rank=None).order_by("recommended_rank", "id")
        present: dict[int, int] = dict(ranked.values_list("pk", "recommended_rank"))  # type: ignore[arg-type]
        query = f"state={State.CITY_REVIEW}"
        if any(post.get(f"shown-{pk}", str(rank)) != str(rank) for pk, rank in present.items()):
            messages.warning(self.request, "同事已经改过推荐次序，没有保存。请按现在的次序再排。")
            return redirect(f"{self.request.path}?{query}")
        self.typed = {pk: post.get(f"rank-{pk}", str(rank)).strip() for pk, rank in present.items()}
        self.wrong, self.may_settle = _wrong_places(present, self.typed)
        if self.may_settle and post["order"] == MOVED_FIRST:
            self.wrong = {}
        if self.wrong:
            self.request.GET = QueryDict(query)
            return self.page(status=422, problem="推荐次序没有保存，请看标红的地方。")
        # What was moved to a place stands before what was there; whoever typed it was asked.
        places = {
            pk: (int(self.typed[pk]), int(self.typed[pk]) == rank, rank)
            for pk, rank in present.items()
        }

        def told(number: int) -> str:
            first = ranked.values_list("recommended_rank", flat=True).first() or 1
            if first == 1:
                return f"已按次序排好 {number} 件推荐。"
            earlier = "前面的推荐已由市级办理，次序不再变动"
            return f"已按次序排好 {number} 件推荐，从第 {first} 位起：{earlier}。"

        in_order = sorted(places, key=places.__getitem__)
        attempt(
            self.request,
            lambda: order_recommendations(self.actor, self.batch.pk, in_order),
            done=told,
        )
        return redirect(f"{self.request.path}?{query}")


def _wrong_places(present: dict[int, int], typed: dict[int, str]) -> tuple[dict[int, str], bool]:
    """What is no place, and which place was given to several cases; and whether all of it is
    settled by putting the one case that was moved to a place before the one that had it."""
    wrong, by_place = {}, dict[int, list[int]]()
    for pk, text in typed.items():
        place = whole_number(text)
        if not place:
            wrong[pk] = "请填写 1、2、3 这样的位次。"
        elif not min(present.values()) <= place <= max(present.values()):
            wrong[pk] = f"位次在 {min(present.values())} 到 {max(present.values())} 之间。"
        else:
            by_place.setdefault(place, []).append(pk)
    shared = {place: keys for place, keys in by_place.items() if len(keys) > 1}
    has_one_moved = all(
        sum(present[pk] != place for pk in keys) == 1 for place, keys in shared.items()
    )
    may_settle = bool(shared) and not wrong and has_one_moved
    for place, keys in shared.items():
        times = "两" if len(keys) == 2 else f" {len(keys)} "
        wrong |= dict.fromkeys(keys, f"第 {place} 位写了{times}次。")
    return wrong, may_settle
