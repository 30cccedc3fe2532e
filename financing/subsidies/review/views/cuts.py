"""A notice of a cut: read and answered once by the enterprise, settled by who reviews."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import CutNotice
from financing.subsidies.policies import READERS
from financing.subsidies.review.actions.tell_cut import answer_cut
from financing.subsidies.review.cut_machine import MACHINE, CutInput
from financing.subsidies.review.forms import CutAnswerForm
from financing.subsidies.review.standing import amount_now
from financing.subsidies.review.views.reviewing import back_to
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from procedures.cases.due import time_left

staff_only = for_duties(Duty.ENTERPRISE_STAFF)
BY_REASON = ("settle", "withdraw")


def _of(request: ActorRequest, pk: int) -> CutNotice:
    rows = CutNotice.objects.visible_to(request.actor).select_related("claim__application")
    notice: CutNotice = rows.prefetch_related("files__attachment").get(pk=pk)
    return notice


@for_duties(Duty.ENTERPRISE_STAFF, *READERS)
@require_GET
def cut(request: ActorRequest, pk: int) -> HttpResponse:
    """What is cut, line by line."""
    notice = _of(request, pk)
    return _page(request, notice, CutAnswerForm(notice))


def _page(request: ActorRequest, notice: CutNotice, form: CutAnswerForm) -> HttpResponse:
    actor = request.actor
    offers = {one.transition.name: one for one in MACHINE.available(actor, notice)}
    answered = notice.line_answers
    context = {
        "notice": notice,
        "lines": [
            {**line, "said": answered.get(str(line["number"]), ""),
             "field": form[f"line_{line['number']}"]}
            for line in notice.lines
        ],
        "form": form,
        "amount_now": amount_now(notice.claim, notice.stage),
        "state_label": MACHINE.label_for(actor, notice.state),
        "tone": MACHINE.tone_of(notice.state),
        "may_answer": "answer" in offers and offers["answer"].is_possible,
        "why_not": "".join(offers["answer"].reasons) if "answer" in offers else "",
        "time_left": time_left(notice.due_on) if notice.due_on else "",
        "events": MACHINE.history(notice),
        "is_enterprise": actor.is_enterprise,
    }  # fmt: skip
    return page_with_form(request, "financing/review/cut.html", context, form)


@staff_only
@require_POST
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """The enterprise's one answer."""
    notice = _of(request, pk)
    form = CutAnswerForm(notice, request.POST, request.FILES)
    actor, version = request.actor, shown_version(request.POST)
    if attempt(
        request,
        lambda: answer_cut(
            actor,
            pk,
            position=form.cleaned_data["position"],
            text=form.cleaned_data["reason"],
            line_answers=form.line_answers,
            files=form.cleaned_data["files"],
            expected_version=version,
        ),
        form=form,
        done="已答复，审核人会收到通知。",
    ):
        return redirect("financing:cut", pk)
    return _page(request, notice, form)


@for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Settle what the enterprise answered, or take the notice back."""
    notice = _of(request, pk)
    if name not in BY_REASON:
        raise CutNotice.DoesNotExist
    attempt(
        request,
        lambda: MACHINE.execute(
            request.actor,
            pk,
            name,
            CutInput(request.POST.get("reason", "")),
            expected_version=shown_version(request.POST),
        ),
        done=f"{MACHINE.transitions[name].label}：已办理，企业会收到通知。",
    )
    return back_to(notice.claim_id, "cut")
