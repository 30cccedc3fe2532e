"""Editing one part of a draft: a section, a question, an indicator, a condition, a score."""

from collections.abc import Callable

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from pydantic import JsonValue

from accounts.requests import ActorRequest
from pages.acts import attempt
from pages.request_values import shown_version
from pages.stale import version_to_show
from schemes.actions import design_scheme
from schemes.actions.change_material import change_material
from schemes.actions.design_scheme import Change
from schemes.checking.problems import read
from schemes.definition.form import FieldKind
from schemes.definition.stored import Stored
from schemes.definition.words import Path
from schemes.designer.basics_form import BASICS
from schemes.designer.display import shaped
from schemes.designer.expression_help import help_for
from schemes.designer.outline import (
    NEW,
    NoSuchPart,
    is_block,
    kind_of,
    moved_part,
    part_at,
    path_of,
    with_part,
    without_part,
)
from schemes.designer.page_parts import Place, parts_at
from schemes.designer.part_form import PartForm
from schemes.designer.part_forms import PART_FORMS
from schemes.designer.row_forms import RowSet, kept_rows, row_problems, row_sets, rows_of, tell
from schemes.designer.views.versions import city_only, draft_or_back
from schemes.evaluation.indicators import compiled_among, indicator_among
from schemes.expressions.types import ExpressionError, Scalar
from schemes.models import SchemeVersion

EXPLAINED = ("indicator", "criterion")


@city_only
def part(request: ActorRequest, pk: int, place: str) -> HttpResponse:
    """Change a part of a draft, or add one."""
    row, back = draft_or_back(request, pk)
    if back is not None:
        return back
    content = shaped(row.definition)
    path, kind, found = _found(content, place)
    present = found if isinstance(found, dict) else None
    data = request.POST or None
    form = PART_FORMS[kind](content, present, data)
    sets = row_sets(kind, present or {}, data, content)
    if data is not None and _is_right(form, sets):
        made = form.whole({one.name: rows_of(one) for one in sets})
        for where, message in form.check(made):
            if not tell(sets, where, message):
                form.add_error(None, message)
        if _are_valid(form, sets) and _is_saved(
            request, row, form, lambda content: _with(content, path, made)
        ):
            return redirect("schemes:version", pk)
    context = {
        "version": row, "form": form, "sets": sets, "kind": kind, "noun": form.noun,
        "is_new": path[-1:] == (NEW,) or (is_block(path) and not present), "place": place,
        "shown_version": version_to_show(request, row, form),
        "row_problems": row_problems(sets) if form.is_bound else [],
        "extras": parts_at(Place.INDICATOR, row, read(row.definition))
        if kind == "indicator"
        else [],
        "material": present if present and present.get("kind") == FieldKind.FILE else None,
        "help": help_for(form.scheme, cases=kind == "criterion") if kind in EXPLAINED else None,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "schemes/part.html", context, status=status)


@city_only
@require_POST
def arrange(request: ActorRequest, pk: int, place: str) -> HttpResponse:
    """Move a part up or down, or remove it."""
    row, back = draft_or_back(request, pk)
    if back is not None:
        return back
    path, _, present = _found(row.definition, place)
    if present is None or path == ():
        raise Http404
    wanted = request.POST.get("do")
    if is_block(path) and wanted != "remove":
        raise Http404
    changes = {
        "up": lambda content: moved_part(content, path, -1),
        "down": lambda content: moved_part(content, path, 1),
        "remove": lambda content: without_part(content, path),
    }
    if wanted not in changes:
        raise Http404
    change, shown = changes[wanted], shown_version(request.POST)
    attempt(request, lambda: design_scheme.change_content(request.actor, pk, shown, change))
    return redirect(reverse("schemes:version", args=[pk]) + f"#{path[0]}")


@city_only
@require_POST
def material(request: ActorRequest, pk: int, key: str, kind: str) -> HttpResponse:
    """Give the file question `key` its empty form or its example; without a file, take it away."""
    draft, back = draft_or_back(request, pk)
    if back is not None:
        return back
    place = request.POST.get("place", "")
    _found(draft.definition, place)  # 404 where there is no such part
    shown, upload = shown_version(request.POST), request.FILES.get("file")
    attempt(
        request,
        lambda: change_material(request.actor, pk, shown, key, kind, upload),
        done="文件已保存。" if upload else "文件已拿掉。",
    )
    return redirect(reverse("schemes:part", args=[pk, place]))


def _found(content: Stored, place: str) -> tuple[Path, str, JsonValue]:
    """Path, kind and content of the part at `place`; no content for one that is to be added."""
    if place == BASICS:
        return (), BASICS, content
    try:
        path = path_of(place)
        kind = kind_of(path)
        if is_block(path):
            return path, kind, _inside(content, path)
        if path[-1] == NEW:
            if path[:-2] != ("scoring",):  # its first dimension begins the table
                part_at(content, path[:-2])
            return path, kind, None
        return path, kind, part_at(content, path)
    except NoSuchPart as missing:
        raise Http404 from missing


def _inside(content: Stored, path: Path) -> JsonValue:
    """The amount rule or its part; None where there is none yet."""
    try:
        return part_at(content, path)
    except NoSuchPart:
        return None


def _with(content: Stored, path: Path, made: Stored) -> Stored:
    return {**content, **made} if path == () else with_part(content, path, made)


def _is_right(form: PartForm, sets: list[RowSet]) -> bool:
    """Whether every field holds what it should; a wrong expression is told beside its field, with
    its place in the text."""
    _are_valid(form, sets)
    _check_expression(form, "expression", lambda text: indicator_among(text, form.scheme))
    for one in (one for row_set in sets for one in kept_rows(row_set)):
        _check_expression(one, "when", lambda text: compiled_among(text, form.scheme, Scalar.TRUTH))
    return _are_valid(form, sets)


def _are_valid(form: PartForm, sets: list[RowSet]) -> bool:
    return all([form.is_valid(), *(one.is_valid() for one in sets)])


def _check_expression(form: Form, name: str, read: Callable[[str], object]) -> None:
    text = form.cleaned_data.get(name)
    if not text:
        return
    try:
        read(text)
    except ExpressionError as wrong:
        form.add_error(name, str(wrong))


def _is_saved(request: ActorRequest, row: SchemeVersion, form: PartForm, change: Change) -> bool:
    shown = shown_version(request.POST)
    return attempt(
        request,
        lambda: design_scheme.change_content(request.actor, row.pk, shown, change),
        form=form,
        done=f"{form.noun}已保存。",
    ).is_done
