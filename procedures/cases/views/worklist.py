"""The bureaus' list of cases: what waits, and all others; as a page and as a workbook."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.actions.save_columns import columns_of
from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from enterprises.actions.save_filter import saved_filters
from enterprises.forms import SavedFilterForm
from pages.lists.keyset import KeysetPage, counted, keyset_page
from pages.request_values import kept_query
from procedures.batches.working_days import working_days_between
from procedures.cases.lifecycle import MACHINE
from procedures.cases.policies import REVIEWERS, desk_of, has_on_desk
from procedures.cases.recommendations import batches_to_order
from procedures.cases.worklist.columns import (
    BY_KEY,
    COLUMNS,
    VERDICT_TONES,
    CaseColumn,
    ListedCase,
    listed,
    shown_columns,
)
from procedures.cases.worklist.filters import CaseFilter
from procedures.cases.worklist.tabs import Desk
from procedures.models import Application

PAGE = "cases"
READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
CHUNK = 1000


@for_duties(*READERS)
@require_GET
def worklist(request: ActorRequest) -> HttpResponse:
    """The bureau's queue, the most urgent first, or the cases that the filters choose."""
    actor: Actor = request.actor
    filters = CaseFilter(request.GET, queryset=_cases(actor), request=request)
    page = keyset_page(request, filters.qs, order=_order(filters), size=50)
    reviews = actor.duty in REVIEWERS
    columns = shown_columns(columns_of(actor, PAGE), reviews=reviews)
    _fill_cells(actor, page, columns)
    number, more = _number(filters)
    query = kept_query(request.GET)
    context = {
        "page": page,
        "columns": columns,
        "choices": _column_choices(columns),
        "filter": filters,
        "number": number,
        "more": more,
        "tabs": _tabs(filters, query.copy()) if reviews else [],
        "reviews": reviews,
        "may_assign": reviews and any(row.is_on_desk for row in page),
        "covers": filters.desks.covers if reviews else [],
        "own_cover": filters.desks.own_cover if reviews else None,
        "to_order": batches_to_order(actor),
        "saved": saved_filters(actor, PAGE),
        "save_form": SavedFilterForm(initial={"query": query.urlencode()}),
        "query": query.urlencode(),
    }
    return render(request, "procedures/worklist.html", context)


@for_duties(*READERS)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered cases as a workbook of all columns, sent while they are read."""
    actor: Actor = request.actor

    def workbook() -> Iterator[bytes]:
        # Built here, inside the stream's own scope: a queryset takes its scope when it is made.
        filters = CaseFilter(request.GET, queryset=_cases(actor), request=request)
        rows = filters.qs.order_by(*_order(filters)).iterator(CHUNK)
        headings = [column.label for column in COLUMNS]
        return stream_workbook("申报", headings, _lines(actor, rows), widths=[18, 30, 36])

    return workbook_answer(actor, "cases", workbook)


def _order(filters: CaseFilter) -> tuple[str, ...]:
    return ("stage_due_on", "id") if filters.is_queue else ("-submitted_at", "-id")


def _cases(actor: Actor) -> Any:
    return (
        Application.objects.visible_to(actor)
        .select_related("batch", "district", "reviewer", "scheme_version__scheme")
        .defer("answers", "answer_revisions", "scheme_version__definition")
    )


def _number(filters: CaseFilter) -> tuple[int, bool]:
    if filters.counts and not filters.form.cleaned_data.get("reviewer"):
        return filters.counts[Desk(filters.open_desk)]
    return counted(filters.qs)


def _tabs(filters: CaseFilter, query: Any) -> list[dict[str, Any]]:
    """The parts of the list, each with how many of the queue lie there."""
    desks = filters.desks
    query.pop("reviewer", None)
    tabs: list[dict[str, Any]] = []
    for desk in Desk:
        if desk == Desk.TODO and filters.open_desk != Desk.TODO and "desk" not in query:
            continue  # nothing is anybody's yet: it would be the same as all
        if desk == Desk.OTHERS and not desks.others:
            continue
        query["desk"] = desk
        number, more = filters.counts[desk] if filters.counts else (None, False)
        tabs.append(
            {
                "label": desk.label,
                "query": query.urlencode(),
                "is_current": desk == filters.open_desk,
                "number": number,
                "more": more,
            }
        )
    return tabs


def _column_choices(columns: list[CaseColumn]) -> list[dict[str, Any]]:
    """Every column with its place, the shown ones first."""
    ordered = [*columns, *(column for column in COLUMNS if column not in columns)]
    return [
        {
            "column": column,
            "place": place,
            "is_shown": column in columns,
            "is_fixed": column.key == "title",
        }
        for place, column in enumerate(ordered, 1)
    ]


def _fill_cells(actor: Actor, page: KeysetPage, columns: list[CaseColumn]) -> None:
    today = timezone.localdate()
    judged = any(column.is_judged for column in columns)
    shows_number = BY_KEY["number"] in columns
    for row in listed(actor, page.rows, judged=judged):
        case: Any = row.case
        due = case.stage_due_on
        case.enterprise_name = row.enterprise_name
        case.days_left = working_days_between(today, due) if due else None
        case.is_on_desk = has_on_desk(actor, case)
        case.shows_number = not shows_number
        case.cells = [_cell(column, row) for column in columns]


def _cell(column: CaseColumn, row: ListedCase) -> dict[str, Any]:
    """What the template shows of one cell; every key is there, for a missing one is dear."""
    value = column.value(row)
    cell = {"column": column, "kind": "", "tone": "", "text": "—" if value is None else value}
    if column.key in ("title", "due"):
        return cell | {"kind": column.key}
    if column.key == "state":
        return cell | {"kind": "pill", "tone": MACHINE.tone_of(row.case.state)}
    if column.key == "verdict" and value is not None:
        return cell | {"kind": "pill", "tone": VERDICT_TONES[str(value)]}
    if column.key == "submitted" and value is not None:
        return cell | {"text": f"{value:%Y-%m-%d}"}
    if column.key == "reviewer" and value is None:
        return cell | {"text": "未分配" if desk_of(row.case.state, row.case.returned_from) else "—"}
    return cell


def _lines(actor: Actor, rows: Iterable[Application]) -> Iterator[list[Any]]:
    chunk: list[Application] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _written(actor, chunk)
            chunk = []
    yield from _written(actor, chunk)


def _written(actor: Actor, cases: list[Application]) -> Iterator[list[Any]]:
    for row in listed(actor, cases, judged=True):
        yield [column.value(row) for column in COLUMNS]
