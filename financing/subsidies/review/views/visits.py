"""Visits to where the equipment stands."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import SiteVisit, SubsidyLine
from financing.subsidies.review.access import why_not_reviewing
from financing.subsidies.review.actions.record_visit import VisitTerms, add_photos, record_visit
from financing.subsidies.review.forms import PhotosForm, VisitForm
from financing.subsidies.review.views.reviewing import back_to, claim_of
from pages.acts import attempt, page_with_form

# A visit looks at these; a claim of thousands of lines is looked at in several visits.
MOST_LINES = 200
reviewers = for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)


@reviewers
def new(request: ActorRequest, pk: int) -> HttpResponse:
    """Write a visit down."""
    claim, actor = claim_of(request, pk), request.actor
    rows = SubsidyLine.objects.filter(claim=claim, withdrawn_at=None).order_by("number")
    lines = list(rows[:MOST_LINES])
    numbers = [one.number for one in lines]
    form = VisitForm(numbers)
    if request.method == "POST":
        form = VisitForm(numbers, request.POST, request.FILES)
        if attempt(
            request,
            lambda: record_visit(actor, pk, _terms(form), form.cleaned_data["photos"]),
            form=form,
            done="现场核查已记录。",
        ):
            return back_to(pk, "visits")
    context = {
        "claim": claim,
        "form": form,
        "lines": [(one, form[f"seen_{one.number}"], form[f"note_{one.number}"]) for one in lines],
        "head": [form[name] for name in ("visited_on", "visitors", "place", "summary", "photos")],
        "why_not": why_not_reviewing(actor, claim),
    }
    return page_with_form(request, "financing/review/visit_new.html", context, form)


def _terms(form: VisitForm) -> VisitTerms:
    data = form.cleaned_data
    return VisitTerms(
        data["visited_on"], data["visitors"], data["place"], data["summary"], form.seen(),
        form.notes(),
    )  # fmt: skip


@reviewers
@require_POST
def photos(request: ActorRequest, pk: int) -> HttpResponse:
    """Add photos to a visit."""
    visit = SiteVisit.objects.visible_to(request.actor).get(pk=pk)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        # The form stands in a fold of the page: its errors are told above.
        told = "；".join(str(text) for texts in form.errors.values() for text in texts)
        attempt(request, lambda: _refused(told))
        return back_to(visit.claim_id, "visits")
    data = form.cleaned_data
    attempt(
        request,
        lambda: add_photos(request.actor, pk, data["photos"], data["line"]),
        done="照片已添加。",
    )
    return back_to(visit.claim_id, "visits")


def _refused(why: str) -> None:
    raise RuleViolation(why)
