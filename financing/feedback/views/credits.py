"""What banks have reported of the enterprise, its loans that run out, and the banks' plans."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from enterprises.models import Enterprise
from financing.feedback.actions.request_renewal import (
    DECLARATIONS,
    request_renewal,
    what_keeps_from_renewal,
)
from financing.feedback.views.feedback import TONES
from financing.models import CreditFeedback, LoanDemand, SupportPlan
from pages.acts import add_errors
from pages.lists.keyset import keyset_page

staff_only = for_duties(Duty.ENTERPRISE_STAFF)


class RenewalForm(forms.Form):
    """What the enterprise declares and says when it asks for a renewal."""

    declared = forms.MultipleChoiceField(
        label="请逐项确认",
        choices=list(DECLARATIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请逐项确认；有不符合的，请直接与银行联系。"},
    )
    explanation = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="可写明续贷理由和还款安排",
    )


@staff_only
@require_GET
def own_credits(request: ActorRequest) -> HttpResponse:
    """The credits that banks reported, those that run out first in sight."""
    return _page(request)


def _page(request: ActorRequest, refused: RenewalForm | None = None, at: int = 0) -> HttpResponse:
    actor: Actor = request.actor
    mine = CreditFeedback.objects.filter(organisation_id=actor.organisation_id)
    rows = mine.select_related("bank")
    page = keyset_page(request, rows, order=("-reported_at", "-id"), size=30)
    for row in page.rows:
        row.tone = TONES[row.state]
    size_class = Enterprise.objects.get(pk=actor.organisation_id).size_class
    open_renewals = LoanDemand.objects.filter(
        organisation_id=actor.organisation_id, state=LoanDemand.State.OPEN
    )
    asked = dict(open_renewals.exclude(renews=None).values_list("renews_id", "pk"))
    running_out: list[Any] = list(rows.running_out().order_by("due_on", "id")[:20])
    for row in running_out:
        row.why_not = what_keeps_from_renewal(row, size_class)
        row.asked = asked.get(row.pk)
        row.form = refused if row.pk == at and refused else RenewalForm(auto_id=f"r{row.pk}_%s")
    plans = SupportPlan.objects.filter(organisation_id=actor.organisation_id, replaced_at=None)
    context = {
        "page": page,
        "running_out": running_out,
        "open_at": at,
        "plans": plans.select_related("bank").order_by("-made_at"),
    }
    return render(request, "financing/own_credits.html", context, status=422 if refused else 200)


@staff_only
@require_POST
def renew(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask for a renewal without repayment."""
    actor: Actor = request.actor
    credit = CreditFeedback.objects.visible_to(actor).select_related("bank").get(pk=pk)
    form = RenewalForm(request.POST, auto_id=f"r{pk}_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            demand = request_renewal(actor, pk, data["explanation"], data["declared"])
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            messages.success(request, f"续贷申请已送达{credit.bank}，答复会通知您。")
            return redirect("financing:own_demand", demand.pk)
    return _page(request, form, pk)
