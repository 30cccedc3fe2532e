"""Texts, schedules and subscriptions of papers."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import add_errors, attempt, page_with_form
from pages.request_values import shown_version, whole_number
from pages.stale import version_to_show
from reports.models import PaperKind, PaperSubscription, PaperTemplate
from reports.papers.actions.save_schedule import save_schedule
from reports.papers.actions.save_texts import problems_in, save_texts
from reports.papers.actions.subscribe import subscribe, unsubscribe
from reports.papers.compose import composed, gathered, names_for, not_printable, values_of
from reports.papers.document import printed_document
from reports.papers.forms import ScheduleForm, SubscriptionForm, TextsForm
from reports.papers.lists import READERS
from reports.papers.periods import last_over
from reports.papers.preview import shown_headings
from reports.papers.schedule import next_issues, schedules
from reports.papers.texts import shown_template


@for_duties(Duty.CITY_OFFICER, Duty.AUDITOR)
@require_GET
def templates(request: ActorRequest) -> HttpResponse:
    """The texts of each kind, with their versions."""
    versions: dict[str, list[PaperTemplate]] = {kind: [] for kind in PaperKind}
    for row in PaperTemplate.objects.select_related("edited_by").order_by("-number"):
        versions[row.kind].append(row)
    kinds = [
        (kind, versions[kind] or [shown_template(kind)], bool(versions[kind])) for kind in PaperKind
    ]
    context = {"kinds": kinds, "is_city": request.actor.is_city}
    return page_with_form(request, "reports/papers/templates.html", context)


@for_duties(Duty.CITY_OFFICER, Duty.AUDITOR)
@require_GET
def template_version(request: ActorRequest, pk: int) -> HttpResponse:
    """A version of a kind's texts as it was."""
    row = get_object_or_404(PaperTemplate.objects.select_related("edited_by"), pk=pk)
    return page_with_form(request, "reports/papers/template_version.html", {"template": row})


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def template_edit(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Change the texts of a kind: looked at with the figures of its last period, then saved."""
    if kind not in PaperKind:
        raise Http404
    template = shown_template(kind)
    posted = request.method == "POST"
    form = TextsForm(template, request.POST) if posted else TextsForm.filled(template)
    number = (whole_number(request.POST.get("number")) or 0) if posted else template.number
    preview = None
    if posted and "preview" in request.POST:
        preview = _preview(kind, form)
    elif posted and attempt(
        request,
        lambda: save_texts(request.actor, kind, number=number, **form.terms()),
        form=form,
        done=lambda row: f"已保存为第 {row.number} 版，以后生成的报告按它写。",
    ):
        return redirect("reports:paper_templates")
    context = {
        "kind": PaperKind(kind),
        "form": form,
        "number": number,
        "names": names_for(kind),
        "preview": preview,
        "template": template,
    }
    return page_with_form(request, "reports/papers/template_edit.html", context, form)


def _preview(kind: str, form: TextsForm) -> dict[str, object] | None:
    """The texts with real figures; None where they cannot be printed, which the form says."""
    if not form.is_valid():
        return None
    terms = form.terms()
    if errors := problems_in(kind, title=terms["title"], headings=terms["headings"]):
        add_errors(form, errors)
        return None
    span = last_over(kind, timezone.localdate())
    try:
        findings = gathered(span)
    except RuleViolation as refusal:
        add_errors(form, refusal.errors)
        return None
    texts = PaperTemplate(kind=kind, **{k: v for k, v in terms.items() if k != "note"})
    if errors := not_printable(texts, values_of(findings)):
        add_errors(form, errors)
        return None
    document = printed_document(
        composed(findings, texts),
        name=span.label,
        issue="第 × 期（预览）",
        dated=timezone.localdate(),
    )
    return {"document": document, "headings": shown_headings(document), "period": span.label}


@for_duties(*READERS)
@require_http_methods(["GET", "POST"])
def subscriptions(request: ActorRequest) -> HttpResponseBase:
    """What the reader has themselves told of; each can be left."""
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        request,
        lambda: subscribe(
            request.actor,
            form.cleaned_data["kind"],
            form=form.cleaned_data["form"],
            by_mail=form.cleaned_data["by_mail"],
        ),
        form=form,
        done=lambda row: f"已订阅{row.get_kind_display()}。",
    ):
        return redirect("reports:paper_subscriptions")
    own = PaperSubscription.objects.filter(recipient_id=request.actor.user_id).order_by("id")
    issues = {one.kind: one for one in next_issues(timezone.now())}
    context = {"form": form, "own": [(row, issues[PaperKind(row.kind)]) for row in own]}
    return page_with_form(request, "reports/papers/subscriptions.html", context, form)


@for_duties(*READERS)
@require_POST
def leave(request: ActorRequest, kind: str) -> HttpResponse:
    """Leave a subscription."""
    if kind not in PaperKind:
        raise Http404
    attempt(request, lambda: unsubscribe(request.actor, kind), done="已退订。")
    return redirect("reports:paper_subscriptions")


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def schedule_edit(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Set when papers of a kind are made."""
    if kind not in PaperKind:
        raise Http404
    row = schedules()[kind]
    form = ScheduleForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and attempt(
        request,
        lambda: save_schedule(
            request.actor,
            kind,
            is_on=form.cleaned_data["is_on"],
            hour=form.cleaned_data["hour"],
            version=shown_version(request.POST),
        ),
        form=form,
        done="排期已保存。",
    ):
        return redirect("reports:papers")
    context = {
        "kind": PaperKind(kind),
        "form": form,
        "version": version_to_show(request, schedules()[kind], form),
    }
    return page_with_form(request, "reports/papers/schedule.html", context, form)
