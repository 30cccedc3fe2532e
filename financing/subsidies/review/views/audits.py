"""Audits: assigned by the city, done by the firm on pages of its own."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.views.access import for_duties
from accounts.views.home import home_of
from audit.trail import record_read
from documents.models import Attachment
from documents.views.download import served
from financing.firm_scope import READS_WHILE
from financing.models import AuditAssignment, ReviewStage, SubsidyClaim
from financing.subsidies.review.actions.assign_audit import assign_audit, file_audit, firms
from financing.subsidies.review.actions.decide_line import accept_the_rest, decide_line
from financing.subsidies.review.audit_list import AuditList
from financing.subsidies.review.audit_machine import MACHINE, AuditInput
from financing.subsidies.review.evidence import evidence_of
from financing.subsidies.review.forms import AssignForm, LineForm, ReportForm
from financing.subsidies.review.lines import line_rows, totals_of
from financing.subsidies.review.sums import compared
from financing.subsidies.review.views.review_page import shown_lines
from financing.subsidies.review.views.reviewing import back_to, claim_of, review_page
from pages.acts import attempt
from pages.request_values import shown_version
from procedures.cases.due import time_left

firm_only = for_duties(Duty.AUDIT_FIRM_STAFF)
city_only = for_duties(Duty.CITY_OFFICER)
BY_FIRM, BY_CITY = ("declare", "decline"), ("send_back", "withdraw")


@city_only
@require_POST
def assign(request: ActorRequest, pk: int) -> HttpResponse:
    """Give the claim to an audit firm."""
    claim_of(request, pk)
    form = AssignForm(firms(), request.POST)
    if attempt(
        request,
        lambda: assign_audit(
            request.actor, pk, form.cleaned_data["firm"], form.cleaned_data["due_on"]
        ),
        form=form,
        done=lambda row: f"已指派给{row.firm}。",
    ):
        return back_to(pk, "audit")
    return review_page(request, pk, status=422, changes={"assign_form": form})


@city_only
@require_POST
def step(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """The city's acts on an assignment."""
    row = AuditAssignment.objects.visible_to(request.actor).get(pk=pk)
    if name not in BY_CITY:
        raise AuditAssignment.DoesNotExist
    attempt(
        request,
        lambda: MACHINE.execute(
            request.actor,
            pk,
            name,
            AuditInput(request.POST.get("reason", "")),
            expected_version=shown_version(request.POST),
        ),
        done=f"{MACHINE.transitions[name].label}：已办理。",
    )
    return back_to(row.claim_id, "audit")


@home_of(Duty.AUDIT_FIRM_STAFF)
def home(request: ActorRequest) -> HttpResponseBase:
    """The firm's home: its audits."""
    return AuditList(request).answer()


def _own(request: ActorRequest, pk: int) -> AuditAssignment:
    rows = AuditAssignment.objects.visible_to(request.actor).filter(
        firm_id=request.actor.organisation_id
    )
    return get_object_or_404(rows, pk=pk)


@firm_only
@require_GET
def audit(request: ActorRequest, pk: int) -> HttpResponse:
    """One claim as its audit firm works on it."""
    return _page(request, _own(request, pk))


def _page(
    request: ActorRequest, row: AuditAssignment, *, status: int = 200, **changes: object
) -> HttpResponse:
    offers = MACHINE.available(request.actor, row)
    context: dict[str, Any] = {
        "audit": row,
        "paper": row.paper,
        "tone": MACHINE.tone_of(row.state),
        "acts": {one.transition.name: one for one in offers},
        "report_form": ReportForm(),
        "time_left": time_left(row.due_on),
        "events": MACHINE.history(row),
        "may_review": row.state == AuditAssignment.State.WORKING,
        "reads": row.state in READS_WHILE,
        **changes,
    }
    if row.state in READS_WHILE:
        claim = SubsidyClaim.objects.visible_to(request.actor).get(pk=row.claim_id)
        record_read(
            request.actor, "application", claim.application_id, claim.organisation_id,
            f"资金申报（审计）：{row}"[:200], claim.district_id,
        )  # fmt: skip
        rows = line_rows(claim, ReviewStage.AUDITED)
        context |= {
            "claim": claim,
            "totals": totals_of(rows),
            "sum": compared(claim.sums.get("district"), claim.sums.get("audited")),
            **shown_lines(request, rows, changes, claim),
        }
    return render(request, "financing/review/audit.html", context, status=status)


@firm_only
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Declare that there is no interest, or stand aside."""
    row = _own(request, pk)
    if name not in BY_FIRM:
        raise AuditAssignment.DoesNotExist
    given = AuditInput(
        request.POST.get("reason", ""), is_independent=bool(request.POST.get("is_independent"))
    )
    attempt(
        request,
        lambda: MACHINE.execute(
            request.actor, pk, name, given, expected_version=shown_version(request.POST)
        ),
        done="可以开始审计了。" if name == "declare" else "已申请回避。",
    )
    return redirect("financing:audit", row.pk)


@firm_only
@require_POST
def line(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """Decide one line."""
    row, form = _own(request, pk), LineForm(request.POST)
    if attempt(
        request,
        lambda: decide_line(request.actor, row.claim_id, number, form.choice()),
        form=form,
    ):
        return redirect(f"{request.path.split('/lines/')[0]}/#line-{number}")
    return _page(request, row, status=422, refused_line={"number": number, "form": form})


@firm_only
@require_POST
def rest(request: ActorRequest, pk: int) -> HttpResponse:
    """Accept the lines that nobody has looked at."""
    row = _own(request, pk)
    attempt(
        request,
        lambda: accept_the_rest(request.actor, row.claim_id),
        done=lambda number: f"已认可其余 {number} 行。",
    )
    return redirect("financing:audit", pk)


@firm_only
@require_POST
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """File the figures with the report."""
    row, form = _own(request, pk), ReportForm(request.POST, request.FILES)
    actor, version = request.actor, shown_version(request.POST)

    def carry_out() -> AuditAssignment:
        data = form.cleaned_data
        given = AuditInput(conclusion=data["conclusion"], report=data["report"])
        return file_audit(actor, pk, given, expected_version=version)

    if attempt(request, carry_out, form=form, done="已报送市级。"):
        return redirect("financing:audit", pk)
    return _page(request, row, status=422, report_form=form)


@firm_only
@require_GET
def file(request: ActorRequest, pk: int) -> HttpResponse | FileResponse:
    """The report as the firm filed it."""
    row = _own(request, pk)
    if row.report_id is None:
        raise Http404
    with system_scope(reason="show an audit firm its report"):
        return served(request, Attachment.objects.get(pk=row.report_id), read_as="审计报告")


@firm_only
@require_GET
def evidence(request: ActorRequest, pk: int, attachment: UUID) -> HttpResponse | FileResponse:
    """A file that proves a line, while the firm works on the claim."""
    row = _own(request, pk)
    if row.state not in READS_WHILE:
        raise Http404
    claim = SubsidyClaim.objects.visible_to(request.actor).get(pk=row.claim_id)
    files = evidence_of(request.actor, claim).values()
    if attachment not in {one.attachment_id for each in files for one in each.files}:
        raise Http404
    with system_scope(reason="show an audit firm the files of its claim"):
        return served(
            request, Attachment.objects.get(pk=attachment), read_as="资金申报（审计）的附件"
        )
