"""Editing one part of a draft: a section, a question, an indicator, a condition, a score."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.errors import RuleViolation, StaleVersion
from accounts.request_values import whole_number
from procedures.actions import design_scheme
from procedures.basics_form import BASICS
from procedures.expressions.types import ExpressionError
from procedures.indicators import compiled_among
from procedures.models import SchemeVersion
from procedures.part_form import PartForm
from procedures.part_forms import PART_FORMS
from procedures.row_forms import row_sets, rows_of
from procedures.scheme_outline import (
    NEW,
    NoSuchPart,
    kind_of,
    moved_part,
    part_at,
    path_of,
    with_part,
    without_part,
)
from procedures.views.designer import city_only, draft_or_back


@city_only
def part(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """Change a part of a draft, or add one."""
    row, back = draft_or_back(request, pk)
    if back is not None:
        return back
    path, kind, present = _found(row, place)
    data: Any = request.POST or None
    form = PART_FORMS[kind](row.definition, present, data)
    sets = row_sets(kind, present or {}, data)
    if data is not None and form.is_valid() and all(one.is_valid() for one in sets):
        made = form.whole({one.name: rows_of(one) for one in sets})
        form.check(made)
        _check_expressions(row, form, made)
        if form.is_valid():
            answer = _save(request, row, form, lambda content: _with(content, path, made))
            if answer is not None:
                return answer
    context = {
        "version": row, "form": form, "sets": sets, "kind": kind, "noun": form.noun,
        "is_new": path[-1:] == (NEW,), "place": place, "revision": row.revision,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "procedures/designer/part.html", context, status=status)


@city_only
@require_POST
def arrange(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """Move a part up or down, or remove it."""
    row, back = draft_or_back(request, pk)
    if back is not None:
        return back
    path, _, present = _found(row, place)
    if present is None or path == ():
        raise Http404
    wanted = request.POST.get("do")
    changes = {
        "up": lambda content: moved_part(content, path, -1),
        "down": lambda content: moved_part(content, path, 1),
        "remove": lambda content: without_part(content, path),
    }
    if wanted not in changes:
        raise Http404
    try:
        design_scheme.change_content(
            request.actor,  # type: ignore[attr-defined]
            pk,
            whole_number(request.POST.get("revision")) or 0,
            changes[wanted],
        )
    except StaleVersion as stale:
        messages.warning(request, stale.message)
    except RuleViolation as refused:
        messages.error(request, str(refused))
    return redirect(reverse("procedures:version", args=[pk]) + f"#{path[0]}")


def _found(row: SchemeVersion, place: str) -> tuple[Any, str, dict[str, Any] | None]:
    if place == BASICS:
        return (), BASICS, row.definition
    try:
        path = path_of(place)
        kind = kind_of(path)
        if path[-1] == NEW:
            if path[:-2] != ("scoring",):  # its first dimension begins the table
                part_at(row.definition, path[:-2])
            return path, kind, None
        return path, kind, part_at(row.definition, path)
    except NoSuchPart as missing:
        raise Http404 from missing


def _with(content: dict[str, Any], path: Any, made: dict[str, Any]) -> dict[str, Any]:
    return {**content, **made} if path == () else with_part(content, path, made)


def _check_expressions(row: SchemeVersion, form: PartForm, made: dict[str, Any]) -> None:
    """A wrong expression is told beside its field, with its place in the text."""
    texts: list[tuple[str | None, Any]] = [("expression", made.get("expression"))]
    texts += [(None, case["when"]) for case in made.get("cases", [])]
    for name, text in texts:
        if not text:
            continue
        try:
            compiled_among(text, row.definition)
        except ExpressionError as wrong:
            form.add_error(name, f"{text if name is None else ''} {wrong}".strip())


def _save(
    request: HttpRequest, row: SchemeVersion, form: PartForm, change: Any
) -> HttpResponse | None:
    try:
        design_scheme.change_content(
            request.actor,  # type: ignore[attr-defined]
            row.pk,
            whole_number(request.POST.get("revision")) or 0,
            change,
        )
    except StaleVersion as stale:
        form.add_error(None, stale.message)
        row.refresh_from_db()
    except RuleViolation as refused:
        form.add_error(None, str(refused))
    else:
        messages.success(request, f"{form.noun}已保存。")
        return redirect("procedures:version", row.pk)
    return None
