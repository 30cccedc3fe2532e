"""A district bureau's home."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.home import home_of
from pages.lists import Column
from pages.lists.table import table_html
from pages.panels import panels_for
from pages.todo import todo_for
from procedures.cases.state_labels import labelled
from procedures.cases.worklist.columns import shown_time_left
from procedures.models import Application

SHOWN = 10
COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "case", "申报", str, long=True,
        link=lambda row: reverse("procedures:case", args=[row.pk]),
    ),
    Column("enterprise_name", "企业", long=True),
    Column("stage_due_on", "期限", number=True, html=shown_time_left),
)  # fmt: skip


@home_of(Duty.DISTRICT_REVIEWER)
def home(request: ActorRequest) -> HttpResponse:
    """The most urgent cases of the district's queue, and what else waits for it."""
    actor = request.actor
    waiting = Application.objects.waiting_for(actor)
    queue = waiting.with_enterprise_names().select_related("batch")
    rows = labelled(request.actor, list(queue.order_by("stage_due_on", "id")[:SHOWN]))
    context = {
        "shown": len(rows),
        "waiting": waiting.count(),
        "table": table_html(COLUMNS, rows) if rows else "",
        "todo": todo_for(actor),
        "panels": panels_for(actor),
    }
    return render(request, "procedures/district_home.html", context)
