"""Inquiry letters: sent from a claim's review, answered by link or as an organisation."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often, fails_too_often, note_failure
from accounts.views.access import for_duties
from financing.models import InquiryLetter, LetterAnswer
from financing.subsidies.review.access import why_not_reviewing
from financing.subsidies.review.actions.answer_letter import (
    ShownLetter,
    answer_as_office,
    answer_by_link,
    letter_for,
    letter_of,
)
from financing.subsidies.review.actions.send_letter import (
    remind_office,
    send_letter,
    withdraw_letter,
)
from financing.subsidies.review.forms import LetterForm, OfficeForm
from financing.subsidies.review.terms import terms_for
from financing.subsidies.review.views.reviewing import back_to, claim_of
from pages.acts import attempt, page_with_form

ANSWERS_A_MINUTE, WRONG_A_MINUTE, RECEIPTS_A_MINUTE = 10, 10, 30
WHAT = "查看和答复函询"
reviewers = for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)


@reviewers
def new(request: ActorRequest, pk: int) -> HttpResponse:
    """Write a letter about a claim."""
    claim, actor = claim_of(request, pk), request.actor
    terms = terms_for(claim)
    check = request.GET.get("check", "")
    begins: dict[str, object] = {}
    if check in terms.checks:
        begins = {"check": check, "subject": check}
    form = LetterForm(terms, actor.organisation_id, request.POST or None, begins)
    if request.method == "POST":
        # An empty form is refused field by field, too.
        form = LetterForm(terms, actor.organisation_id, request.POST)
        if attempt(
            request,
            lambda: send_letter(actor, pk, form.terms()),
            form=form,
            done=lambda letter: f"已发给{letter.office_name}，{letter.due_on:%Y-%m-%d} 前答复。",
        ):
            return back_to(pk, "letters")
    context = {
        "claim": claim,
        "form": form,
        "terms": terms,
        "why_not": why_not_reviewing(actor, claim),
    }
    return page_with_form(request, "financing/review/letter_new.html", context, form)


@reviewers
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Remind the office, or take the letter back."""
    actor = request.actor
    letter = InquiryLetter.objects.visible_to(actor).get(pk=pk)
    if name == "remind":
        attempt(request, lambda: remind_office(actor, pk), done=f"已催办{letter.office_name}。")
    elif name == "withdraw":
        reason = request.POST.get("reason", "")
        attempt(request, lambda: withdraw_letter(actor, pk, reason), done="函件已撤回。")
    else:
        raise InquiryLetter.DoesNotExist
    return back_to(letter.claim_id, "letters")


@reviewers
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """A letter that the reader's own organisation is asked by."""
    actor = request.actor
    shown = letter_for(actor, pk)
    form = OfficeForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = OfficeForm(request.POST, request.FILES)
        if attempt(
            request, lambda: answer_as_office(actor, pk, form.answer()), form=form, done="已答复。"
        ):
            return redirect("financing:letter", pk)
    context = {"shown": shown, "form": form}
    return page_with_form(request, "financing/review/letter.html", context, form)


@never_cache
def by_link(request: ActorRequest, token: str) -> HttpResponse:
    """The letter behind a one-time link, for whoever holds it; no sign-in. Wrong links shut nobody
    out of the right one, which is too long to be guessed."""
    shown = letter_of(token)
    if shown is None:
        if fails_too_often(request, "letter", WRONG_A_MINUTE):
            return _too_often(request)
        note_failure(request, "letter")
        raise Http404
    form = OfficeForm()
    if request.method == "POST":
        if asks_too_often(request, "letter", ANSWERS_A_MINUTE):
            return _too_often(request)
        form = OfficeForm(request.POST, request.FILES)
        made = attempt(request, lambda: answer_by_link(token, form.answer()), form=form).value
        if made is not None:
            return _without_referrer(redirect("financing:letter_receipt", made.receipt))
    return _without_referrer(_link_page(request, shown, form))


def _link_page(request: ActorRequest, shown: ShownLetter, form: OfficeForm) -> HttpResponse:
    context = {"shown": shown, "form": form}
    return page_with_form(request, "financing/review/answer_letter.html", context, form)


def _without_referrer(response: HttpResponse) -> HttpResponse:
    """The address holds the token: it is told to no other site, and found by no search engine."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
def receipt(request: ActorRequest, code: str) -> HttpResponse:
    """What an office answered, for who holds the receipt."""
    if asks_too_often(request, "letter-receipt", RECEIPTS_A_MINUTE):
        return _too_often(request)
    with system_scope(reason="show an office the receipt of its answer"):
        rows = LetterAnswer.objects.select_related("letter", "attachment")
        row = rows.filter(receipt=code.upper()).first()
    if row is None:
        raise Http404
    return _without_referrer(render(request, "financing/review/receipt.html", {"answer": row}))


def _too_often(request: ActorRequest) -> HttpResponse:
    return render(request, "429_public.html", {"what": WHAT}, status=429)
