"""Carrying out an act on many rows of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.db.models import Field, Model, QuerySet
from django.http import Http404, HttpResponseBase, HttpResponseRedirect, QueryDict

from pages.kept_forms import was_not_carried_out
from pages.lists.bulk import ALL, MOST_ROWS, ROW, BulkAct
from pages.lists.keyset import ordered
from pages.lists.table import Selection

if TYPE_CHECKING:
    from accounts.tenancy import M
    from pages.lists.page import ListPage

FORM = "bulk-form"
Chosen = TypeVar("Chosen", bound=Model)


def answer(page: ListPage[M]) -> HttpResponseBase:
    """The answer to a form of ticked rows. Raises `Http404` for an act that does not exist."""
    key = page.request.POST.get("bulk", "")
    act = next((one for one in page.bulk_acts if one.key == key), None)
    if act is None:
        raise Http404
    rows = _chosen(page, act)
    if rows is None:
        return _again(page)
    answered = act.carry_out(page.request, rows)
    if isinstance(answered, HttpResponseRedirect) and was_not_carried_out(page.request):
        return _again(page)
    return answered


def selection_of(page: ListPage[Chosen]) -> Selection[Chosen] | None:
    """The boxes of the page's rows; None where there is nothing to choose for. What was ticked is
    ticked again when the page comes back."""
    acts = page.bulk_acts

    def may(row: Chosen) -> bool:
        return any(one.selectable(page.actor, row) for one in acts)

    if not any(map(may, page.page_rows.rows)):
        return None
    ticked = set(page.request.POST.getlist(ROW))
    return Selection(ROW, FORM, may, page.row_label, lambda row: str(row.pk) in ticked)


def _again(page: ListPage[M]) -> HttpResponseBase:
    """The list as it was: its filters, the place in it, and what was ticked."""
    if not page.request.GET:
        page.request.GET = QueryDict(page.request.POST.get("query", "")[:2000])
    return type(page)(page.request, **page.arguments).page(status=422)


def _chosen(page: ListPage[M], act: BulkAct) -> QuerySet[M] | None:
    """The rows that the form names; None, with a message, where that is none or too many."""
    post = page.request.POST
    if post.get(ALL) and act.takes_all:
        page.request.GET = QueryDict(post.get("query", "")[:2000])
        everything = type(page)(page.request, **page.arguments)
        if not everything.filter.form.is_valid():
            messages.error(page.request, "筛选条件有误，没有办理。请改正后再选。")
            return None
        if everything.filter.qs.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
            messages.error(page.request, f"一次最多办理 {MOST_ROWS} 条，请缩小筛选范围。")
            return None
        return ordered(everything.filter.qs, everything.chosen_order)
    field = page.rows().model._meta.pk
    assert field is not None
    keys = [key for text in post.getlist(ROW) if (key := _key(field, text)) is not None]
    if not keys:
        messages.warning(page.request, "请先勾选要办理的记录。")
        return None
    return ordered(page.rows().filter(pk__in=keys[:MOST_ROWS]), page.usual_order())


def _key(field: Field, text: str) -> object:
    from django.core.exceptions import ValidationError

    try:
        return field.to_python(text) if len(text) <= 40 else None
    except ValidationError:
        return None
