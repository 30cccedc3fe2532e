"""The enterprise's side: filling in, submitting."""

import uuid
from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import Membership
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from documents.pdf.glyphs import texts_in, warnings_about
from enterprises.figures import MOST_PRODUCTS
from enterprises.models import Product
from pages.acts import attempt
from pages.request_values import whole_number
from procedures.cases.actions import save_draft
from procedures.cases.actions.save_answer import ChangedMeanwhile, save_answer
from procedures.cases.actions.start_application import start_application
from procedures.cases.actions.take_product import questions_of_a_product, take_product
from procedures.cases.applicant.returned_points import returned_points
from procedures.cases.changes import CaseInput
from procedures.cases.difference import shown_answer
from procedures.cases.doubts import doubt_problems, judged_draft, questions_to_doubt
from procedures.cases.explanations import PREFIX, holding
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import part_of
from procedures.cases.revisions import ChangedAnswer, changed_elsewhere, current_revision
from procedures.cases.running import names_to_file
from procedures.cases.submission import answer_problems, wrong_answers
from procedures.models import Application
from procedures.models.application import State
from schemes.answers import stored_as_typed
from schemes.definition.form import FieldKind
from schemes.definition.scheme import SchemeDefinition
from schemes.designer.difference import Change, differences_of_versions
from schemes.questions import Doubt, parts_of

staff_only = for_duties(Duty.ENTERPRISE_STAFF)
# What became of an upload is told beside its field, to which the page jumps: a message on top of
# the page would be out of sight.
UPLOAD_ANSWER = "upload_answer"


@staff_only
@require_POST
def start(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Start a filing, or go on with the draft; `again` names the case that is filed once more."""
    again = whole_number(request.POST.get("again", ""))
    if again and not Application.objects.visible_to(request.actor).filter(pk=again).exists():
        raise Http404
    act = partial(start_application, request.actor, batch_id, again=again)
    started = attempt(request, act).value
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
    evaluation, doubts = judged_draft(application)
    files = list(application.files.filter(removed_at=None).select_related("attachment"))
    marks = {
        item.field: f"{item.get_kind_display()}：{item.text}"
        for item in application.return_items.filter(resolved_at=None).exclude(returned_at=None)
    }
    return {
        "application": application,
        "definition": definition,
        "unprintable": warnings_about(texts_in(application.answers)),
        "sections": parts_of(
            application.scheme_version,
            application.answers,
            problems=shown,
            marks=marks,
            doubts=_doubts_shown(application, doubts, problems),
            files=files,
        ),
        "marks": marks,
        "problems": _named(definition, problems),
        "opinion": _opinion_of_return(application),
        "points": returned_points(application) if application.state == State.RETURNED else [],
        "corrections": _corrections(application),
        "revision": current_revision(application),
        "evaluation": evaluation,
        "panel": part.on_the_form(actor, application) if (part := part_of(application)) else None,
        **_products(actor, application),
        "colleagues": Membership.objects.filter(
            organisation_id=actor.organisation_id, is_active=True
        )
        .exclude(pk=actor.membership_id)
        .select_related("user"),
    }


def _doubts_shown(
    application: Application, doubts: Mapping[str, str], problems: Mapping[str, str]
) -> dict[str, Doubt]:
    """What stands beside each question that may be doubted."""
    explained = holding(application, doubts)
    return {
        key: Doubt(
            doubts.get(key, ""),
            explained[key]["reason"] if key in explained else "",
            problems.get(f"{PREFIX}{key}", ""),
        )
        for key in questions_to_doubt(application.scheme_version.parsed)
    }


def _products(actor: Actor, application: Application) -> dict[str, object]:
    """The registered products that the form may take its answers from, and the names of those that
    no other case is under way for."""
    version, organisation_id = application.scheme_version, actor.organisation_id
    if not questions_of_a_product(version.parsed):
        return {"products": []}
    products = list(Product.objects.filter(organisation_id=organisation_id)[:MOST_PRODUCTS])
    names = {one.name for one in products}
    free = names_to_file(version, organisation_id, names, but=application.pk)
    return {"products": products, "names_to_file": free if application.renews_id is None else names}


@staff_only
@require_POST
def autosave(request: ActorRequest, pk: int) -> JsonResponse:
    """Save one field; the answer says when, under which revision, what will not do yet, and what
    was saved elsewhere since."""
    key = request.POST.get("name", "")
    try:
        saved = save_answer(
            request.actor,
            pk,
            key,
            request.POST.getlist("value"),
            whole_number(request.POST.get("revision")) or 0,
            request.POST.get("page", "")[:40],
        )
    except ChangedMeanwhile as conflict:
        body = {**_theirs(conflict.theirs), "revision": conflict.revision}
        return JsonResponse(body, status=409)
    except RuleViolation as refusal:
        return JsonResponse({"errors": {key: [str(refusal)]}}, status=403)
    return JsonResponse(
        {
            "saved_at": saved.at.isoformat(),
            "revision": saved.revision,
            "errors": {key: [saved.problem]} if saved.problem else {},
            **_doubts_told(request, pk, key),
            "elsewhere": [_theirs(one) for one in saved.elsewhere],
        }
    )


def _doubts_told(request: ActorRequest, pk: int, key: str) -> dict[str, object]:
    """What the places of doubts say now that the answer to `key` has changed, and the fields whose
    reason counts no more."""
    application = _own(request, pk)
    asked = questions_to_doubt(application.scheme_version.parsed)
    if key not in asked:
        return {}
    _, doubts = judged_draft(application)
    explained = holding(application, doubts)
    return {
        "told": {f"doubt-{one}": doubts.get(one, "") for one in sorted(asked)},
        "emptied": [f"{PREFIX}{one}" for one in sorted(asked) if one not in explained],
    }


def _theirs(changed: ChangedAnswer) -> dict[str, object]:
    """An answer that was saved elsewhere, as the page puts it into its field and says it."""
    field = None if changed.is_file else changed.field
    return {
        "name": changed.key,
        "by": changed.by,
        "is_file": changed.is_file,
        "values": stored_as_typed(field, changed.value) if field else [],
        "shown": shown_answer(field, changed.value) if field else "",
    }


@staff_only
@require_POST
def take(request: ActorRequest, pk: int) -> HttpResponse:
    """Take what is registered of one product into the form."""
    product = whole_number(request.POST.get("product")) or 0
    attempt(
        request,
        lambda: take_product(request.actor, pk, product),
        done="已带入登记的产品信息，请核对，并补充登记里没有的内容。",
    )
    return redirect(_fill_url(pk))


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
    given = CaseInput(
        declared=bool(request.POST.get("declared")),
        untouched_confirmed=bool(request.POST.get("untouched_ok")),
        revision=whole_number(request.POST.get("revision")) or 0,
    )
    name = "resubmit" if application.state == State.RETURNED else "submit"
    try:
        MACHINE.execute_locked(actor, application, name, given)
    except RuleViolation as refused:
        return _not_submitted(request, application, given, refused)
    messages.success(request, "已提交，我们会在每一步通知您。")
    return redirect("procedures:case", pk)


def _not_submitted(
    request: ActorRequest, application: Application, given: CaseInput, refused: RuleViolation
) -> HttpResponse:
    """The form with all that keeps it from being submitted, each at its place."""
    incomplete = answer_problems(application) | doubt_problems(application)
    named = {key: text for key, text in refused.errors.items() if key in ("declared", "untouched")}
    changed = changed_elsewhere(request.actor, application, given.revision or 0)
    context = {
        **fill_context(request.actor, application, incomplete | named),
        "elsewhere": [_difference(request, one) for one in changed],
        # What is incomplete is listed already.
        "refused": "" if incomplete else refused.errors.get("", ""),
    }
    return render(request, "procedures/fill.html", context, status=409 if changed else 422)


def _difference(request: ActorRequest, changed: ChangedAnswer) -> dict[str, object]:
    """What the page that was sent had in a field, and what is saved there now."""
    field = changed.field
    told: dict[str, object] = {"changed": changed, "label": field.label if field else ""}
    if field is None or changed.is_file:
        return told
    typed = request.POST.getlist(changed.key)
    return {
        **told,
        "typed": shown_answer(field, typed if field.kind == FieldKind.CHOICES else "".join(typed)),
        "now": shown_answer(field, changed.value),
    }


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
