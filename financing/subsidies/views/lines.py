"""The page of a claim's lines, and what is done to one line."""

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import SubsidyClaim, SubsidyLine, SubsidyUpload
from financing.subsidies.actions import line_files
from financing.subsidies.actions.explain_hit import explain_hit
from financing.subsidies.actions.save_line import line_fields, save_line
from financing.subsidies.actions.withdraw_line import restore_line, withdraw_line
from financing.subsidies.after_sending import after_sending
from financing.subsidies.claims import kinds_asked, may_change, own_claim_of
from financing.subsidies.forms import (
    ExplainForm,
    FilesForm,
    InvoiceFileForm,
    LineForm,
    WorkbookForm,
)
from financing.subsidies.gate import standing_of
from financing.subsidies.line_rules import values_of
from financing.subsidies.money.whereabouts import whereabouts
from financing.subsidies.page import (
    SHOWN,
    chosen,
    finding,
    headings_of,
    rows_of,
    tabs_of,
    totals_of,
)
from financing.subsidies.policies import FILE_READERS
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version, whole_number
from pages.stale import version_to_show
from procedures.models import Application

staff_only = for_duties(Duty.ENTERPRISE_STAFF)
MOST_FINDINGS = 50
WITH_INVOICES = (SubsidyLine.Kind.INVOICE, SubsidyLine.Kind.CONTRACT)
ON_PAPER = (SubsidyLine.Kind.LOAN, SubsidyLine.Kind.INSURANCE)
READ_WITH_IT = ("batch", "scheme_version__scheme", "district", "notice_entry__notice")


@for_duties(*FILE_READERS)
@require_GET
def claim_lines(request: ActorRequest, pk: int) -> HttpResponse:
    """The lines with what was found, the sum as it is now, and what is left to do."""
    claim = claim_for(request, pk)
    return render(request, "financing/subsidies/lines.html", page_context(request, claim))


def page_context(
    request: ActorRequest, claim: SubsidyClaim, forms: Mapping[str, object] | None = None
) -> dict[str, object]:
    """What the page of lines shows; `forms` are those that came back with errors."""
    actor, application = request.actor, claim.application
    found = standing_of(claim)
    rows = rows_of(found)
    show = request.GET.get("show", "all")
    after = whole_number(request.GET.get("after")) or 0
    shown = [row for row in chosen(rows, show) if row.line.number > after]
    kinds = kinds_asked(application)
    upload = SubsidyUpload.objects.visible_to(actor).filter(claim=claim).order_by("-id").first()
    return {
        "application": application,
        "claim": claim,
        "found": found,
        "title": finding(found) if may_change(actor, application) else str(application),
        "rows": shown[:SHOWN],
        "next_after": shown[SHOWN - 1].line.number if len(shown) > SHOWN else None,
        "after": after,
        "tabs": tabs_of(rows),
        "show": show,
        "totals": totals_of(rows),
        "kinds": kinds,
        "heads": headings_of([str(one) for one in kinds]),
        "has_invoices": any(one in WITH_INVOICES for one in kinds),
        "has_photos": any(one not in ON_PAPER for one in kinds),
        "is_open": may_change(actor, application),
        "sending": after_sending(claim, whereabouts(actor, claim)) if actor.is_enterprise else None,
        "upload": upload,
        "upload_findings": upload.findings[:MOST_FINDINGS] if upload else [],
        "explain_form": ExplainForm(),
        "photo_form": FilesForm(initial={"role": "photo"}, auto_id="id_photos_%s"),
        "invoice_form": InvoiceFileForm(auto_id="id_invoice_%s"),
        "workbook_form": WorkbookForm(
            initial={"kind": kinds[0] if kinds else ""}, auto_id="id_workbook_%s"
        ),
        **(forms or {}),
    }


@staff_only
def new_line(request: ActorRequest, pk: int, kind: str) -> HttpResponseBase:
    """Add a line by hand."""
    claim = own_claim(request, pk)
    if kind not in kinds_asked(claim.application):
        raise Http404
    return line_form(request, claim, kind, None)


@staff_only
def line(request: ActorRequest, pk: int, number: int) -> HttpResponseBase:
    """Mend a line."""
    claim = own_claim(request, pk)
    row = SubsidyLine.objects.visible_to(request.actor).get(claim=claim, number=number)
    return line_form(request, claim, row.kind, row)


def line_form(
    request: ActorRequest,
    claim: SubsidyClaim,
    kind: str,
    row: SubsidyLine | None,
    prefilled: Mapping[str, object] | None = None,
    remarks: list[str] | None = None,
    files_form: FilesForm | None = None,
) -> HttpResponseBase:
    """The form of a line; `prefilled` is what was read from an electronic invoice, `files_form`
    what was refused of files for it."""
    fields = line_fields(claim, kind)
    initial = dict(prefilled or {}) or (values_of(row, fields) if row else {})
    is_sent = request.method == "POST" and prefilled is None and files_form is None
    typed = request.POST if is_sent else None
    form = LineForm(kind, fields, typed, initial=initial)
    if typed is not None:
        saved = attempt(
            request,
            lambda: save_line(
                request.actor,
                claim.application_id,
                kind,
                form.values(),
                number=row.number if row else None,
                version=shown_version(request.POST) if row else None,
            ),
            form=form,
            done=lambda made: f"已保存第 {made.number} 行。",
        )
        if saved:
            value = saved.value
            if value is not None and "again" in request.POST:
                return redirect("financing:claim_line_new", claim.application_id, kind)
            return _back(claim.application_id, value.number if value else None)
    context = {
        "application": claim.application,
        "row": row,
        "kind": SubsidyLine.Kind(kind),
        "form": form,
        "version": version_to_show(request, row, form) if is_sent else row.version if row else 0,
        "remarks": remarks or [],
        "is_read": prefilled is not None,
        "files": row.files.filter(removed_at=None).select_related("attachment") if row else [],
        "files_form": files_form or FilesForm(auto_id="id_files_%s"),
    }
    wrong = [form] if files_form is None else [files_form]
    return page_with_form(request, "financing/subsidies/line.html", context, *wrong)


@staff_only
@require_POST
def withdraw(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    version = shown_version(request.POST)
    attempt(
        request,
        lambda: withdraw_line(request.actor, pk, number, version),
        done=f"已撤下第 {number} 行，行号保留，可以恢复。",
    )
    return _back(pk, number)


@staff_only
@require_POST
def restore(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    version = shown_version(request.POST)
    attempt(
        request,
        lambda: restore_line(request.actor, pk, number, version),
        done=f"已恢复第 {number} 行。",
    )
    return _back(pk, number)


@staff_only
@require_POST
def explain(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """Say what is to be said to a finding."""
    claim = own_claim(request, pk)
    form = ExplainForm(request.POST)
    said = attempt(
        request,
        lambda: explain_hit(
            request.actor, pk, number, form.cleaned_data["key"], form.cleaned_data["text"]
        ),
        form=form,
        done="说明已保存，区市审核时会看到。",
    )
    if said:
        return _back(pk, number)
    return _again(request, claim, {"explain_form": form, "explain_at": number}, form)


@staff_only
@require_POST
def files(request: ActorRequest, pk: int, number: int) -> HttpResponseBase:
    """Tie files to a line."""
    claim = own_claim(request, pk)
    row = SubsidyLine.objects.visible_to(request.actor).get(claim=claim, number=number)
    form = FilesForm(request.POST, request.FILES, auto_id="id_files_%s")
    added = attempt(
        request,
        lambda: line_files.add_files(
            request.actor, pk, number, form.cleaned_data["role"], form.cleaned_data["uploads"]
        ),
        form=form,
        done=lambda count: f"第 {number} 行已加 {count} 个文件。",
    )
    if added:
        return _back(pk, number)
    return line_form(request, claim, row.kind, row, files_form=form)


@staff_only
@require_POST
def photos(request: ActorRequest, pk: int) -> HttpResponse:
    """Tie several files at once, each to the line whose number its name begins with."""
    claim = own_claim(request, pk)
    form = FilesForm(request.POST, request.FILES, auto_id="id_photos_%s")
    added = attempt(
        request,
        lambda: line_files.add_by_name(
            request.actor, pk, form.cleaned_data["role"], form.cleaned_data["uploads"]
        ),
        form=form,
        done=lambda count: f"已按行号放好 {count} 个文件。",
    )
    if added:
        return _back(pk)
    return _again(request, claim, {"photo_form": form}, form)


@staff_only
@require_POST
def remove_file(request: ActorRequest, pk: int, number: int, attachment: uuid.UUID) -> HttpResponse:
    attempt(
        request,
        lambda: line_files.remove_file(request.actor, pk, number, attachment),
        done="已删除文件。",
    )
    return _back(pk, number)


def claim_for(request: ActorRequest, pk: int) -> SubsidyClaim:
    """The claim of the case `pk` as its reader may see it; 404 for what is none."""
    cases = Application.objects.visible_to(request.actor)
    application = cases.select_related(*READ_WITH_IT).get(pk=pk)
    if not application.scheme_version.parsed.is_subsidy:
        raise Http404
    claim = own_claim_of(request.actor, application)
    claim.application = application
    return claim


def own_claim(request: ActorRequest, pk: int) -> SubsidyClaim:
    """The same of the reader's own enterprise, while it may be changed; 404 afterwards."""
    claim = claim_for(request, pk)
    if not may_change(request.actor, claim.application):
        raise Http404
    return claim


def _again(
    request: ActorRequest, claim: SubsidyClaim, forms: Mapping[str, object], *wrong: object
) -> HttpResponse:
    context = page_context(request, claim, forms)
    return render(request, "financing/subsidies/lines.html", context, status=422)


def _back(pk: int, number: int | None = None) -> HttpResponse:
    place = f"#line-{number}" if number else ""
    return redirect(reverse("financing:claim_lines", args=[pk]) + place)
