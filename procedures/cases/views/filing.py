"""The enterprise's side: filling in, submitting."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import Membership
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from pages.acts import attempt
from pages.request_values import whole_number
from procedures.cases.actions import save_draft
from procedures.cases.actions.save_answer import ColleagueChanged, current_revision, save_answer
from procedures.cases.actions.start_application import start_application
from procedures.cases.lifecycle import MACHINE
from procedures.cases.submission import (
    answer_problems,
    evaluate_application,
    untouched_returns,
    wrong_answers,
)
from procedures.models import Application
from procedures.models.application import State
from schemes.definition.scheme import SchemeDefinition
from schemes.designer.difference import Change, differences_of_versions
from schemes.questions import parts_of

staff_only = for_duties(Duty.ENTERPRISE_STAFF)
# What became of an upload is told beside its field, to which the page jumps: a message on top of
# the page would be out of sight.
UPLOAD_ANSWER = "upload_answer"


def decorate(request: ActorRequest, rows: Any) -> Any:
    """Give each case its label and tone for the reader."""
    for row in rows:
        row.state_label = MACHINE.label_for(request.actor, row.state)
        row.state_tone = MACHINE.tone_of(row.state)
    return rows


@staff_only
@require_POST
def start(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Start a filing, or go on with the draft."""
    started = attempt(request, lambda: start_application(request.actor, batch_id)).value
    if started is None:
        return redirect("procedures:own")
    application, is_new = started
    if not is_new:
        messages.info(request, "您在本批次已有草稿，已为您打开。")
    return redirect("procedures:fill", application.pk)


@staff_only
def fill(request: ActorRequest, pk: int) -> HttpResponse:
    """The form of a draft or of a case handed back; each field saves itself."""
    actor = request.actor
    application = _own(request, pk)
    if not application.is_editable:
        return redirect("procedures:case", pk)
    context = fill_context(actor, application, {})
    said = request.session.get(UPLOAD_ANSWER)
    if said and said[0] == pk:
        del request.session[UPLOAD_ANSWER]
        context["upload_answer"] = {"key": said[1], "tone": said[2], "text": said[3]}
    return render(request, "procedures/fill.html", context)


def _named(definition: SchemeDefinition, problems: dict[str, str]) -> dict[str, str]:
    """The problems as a list above the form says them: each with the name of its field."""
    named = {}
    for key, text in problems.items():
        field = definition.field(key)
        named[key] = text if field is None or field.label in text else f"{field.label}：{text}"
    return named


def _opinion_of_return(application: Application) -> str:
    """What the reviewer wrote over the whole when the case was handed back; "" otherwise."""
    if application.state != State.RETURNED:
        return ""
    event = application.events.filter(target=State.RETURNED).order_by("-id").first()
    return event.reason if event else ""


def _corrections(application: Application) -> list[Change]:
    """How the requirements have changed since the draft was begun."""
    if application.state != State.DRAFT or application.begun_under is None:
        return []
    return differences_of_versions(application.begun_under, application.scheme_version)


def fill_context(
    actor: Actor, application: Application, problems: dict[str, str]
) -> dict[str, object]:
    """What the form of a draft shows, with the `problems` of a submission beside their fields."""
    definition = application.scheme_version.parsed
    shown = {**wrong_answers(application), **problems}
    files = list(application.files.filter(removed_at=None).select_related("attachment"))
    marks = {
        item.field: f"{item.get_kind_display()}：{item.text}"
        for item in application.return_items.filter(resolved_at=None).exclude(returned_at=None)
    }
    return {
        "application": application,
        "definition": definition,
        "sections": parts_of(
            definition, application.answers, problems=shown, marks=marks, files=files
        ),
        "marks": marks,
        "problems": _named(definition, problems),
        "opinion": _opinion_of_return(application),
        "corrections": _corrections(application),
        "revision": current_revision(application),
        "evaluation": evaluate_application(application),
        "colleagues": Membership.objects.filter(
            organisation_id=actor.organisation_id, is_active=True
        )
        .exclude(pk=actor.membership_id)
        .select_related("user"),
    }


@staff_only
@require_POST
def autosave(request: ActorRequest, pk: int) -> JsonResponse:
    """Save one field; the answer says when, under which revision, and what will not do yet."""
    key = request.POST.get("name", "")
    try:
        saved = save_answer(
            request.actor,
            pk,
            key,
            request.POST.getlist("value"),
            whole_number(request.POST.get("revision")) or 0,
        )
    except ColleagueChanged as conflict:
        body = {"value": conflict.value, "by": conflict.by, "revision": conflict.revision}
        return JsonResponse(body, status=409)
    except RuleViolation as refusal:
        return JsonResponse({"errors": {key: [str(refusal)]}}, status=403)
    errors = {key: [saved.problem]} if saved.problem else {}
    return JsonResponse(
        {"saved_at": saved.at.isoformat(), "revision": saved.revision, "errors": errors}
    )


@staff_only
@require_POST
def upload(request: ActorRequest, pk: int) -> HttpResponse:
    """Add a file to a question."""
    key = request.POST.get("field", "")
    chosen = request.FILES.get("file")
    try:
        if chosen is None:
            raise RuleViolation("请先选择文件。")
        save_draft.attach_file(request.actor, pk, key, chosen)
    except RuleViolation as refusal:
        request.session[UPLOAD_ANSWER] = [pk, key, "bad", f"没有上传：{refusal}"]
    else:
        request.session[UPLOAD_ANSWER] = [pk, key, "ok", f"已上传“{chosen.name}”。"]
    return redirect(f"{_fill_url(pk)}#files-{key}")


@staff_only
@require_POST
def remove_file(request: ActorRequest, pk: int, attachment: uuid.UUID) -> HttpResponse:
    attempt(
        request,
        lambda: save_draft.detach_file(request.actor, pk, attachment),
        done="已删除文件。",
    )
    return redirect(_fill_url(pk))


@staff_only
@require_POST
def submit(request: ActorRequest, pk: int) -> HttpResponse:
    """Submit a draft, or a case that was handed back, with the signed declaration."""
    actor = request.actor
    application = MACHINE.locked(actor, pk)
    if not application.is_editable:
        messages.info(request, "这件申报已经提交。")
        return redirect("procedures:case", pk)
    problems = answer_problems(application)
    if not request.POST.get("declared"):
        problems["declared"] = "请阅读并勾选真实性承诺。"
    if application.state == State.RETURNED and not request.POST.get("untouched_ok"):
        untouched = untouched_returns(application)
        if untouched:
            said = "、".join(untouched)
            problems["untouched"] = f"退回的“{said}”还没有修改，请修改，或勾选确认无需修改。"
    if problems:
        context = fill_context(actor, application, problems)
        return render(request, "procedures/fill.html", context, status=422)
    name = "resubmit" if application.state == State.RETURNED else "submit"
    done = attempt(
        request,
        lambda: MACHINE.execute_locked(actor, application, name),
        done="已提交，我们会在每一步通知您。",
    ).is_done
    return redirect("procedures:case" if done else "procedures:fill", pk)


@staff_only
@require_POST
def delete(request: ActorRequest, pk: int) -> HttpResponse:
    attempt(
        request,
        lambda: save_draft.delete_draft(request.actor, pk),
        done="草稿已删除，可以在“我的申报”里恢复。",
    )
    return redirect("procedures:own")


@staff_only
@require_POST
def restore(request: ActorRequest, pk: int) -> HttpResponse:
    attempt(request, lambda: save_draft.restore_draft(request.actor, pk), done="草稿已恢复。")
    return redirect("procedures:own")


@staff_only
@require_POST
def share(request: ActorRequest, pk: int) -> HttpResponse:
    colleague = save_draft.share_draft(
        request.actor,
        pk,
        whole_number(request.POST.get("membership")) or 0,
    )
    messages.success(request, f"已通知{colleague.user}一起填写。")
    return redirect("procedures:fill", pk)


def _own(request: ActorRequest, pk: int) -> Application:
    actor = request.actor
    return (
        Application.objects.visible_to(actor)
        .filter(organisation_id=actor.organisation_id)
        .select_related("batch", "scheme_version__scheme")
        .get(pk=pk)
    )


def _fill_url(pk: int) -> str:
    return reverse("procedures:fill", args=[pk])
