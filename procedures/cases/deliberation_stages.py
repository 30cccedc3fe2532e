"""The stages in which a batch is deliberated on, as the page's filter and tabs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, QuerySet

from accounts.duties import Duty
from accounts.requests import ActorRequest
from pages.lists import ListFilter
from procedures.models import Application
from procedures.models.application import State

STAGES = {
    Duty.DISTRICT_REVIEWER: (State.DISTRICT_REVIEW, State.CITY_REVIEW),
    Duty.CITY_OFFICER: (State.CITY_REVIEW, State.EXPERT_REVIEW, State.PROPOSED),
}


@dataclass(frozen=True)
class StageTab:
    """One stage of the batch, with how many cases it has and where it is opened."""

    label: str
    number: int
    query: str
    is_current: bool


class StageFilter(ListFilter):
    """The stages that the reader's duty deliberates on; where none was chosen, the first one that
    has cases."""

    state = django_filters.ChoiceFilter(
        label="阶段", choices=State.choices, widget=forms.HiddenInput
    )

    def __init__(self, request: ActorRequest, queryset: QuerySet[Any], **more: Any) -> None:
        super().__init__(request, queryset, **more)
        self.stages = STAGES[self.actor.duty]
        self.filters["state"].extra["choices"] = [(one, one.label) for one in self.stages]

    @property
    def stage(self) -> State:
        if chosen := self.chosen_stage:
            return chosen
        return next((one for one in self.stages if self.numbers[one]), self.stages[0])

    @property
    def chosen_stage(self) -> State | None:
        chosen = self.form.cleaned_data.get("state") if self.form.is_valid() else ""
        return State(chosen) if chosen else None

    @cached_property
    def numbers(self) -> dict[State, int]:
        """How many cases of the batch each stage has."""
        assert self.request.resolver_match is not None
        cases = Application.objects.visible_to(self.actor).filter(
            batch_id=self.request.resolver_match.kwargs["batch_id"], state__in=self.stages
        )
        found = dict(cases.order_by().values_list("state").annotate(number=Count("pk")))
        return {one: found.get(one, 0) for one in self.stages}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return super().filter_queryset(queryset).filter(state=self.stage)
