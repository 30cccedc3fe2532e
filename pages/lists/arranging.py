"""What people send from a list to arrange it: columns, filters saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.errors import RuleViolation
from pages.actions.arrange_list import delete_filter, save_columns, save_filter
from pages.request_values import kept_query, whole_number

if TYPE_CHECKING:
    from accounts.tenancy import M
    from pages.lists.page import ListPage


def answer(page: ListPage[M]) -> HttpResponse | None:
    """The answer to a form that arranges the list; None for any other form."""
    post = page.request.POST
    if "save_filter" in post:
        return _save_filter(page)
    if "delete_filter" in post:
        if delete_filter(page.actor, page.key, post["delete_filter"]):
            messages.success(page.request, "筛选已删除。")
        return back(page)
    if "columns" in post:
        return _save_columns(page)
    return None


def back(page: ListPage[M], *, without: tuple[str, ...] = ()) -> HttpResponse:
    """To the list with the filters that the form named, and nothing else of it."""
    query = kept_query(QueryDict(page.request.POST.get("query", "")[:2000]))
    for name in without:
        query.pop(name, None)
    text = query.urlencode()
    return redirect(f"{page.request.path}?{text}" if text else page.request.path)


def _save_filter(page: ListPage[M]) -> HttpResponse:
    post = page.request.POST
    try:
        name = save_filter(page.actor, page.key, post.get("name", ""), post.get("query", ""))
    except RuleViolation as refusal:
        messages.error(page.request, str(refusal))
    else:
        messages.success(page.request, f"筛选“{name}”已保存。")
    return back(page)


def _save_columns(page: ListPage[M]) -> HttpResponse:
    """Save which columns are shown, in the order of their numbers; or the usual ones."""
    post = page.request.POST
    keys: list[str] = []
    if post["columns"] != "usual":
        columns = list(page.all_columns())
        ticked = {*post.getlist("col")} | {one.key for one in columns if one.fixed}
        places = {
            one.key: (whole_number(post.get(f"place-{one.key}")) or len(columns), number)
            for number, one in enumerate(columns)
            if one.key in ticked
        }
        wrong = [
            one.heading
            for one in columns
            if one.key in ticked
            and (text := post.get(f"place-{one.key}", "").strip())
            and not whole_number(text)
        ]
        if wrong:
            messages.warning(page.request, f"{'、'.join(wrong)}的位置不是数字，排在了最后。")
        keys = sorted(places, key=lambda key: places[key])
    save_columns(page.actor, page.key, keys)
    messages.success(page.request, "显示的列已保存。")
    return back(page, without=("cols",))
