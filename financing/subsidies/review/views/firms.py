"""Audit firms: registered by the city, seen, ended and taken up again."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty, OrganisationKind
from accounts.models import Organisation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.subsidies.review.actions.keep_firms import (
    end_firm,
    invite_firm_again,
    register_firm,
    resume_firm,
)
from financing.subsidies.review.firms import ASSIGNMENTS, INVITATIONS, facts_of_firm
from financing.subsidies.review.forms import EndFirmForm, FirmForm, ResumeFirmForm
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html
from people.first_people import PEOPLE

city_only = for_duties(Duty.CITY_OFFICER)


@city_only
def register(request: ActorRequest) -> HttpResponse:
    """Register a firm and invite its first person."""
    form = FirmForm(request.POST or None)
    if request.method == "POST":
        made = attempt(
            request,
            lambda: register_firm(request.actor, **form.cleaned_data),
            form=form,
            done=lambda made: f"已登记{made.name}，邀请已发到 {form.cleaned_data['email']}。",
        )
        if made.value:
            return redirect("financing:audit_firm", made.value.pk)
    return page_with_form(request, "financing/review/firm_new.html", {"form": form}, form)


@city_only
@require_GET
def firm(request: ActorRequest, pk: int) -> HttpResponse:
    """Its people and invitations, its assignments, and whether it is engaged."""
    return _page(request, pk)


def _page(request: ActorRequest, pk: int, form: Form | None = None) -> HttpResponse:
    row = Organisation.objects.get(pk=pk, kind=OrganisationKind.AUDIT_FIRM)
    facts = facts_of_firm(row)
    shown = form or (EndFirmForm() if row.is_active else ResumeFirmForm())
    context = {
        "firm": row,
        "facts": facts,
        "people": table_html(PEOPLE, facts.people) if facts.people else "",
        "invitations": table_html(INVITATIONS, facts.invitations) if facts.invitations else "",
        "assignments": table_html(ASSIGNMENTS, facts.assignments) if facts.assignments else "",
        "form": shown,
    }
    return page_with_form(request, "financing/review/firm.html", context, shown)


@city_only
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """End the work with the firm."""
    form = EndFirmForm(request.POST)
    if attempt(
        request,
        lambda: end_firm(request.actor, pk, form.cleaned_data["reason"]),
        form=form,
        done=lambda row: f"已停止与{row.name}的合作，没有报送的审计已收回，请另行指派。",
    ):
        return redirect("financing:audit_firm", pk)
    return _page(request, pk, form)


@city_only
@require_POST
def resume(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the work with the firm up again."""
    form = ResumeFirmForm(request.POST)
    if attempt(
        request,
        lambda: resume_firm(request.actor, pk, **form.cleaned_data),
        form=form,
        done=lambda row: f"已恢复与{row.name}的合作，邀请已发到 {form.cleaned_data['email']}。",
    ):
        return redirect("financing:audit_firm", pk)
    return _page(request, pk, form)


@city_only
@require_POST
def invite_again(request: ActorRequest, pk: int, invitation_id: str) -> HttpResponse:
    """Send an unanswered invitation again."""
    attempt(
        request,
        lambda: invite_firm_again(request.actor, pk, invitation_id),
        done=lambda made: f"邀请已重新发到 {made.email}，原来的邀请不再有效。",
    )
    return redirect("financing:audit_firm", pk)
