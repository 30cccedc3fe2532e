"""The page on which a claim is reviewed, and what is done there."""

from collections.abc import Mapping
from types import MappingProxyType

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from financing.models import SubsidyClaim
from financing.subsidies.policies import READERS
from financing.subsidies.review.actions.check_claim import record_finding
from financing.subsidies.review.actions.decide_line import accept_the_rest, decide_line
from financing.subsidies.review.actions.tell_cut import tell_cut
from financing.subsidies.review.forms import CheckForm, LineForm
from financing.subsidies.review.terms import terms_for
from financing.subsidies.review.views.review_page import page_context
from pages.acts import attempt
from pages.request_values import whole_number

reviewers = for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
NONE: Mapping[str, object] = MappingProxyType({})


def claim_of(request: ActorRequest, pk: int) -> SubsidyClaim:
    """The claim with what its page reads. Raises `SubsidyClaim.DoesNotExist`."""
    claims = SubsidyClaim.objects.visible_to(request.actor).select_related(
        "application__batch",
        "application__scheme_version__scheme",
        "organisation__enterprise",
        "district",
    )
    return claims.get(pk=pk)


@for_duties(*READERS)
@require_GET
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """Lines, letters, checks, visits; beside them the sum and the acts."""
    return review_page(request, pk)


def review_page(
    request: ActorRequest, pk: int, *, status: int = 200, changes: Mapping[str, object] = NONE
) -> HttpResponse:
    """The page; `changes` are forms that came back refused."""
    claim = claim_of(request, pk)
    record_read(
        request.actor, "application", claim.application_id, claim.organisation_id,
        f"资金申报：{claim}"[:200], claim.district_id,
    )  # fmt: skip
    context = {**page_context(request, claim, changes), **changes}
    return render(request, "financing/review/review.html", context, status=status)


def back_to(pk: int, place: str) -> HttpResponse:
    return redirect(f"{reverse('financing:claim_review', args=[pk])}#{place}")


@reviewers
@require_POST
def line(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """Decide one line."""
    claim_of(request, pk)
    form = LineForm(request.POST)
    actor = request.actor
    if attempt(request, lambda: decide_line(actor, pk, number, form.choice()), form=form):
        return back_to(pk, f"line-{number}")
    refused = {"number": number, "form": form}
    return review_page(request, pk, status=422, changes={"refused_line": refused})


@reviewers
@require_POST
def rest(request: ActorRequest, pk: int) -> HttpResponse:
    """Accept the lines that nobody has looked at."""
    claim_of(request, pk)
    attempt(
        request,
        lambda: accept_the_rest(request.actor, pk),
        done=lambda number: f"已认可其余 {number} 行。",
    )
    return back_to(pk, "lines")


@reviewers
@require_POST
def check(request: ActorRequest, pk: int) -> HttpResponse:
    """Keep what was found of one item of the checklist."""
    claim = claim_of(request, pk)
    checks = terms_for(claim).checks
    place = whole_number(request.POST.get("place"))
    if place is None or place >= len(checks):
        raise SubsidyClaim.DoesNotExist
    form = CheckForm(place, checks[place], request.POST)
    if attempt(
        request,
        lambda: record_finding(request.actor, pk, checks[place], **form.cleaned_data),
        form=form,
        done=f"{checks[place]}：已记录。",
    ):
        return back_to(pk, "checks")
    return review_page(request, pk, status=422, changes={"refused_check": (place, form)})


@reviewers
@require_POST
def tell(request: ActorRequest, pk: int) -> HttpResponse:
    """Tell the enterprise what is cut."""
    claim_of(request, pk)
    attempt(
        request,
        lambda: tell_cut(request.actor, pk, request.POST.get("opinion", "")),
        done=lambda notice: f"已告知企业，{notice.due_on:%Y-%m-%d} 前答复。",
    )
    return back_to(pk, "cut")
