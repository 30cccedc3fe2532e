"""A paper's page, its files, and the acts on it."""

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.models import Paper, PaperForm
from reports.papers.actions.edit_paper import edit_paper
from reports.papers.actions.issue_paper import (
    archive_paper,
    check_paper,
    issue_paper,
    reopen_paper,
    withdraw_paper,
)
from reports.papers.actions.make_files import remake_files
from reports.papers.actions.make_paper import make_again, order_paper
from reports.papers.actions.open_paper import note_opened
from reports.papers.document import document_of
from reports.papers.files.making import CONTENT_TYPES
from reports.papers.forms import CheckForm, EditForm, IssueForm, OrderForm, ReasonForm
from reports.papers.lifecycle import MACHINE
from reports.papers.lists import READERS
from reports.papers.periods import Span
from reports.papers.preview import shown_headings


def _paper(request: ActorRequest, pk: int) -> Paper:
    rows = Paper.objects.visible_to(request.actor).select_related("template")
    return get_object_or_404(rows, pk=pk)


@for_duties(*READERS)
@require_GET
def paper(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The paper as it is printed, with its files; for the city its log and its life, too."""
    row = _paper(request, pk)
    note_opened(request.actor, row)
    return page_with_form(request, "reports/papers/paper.html", _context(request, row))


def _context(request: ActorRequest, row: Paper) -> dict[str, object]:
    document = document_of(row)
    files = {one.form: one for one in row.files.all()}
    context: dict[str, object] = {
        "paper": row,
        "document": document,
        "headings": shown_headings(document),
        "period": Span(row.kind, row.first_day, row.last_day).label,
        "tone": MACHINE.tone_of(row.state),
        "files": [(form, files.get(form)) for form in PaperForm],
        "is_city": request.actor.is_city,
    }
    if request.actor.is_city:
        available = {one.transition.name: one for one in MACHINE.available(request.actor, row)}
        context |= {
            "available": available,
            "log": row.log.order_by("id"),
            "recipients": row.recipients.select_related("recipient").order_by(
                "organisation_name", "id"
            ),
            "history": MACHINE.history(row),
            "check_form": CheckForm(auto_id="check_%s"),
            "reopen_form": ReasonForm(auto_id="reopen_%s"),
            "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
            "again_form": ReasonForm(auto_id="again_%s"),
            "others": Paper.objects.of_period(row.kind, row.first_day, row.last_day)
            .exclude(pk=row.pk)
            .defer("data")
            .order_by("revision"),
        }
    return context


@for_duties(*READERS)
@require_GET
def paper_file(request: ActorRequest, pk: int, form: str) -> FileResponse:
    """A file of the paper."""
    row = _paper(request, pk)
    made = row.files.filter(form=form).first() if form in PaperForm else None
    if made is None:
        raise Http404
    note_opened(request.actor, row)
    response = FileResponse(
        storages["attachments"].open(made.storage_key),
        as_attachment=True,
        filename=f"{document_of(row).name}.{form}",
        content_type=CONTENT_TYPES[PaperForm(form)],
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def order(request: ActorRequest) -> HttpResponseBase:
    """Let the paper of any period be made now."""
    form = OrderForm(request.POST or None) if request.method == "POST" else OrderForm()
    if request.method == "POST":
        job = attempt(request, lambda: order_paper(request.actor, form.span), form=form).value
        if job is not None:
            return redirect("people:job", job.pk)
    return page_with_form(request, "reports/papers/order.html", {"form": form}, form)


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Add a title and remarks to a draft."""
    row = _paper(request, pk)
    if row.state != Paper.State.DRAFT:
        messages.info(request, f"报告{row.get_state_display()}，不能再改。已核的可以先退回草稿。")
        return redirect("reports:paper", pk)
    form = EditForm(row, request.POST) if request.method == "POST" else EditForm.filled(row)
    if request.method == "POST" and attempt(
        request,
        lambda: edit_paper(
            request.actor,
            pk,
            own_title=form.cleaned_data["own_title"],
            remarks=form.remarks,
            version=shown_version(request.POST),
        ),
        form=form,
        done="已保存，文件已重新生成。",
    ):
        return redirect("reports:paper", pk)
    context = {"paper": row, "form": form, "version": version_to_show(request, row, form)}
    return page_with_form(request, "reports/papers/edit.html", context, form)


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Choose to whom a checked paper goes, and issue it."""
    row = _paper(request, pk)
    form = IssueForm(request.POST) if request.method == "POST" else IssueForm.to_all()
    if request.method == "POST" and attempt(
        request,
        lambda: issue_paper(
            request.actor,
            pk,
            district_ids=form.district_ids,
            by_mail=form.cleaned_data["by_mail"],
            version=shown_version(request.POST),
        ),
        form=form,
        done="已印发，收件人会收到通知。",
    ):
        return redirect("reports:paper", pk)
    context = {
        "paper": row,
        "form": form,
        "version": version_to_show(request, row, form),
        "obstacles": MACHINE.obstacles(request.actor, row, "issue"),
    }
    return page_with_form(request, "reports/papers/issue.html", context, form)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """A step of the paper's life, from its page."""
    _paper(request, pk)
    actor, version = request.actor, shown_version(request.POST)
    reason = request.POST.get("reason", "").strip()[:500]
    accept_failed = bool(request.POST.get("accept_failed"))
    acts = {
        "check": (
            lambda: check_paper(actor, pk, version=version, accept_failed=accept_failed),
            "已核定，可以印发。",
        ),
        "reopen": (lambda: reopen_paper(actor, pk, reason, version=version), "已退回草稿。"),
        "withdraw": (
            lambda: withdraw_paper(actor, pk, reason, version=version),
            "已撤回，这一期间可以重新生成。",
        ),
        "archive": (lambda: archive_paper(actor, pk, version=version), "已归档。"),
        "files": (lambda: remake_files(actor, pk), "文件已重新生成，结果见生成记录。"),
    }
    if name not in acts:
        raise Http404
    carry_out, done = acts[name]
    attempt(request, carry_out, done=done)
    return redirect("reports:paper", pk)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def again(request: ActorRequest, pk: int) -> HttpResponse:
    """Withdraw a draft and write its period again."""
    _paper(request, pk)
    reason = request.POST.get("reason", "").strip()[:500]
    version = shown_version(request.POST)
    job = attempt(request, lambda: make_again(request.actor, pk, reason, version=version)).value
    return redirect("people:job", job.pk) if job else redirect("reports:paper", pk)
