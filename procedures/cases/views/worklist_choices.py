"""How a person arranges the list of cases: named filters, and columns."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.actions.save_columns import save_columns
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.actions.save_filter import drop_filter, save_filter
from pages.request_values import kept_query, whole_number
from procedures.cases.views.worklist import PAGE, READERS
from procedures.cases.worklist.columns import COLUMNS


def back_to_list(query: str) -> HttpResponse:
    """To the list with the filters of `query`, and nothing else of it."""
    kept = kept_query(QueryDict(query[:1000])).urlencode()
    return redirect(f"{reverse('procedures:worklist')}?{kept}" if kept else "procedures:worklist")


@for_duties(*READERS)
@require_POST
def add_filter(request: ActorRequest) -> HttpResponse:
    """Keep the present filters under a name, for the present duty."""
    query = request.POST.get("query", "")
    try:
        saved = save_filter(request.actor, PAGE, request.POST.get("name", ""), query)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"筛选“{saved}”已保存。")
    return back_to_list(query)


@for_duties(*READERS)
@require_POST
def delete_filter(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """Forget one of one's own filters."""
    drop_filter(request.actor, PAGE, pk)
    messages.success(request, "筛选已删除。")
    return back_to_list(request.POST.get("query", ""))


@for_duties(*READERS)
@require_POST
def choose_columns(request: ActorRequest) -> HttpResponse:
    """Keep which columns are shown, in the order of their numbers; or go back to the usual ones."""
    post = request.POST
    keys: list[str] = []
    if not post.get("usual"):
        ticked = {*post.getlist("col"), "title"}
        # The case itself stays in front: it leads to its page.
        places = {
            column.key: (
                column.key != "title",
                whole_number(post.get(f"place-{column.key}")) or len(COLUMNS),
                number,
            )
            for number, column in enumerate(COLUMNS)
            if column.key in ticked
        }
        wrong = [
            column.label
            for column in COLUMNS
            if column.key in ticked
            and (text := post.get(f"place-{column.key}", "").strip())
            and not whole_number(text)
        ]
        if wrong:
            messages.warning(request, f"{'、'.join(wrong)}的位置不是数字，排在了最后。")
        keys = sorted(places, key=lambda key: places[key])
    save_columns(request.actor, PAGE, keys)
    messages.success(request, "显示的列已保存。导出的表格始终包含全部列。")
    return back_to_list(post.get("query", ""))
