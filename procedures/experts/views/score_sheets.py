"""An expert's sheet: marking one, handing it in, standing aside."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.views.access import for_duties
from accounts.views.home import home_of
from documents.models import Attachment
from documents.views.download import served
from procedures.experts.actions.score_sheet import (
    hand_in,
    recuse_if_conflicted,
    save_mark,
    stand_aside,
)
from procedures.experts.forms import SheetForm
from procedures.experts.lists import OwnSheets
from procedures.experts.panels.blind_paper import files_of
from procedures.experts.panels.marks import total_so_far
from procedures.models import ScoreSheet

CONFLICTED = "经核对，您与 {code} 的企业有利害关系，已自动回避，将另行抽取专家。"
expert_only = for_duties(Duty.EXPERT)


@home_of(Duty.EXPERT)
def desk(request: ActorRequest) -> HttpResponseBase:
    """The expert's home: their sheets."""
    return OwnSheets(request).answer()


@expert_only
@require_GET
def sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """One case to be judged: the blind paper, and the marks that save themselves."""
    row = _own(request, pk)
    if recuse_if_conflicted(request.actor, pk):
        return _taken_back(request, row)
    return _sheet_page(request, row, {})


def _taken_back(request: ActorRequest, row: ScoreSheet) -> HttpResponse:
    messages.warning(request, CONFLICTED.format(code=row.code))
    return redirect("procedures:reviews")


def _sheet_page(
    request: ActorRequest, row: ScoreSheet, problems: dict[str, str], reason: str = ""
) -> HttpResponse:
    form = SheetForm(row, problems)
    mine = ScoreSheet.objects.visible_to(request.actor).open()
    context: dict[str, object] = {
        "sheet": row,
        "form": form,
        "problems": problems,
        "to_mend": [
            (key, form.fields[key].label if key in form.fields else "回避", text)
            for key, text in problems.items()
        ],
        "so_far": total_so_far(row),
        "hides_files": row.paper.get("hides_files", False),
        "reason": reason,
        "following": mine.exclude(pk=row.pk).order_by("due_on", "code").first(),
        "is_open": row.state == ScoreSheet.State.OPEN,
    }
    status = 422 if problems else 200
    return render(request, "procedures/experts/sheet.html", context, status=status)


@expert_only
@require_POST
def autosave(request: ActorRequest, pk: int) -> JsonResponse:
    """Keep one field; the answer says when, and what will not do yet."""
    name = request.POST.get("name", "")
    try:
        saved = save_mark(
            request.actor,
            pk,
            name,
            request.POST.get("value", ""),
        )
    except RuleViolation as refusal:
        return JsonResponse({"errors": {name: [str(refusal)]}}, status=403)
    errors = {name: [saved.problem]} if saved.problem else {}
    return JsonResponse(
        {
            "saved_at": saved.at.isoformat(),
            "revision": saved.revision,
            "errors": errors,
            "told": {"so-far": saved.so_far},
        }
    )


@expert_only
@require_POST
def submit(request: ActorRequest, pk: int) -> HttpResponse:
    """Hand the sheet in."""
    row = _own(request, pk)
    try:
        row = hand_in(request.actor, pk)
    except RuleViolation as refusal:
        if row.state != ScoreSheet.State.OPEN:
            messages.info(request, str(refusal))
            return redirect("procedures:review_sheet", pk)
        return _sheet_page(request, row, refusal.errors)
    if row.state == ScoreSheet.State.RECUSED:
        return _taken_back(request, row)
    messages.success(request, f"{row.code} 已提交，总分 {row.total} 分。")
    return redirect("procedures:reviews")


@expert_only
@require_POST
def recuse(request: ActorRequest, pk: int) -> HttpResponse:
    """Stand aside from a case."""
    row = _own(request, pk)
    reason = request.POST.get("reason", "")
    try:
        stand_aside(request.actor, pk, reason)
    except RuleViolation as refusal:
        if row.state != ScoreSheet.State.OPEN:
            messages.info(request, str(refusal))
            return redirect("procedures:reviews")
        return _sheet_page(request, row, refusal.errors, reason)
    messages.success(request, f"{row.code} 已回避，将另行抽取专家。")
    return redirect("procedures:reviews")


@expert_only
@require_GET
def file(request: ActorRequest, pk: int, attachment: uuid.UUID) -> HttpResponse | FileResponse:
    """A file that the scheme lets experts read, under a name that tells nothing."""
    row = _own(request, pk)
    if recuse_if_conflicted(request.actor, pk):
        raise Http404
    label = files_of(row.paper).get(str(attachment))
    if label is None:
        raise Http404
    with system_scope(reason="show an expert a file of the paper"):
        found = Attachment.objects.get(pk=attachment)
        extension = found.name.rpartition(".")[2].lower()
        name = f"{row.code} {label}.{extension}"
        return served(request, found, name=name, read_as="附件（专家评审）")


def _own(request: ActorRequest, pk: int) -> ScoreSheet:
    rows = ScoreSheet.objects.visible_to(request.actor)
    return get_object_or_404(rows, pk=pk)
