"""Samples of paid claims, and what a second look at each found."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import Recheck
from financing.money import WAN
from financing.subsidies.policies import READERS
from financing.subsidies.review.actions.draw_sample import draw_sample
from financing.subsidies.review.forms import RecheckForm, SampleForm
from financing.subsidies.review.recheck_machine import MACHINE, RecheckInput
from financing.subsidies.review.terms import terms_for_scheme
from financing.templatetags.wan import wan_typed
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from schemes.models import Scheme


@for_duties(Duty.CITY_OFFICER)
def new(request: ActorRequest) -> HttpResponse:
    """Draw a sample."""
    rows = Scheme.objects.order_by("name").values_list("pk", "name")
    schemes = [(str(pk), name) for pk, name in rows]
    terms = terms_for_scheme(0)
    usual: dict[str, object] = {
        "year": timezone.localdate().year,
        "percent": terms.sample_percent,
        "large_from": wan_typed(terms.large_from),
    }
    form = SampleForm(schemes, None, usual)
    if request.method == "POST":
        form = SampleForm(schemes, request.POST)
        made = attempt(
            request,
            lambda: draw_sample(
                request.actor,
                year=form.cleaned_data["year"],
                scheme_id=form.cleaned_data["scheme"],
                percent=form.cleaned_data["percent"],
                large_from=form.cleaned_data["large_from"] * WAN,
            ),
            form=form,
            done="已抽取，种子和范围留存，可以重新抽取核对。",
        ).value
        if made is not None:
            return redirect("financing:sample", made.pk)
    return page_with_form(request, "financing/review/sample_new.html", {"form": form}, form)


@for_duties(*READERS)
def recheck(request: ActorRequest, pk: int) -> HttpResponse:
    """One claim of a sample: what is known of it, and what the second look found."""
    rows = Recheck.objects.visible_to(request.actor).select_related(
        "claim__application", "organisation", "district", "sample"
    )
    row = get_object_or_404(rows, pk=pk)
    offers = MACHINE.available(request.actor, row)
    form = RecheckForm()
    if request.method == "POST":
        names = {one.transition.name for one in offers}
        form, name = RecheckForm(request.POST), request.POST.get("act", "")
        if not names:
            return redirect("financing:recheck", pk)
        name = name if name in names else "clear"
        if attempt(
            request,
            lambda: MACHINE.execute(
                request.actor,
                pk,
                name,
                RecheckInput(form.cleaned_data["reason"], to_recover=form.amount),
                expected_version=shown_version(request.POST),
            ),
            form=form,
            done="复查结果已记录。",
        ):
            return redirect("financing:sample", row.sample_id)
    context = {
        "row": row,
        "form": form,
        "offers": offers,
        "tone": MACHINE.tone_of(row.state),
        "events": MACHINE.history(row),
    }
    return page_with_form(request, "financing/review/recheck.html", context, form)
