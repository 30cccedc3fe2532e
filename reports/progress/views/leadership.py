"""The page of progress: will the targets be reached, where not, and who must act."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from accounts.views.home import home_of
from documents.workbooks.export import XLSX
from documents.workbooks.several_sheets import workbook_of
from pages.charts import chart_file
from pages.panels import panels_for
from pages.todo import todo_for
from reports.progress.lists import WATCHERS
from reports.progress.page import ProgressPage
from reports.progress.tables import sheets_of
from reports.progress.visits import Since, since_last_visit


@home_of(Duty.LEADER)
def leadership(request: ActorRequest) -> HttpResponseBase:
    """The home of the leadership: the page of progress, with what other apps put beside it."""
    return _page(request, is_home=True)


@for_duties(*WATCHERS)
@require_GET
def progress(request: ActorRequest) -> HttpResponseBase:
    """The page of progress; a district has its own."""
    return _page(request)


@for_duties(*WATCHERS)
@require_GET
def tables(request: ActorRequest) -> HttpResponseBase:
    """All tables of the page in one workbook, of the same plan, day and time."""
    page = ProgressPage.asked(request)
    if page.reading is None:
        return _without_figures(request, page)
    answer = HttpResponse(workbook_of(sheets_of(page)), content_type=XLSX)
    name = f"progress-{page.reading.day:%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(request: ActorRequest, *, is_home: bool = False) -> HttpResponseBase:
    page = ProgressPage.asked(request)
    if not page.chosen.is_valid or page.reading is None:
        return _without_figures(request, page, is_home=is_home)
    if "chart" in request.GET and (file := chart_file(request, page.charts)) is not None:
        return file
    context: dict[str, Any] = {
        **page.context(),
        "since": _since(page),
        # What waits now and the sheets of other apps are of today: none on a page of the past.
        "todo": todo_for(request.actor) if is_home and page.chosen.is_usual else [],
        "panels": panels_for(request.actor) if is_home and page.chosen.is_usual else [],
    }
    return render(request, "reports/leadership.html", context)


def _since(page: ProgressPage) -> Since | None:
    """What changed, on the present page alone: on one of the past nothing was."""
    if not page.chosen.is_usual or page.reading is None:
        return None
    return since_last_visit(
        page.actor, page.reading, page.found, page.stages, page.places, page.links
    )


def _without_figures(
    request: ActorRequest, page: ProgressPage, *, is_home: bool = False
) -> HttpResponseBase:
    """The page without figures: none are there, or the address asks for what is not."""
    context = {
        **page.context(),
        # What waits now and the sheets of other apps are of today: none on a page of the past.
        "todo": todo_for(request.actor) if is_home and page.chosen.is_usual else [],
        "panels": panels_for(request.actor) if is_home and page.chosen.is_usual else [],
    }
    status = 200 if page.chosen.is_valid else 422
    return render(request, "reports/leadership.html", context, status=status)
