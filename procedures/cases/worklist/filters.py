"""The filters of the bureaus' list of cases."""

from collections.abc import Iterable
from functools import cached_property

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.requests import ActorRequest
from documents.title_index import titled
from documents.written.text import half_width, one_line
from enterprises.lists import industries
from enterprises.models import Enterprise
from enterprises.name_search import enterprise_has
from enterprises.querysets import LENGTH_OF_CODE, in_industry
from pages.lists import ListFilter
from pages.lists.filters import Filters, choice, district, search
from procedures.cases.due import late
from procedures.cases.parts import in_all_words
from procedures.cases.worklist.tabs import Counts, Desk, Desks
from procedures.models import Application, Batch, Objection
from procedures.models.application import REVIEW_STATES, ApplicationQuerySet, State
from schemes.evaluation.evaluate import LABELS
from schemes.models import Scheme

EVERYTHING = "all"
WITH_DEADLINE = (*REVIEW_STATES, State.RETURNED)


def states() -> list[tuple[str, str]]:
    """Every state but drafts, in the words of all that cases decide."""
    return [(EVERYTHING, "全部状态"), *(
        (value, in_all_words(str(word))) for value, word in State.choices if value != State.DRAFT
    )]  # fmt: skip


def by_text(rows: QuerySet[Application], value: str) -> QuerySet[Application]:
    """Those whose number begins with the text, or whose title, or enterprise's name or code, has
    it."""
    text = half_width(one_line(value))
    if text.isdigit() and len(text) != LENGTH_OF_CODE:
        return rows.filter(number__startswith=text)
    found = titled(rows, text)
    if len(text) > 1:
        found |= enterprise_has(text)
    return rows.filter(found)


def by_state(rows: QuerySet[Application], value: str) -> QuerySet[Application]:
    return rows if value == EVERYTHING else rows.filter(state=value)


def overdue(rows: QuerySet[Application], value: str) -> QuerySet[Application]:
    return rows.filter(late())


def with_open_objection(rows: QuerySet[Application], value: str) -> QuerySet[Application]:
    open_ = Objection.objects.filter(state=Objection.State.OPEN)
    return rows.filter(pk__in=open_.values("application_id"))


def of_desk(rows: QuerySet[Application], value: str) -> QuerySet[Application]:
    """All rows: `CaseFilter` narrows to the desk last, when it knows the whole."""
    return rows


def schemes() -> list[tuple[str, str]]:
    """The schemes that anybody could have filed for."""
    rows = Scheme.objects.order_by("sort", "id")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def batches() -> list[tuple[str, str]]:
    """The batches that have opened, the newest first."""
    rows = Batch.objects.filter(opens_at__lte=timezone.now()).order_by("-opens_at", "-id")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def of_industry(rows: QuerySet[Application], value: str) -> QuerySet[Application]:
    """Those of enterprises of a section or division."""
    own = in_industry(Enterprise.objects.filter(pk=OuterRef("organisation_id")), value)
    return rows.filter(Exists(own))


FILTERS = (
    search("申报内容、企业或受理编号", by_text, placeholder="名称或拼音，如“轴承”“zhoucheng”"),
    choice("state", "状态", states, by=by_state, empty="等我处理"),
    district(),
    choice("scheme", "项目", schemes, by="scheme_version__scheme_id"),
    choice("batch", "批次", batches, by="batch_id"),
    choice("industry", "行业", industries, by=of_industry),
    choice("verdict", "条件", [(one.value, label) for one, label in LABELS.items()]),
    choice("due", "期限", [("late", "已超期")], by=overdue),
    choice("objection", "异议", [("open", "有异议等待答复")], by=with_open_objection),
    choice("reviewer", "审核人", [], by=of_desk, empty="全部同事"),
    Filters(
        {
            "desk": django_filters.ChoiceFilter(
                method=lambda rows, name, value: rows,
                choices=Desk.choices,
                widget=forms.HiddenInput,
            )
        }
    ),
)


class CaseFilter(ListFilter):
    """Product, enterprise or number; state (by default what waits for the reader); desk."""

    def __init__(
        self,
        request: ActorRequest,
        queryset: QuerySet[Application],
        *,
        other_parameters: Iterable[str] = (),
    ) -> None:
        others = (*other_parameters, "desk", "reviewer")
        super().__init__(request, queryset, other_parameters=others)
        self.desks = Desks(self.actor)
        # Who objected is for the investigators; that somebody did, the leaders are told too.
        if not (self.actor.is_city or self.actor.is_leader):
            del self.filters["objection"]
        if self.data.get("desk") == Desk.OTHERS and not self.actor.is_leader:
            people = [(str(one.user_id), str(one)) for one in self.desks.others]
            self.filters["reviewer"].extra["choices"] = people
        else:
            del self.filters["reviewer"]
        if self.actor.is_leader:
            self.filters["state"].extra["empty_label"] = "全部状态"
            del self.filters["desk"]

    def filter_queryset(self, queryset: ApplicationQuerySet) -> ApplicationQuerySet:
        """Without a chosen state: what waits for the reader; the leadership group reads all."""
        rows: ApplicationQuerySet = super().filter_queryset(queryset)
        if self.is_bureaus_queue:
            rows = rows.waiting_for(self.actor)
        self.whole = rows
        chosen = self.value("reviewer")
        return self.desks.part(rows, self.open_desk, int(chosen) if chosen else None)

    def value(self, name: str) -> str:
        """What was chosen of the filter `name`; "" for nothing, or for something impossible."""
        return str(self.form.cleaned_data.get(name) or "")

    @cached_property
    def open_desk(self) -> str:
        """The chosen part of the list. By default a reader's own and nobody's cases, once any of
        the queue is somebody's; whoever looks for something in particular finds it on any desk."""
        if chosen := self.value("desk"):
            return chosen
        if self.counts is None:
            return Desk.ALL
        is_shared_out = self.counts[Desk.MINE][0] or self.counts[Desk.OTHERS][0]
        return Desk.TODO if is_shared_out else Desk.ALL

    @cached_property
    def counts(self) -> Counts | None:
        """How many cases lie on each desk; None where that is not asked: outside the queue, where
        there may be millions, and for a search, which reads them all."""
        if not self.form.is_valid() or not self.is_bureaus_queue or self.value("q"):
            return None
        return self.desks.counts(self.whole)

    @property
    def is_bureaus_queue(self) -> bool:
        """Whether the list holds just what waits for the reader's bureau."""
        return not (self.actor.is_leader or self.value("state") or self.value("objection"))

    @property
    def is_queue(self) -> bool:
        """Whether only cases are listed that somebody has to act on by a day."""
        state = self.value("state")
        return state in WITH_DEADLINE if state else self.is_bureaus_queue

    @property
    def is_narrowed(self) -> bool:
        """By anything but the choice of a desk."""
        return not self.form.is_valid() or bool(self.chosen.keys() - {"desk"})
