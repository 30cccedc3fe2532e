"""Records against the credit standing of enterprises, as the bureaus keep them."""

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.actions.save_credit_record import lift_credit_record, record_credit
from enterprises.forms import CreditRecordForm, LiftForm
from enterprises.models import CreditRecord, Enterprise
from enterprises.policies import BUREAUS
from pages.acts import attempt, page_with_form

PAGE = "enterprises/credit_record.html"


@for_duties(*BUREAUS)
def add(request: ActorRequest, pk: int) -> HttpResponse:
    """Enter a published record."""
    actor = request.actor
    enterprise = Enterprise.objects.visible_to(actor).get(pk=pk)
    form = CreditRecordForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: record_credit(actor, pk, **form.cleaned_data),
        form=form,
        done=lambda record: f"已登记：{record.get_kind_display()}，已通知企业。",
    ):
        return redirect("enterprises:detail", pk)
    context = {"enterprise": enterprise, "form": form, "title": "登记信用记录"}
    return page_with_form(request, PAGE, context, form)


@for_duties(*BUREAUS)
def lift(request: ActorRequest, pk: int) -> HttpResponse:
    """Lift a record."""
    actor = request.actor
    record = CreditRecord.objects.visible_to(actor).get(pk=pk)
    enterprise = Enterprise.objects.visible_to(actor).get(pk=record.organisation_id)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: lift_credit_record(actor, pk, reason=form.cleaned_data["reason"]),
        form=form,
        done="记录已移出，已通知企业。",
    ):
        return redirect("enterprises:detail", enterprise.pk)
    context = {"enterprise": enterprise, "record": record, "form": form, "title": "移出信用记录"}
    return page_with_form(request, PAGE, context, form)
