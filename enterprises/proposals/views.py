"""One correction that a bureau proposes: what would change, and the answer to it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.correction_forms import ProposalForm
from enterprises.models import EntryProposal
from enterprises.policies import BUREAUS
from enterprises.proposals.machine import MACHINE, ProposalInput
from pages.acts import attempt, page_with_form
from pages.lists.cells import change_lines
from pages.request_values import shown_version


@for_duties(Duty.ENTERPRISE_STAFF, *BUREAUS)
def proposal(request: ActorRequest, pk: int) -> HttpResponse:
    """What is proposed, and by POST what the enterprise or the bureau says about it."""
    actor, post = request.actor, request.POST
    rows = EntryProposal.objects.visible_to(actor).select_related("organisation", "proposed_by")
    row = rows.get(pk=pk)
    available = MACHINE.available(actor, row)
    may_correct = any(one.transition.name == "correct" for one in available)
    form = ProposalForm(post or None, names_document=may_correct)
    name = post.get("act", "")
    if request.method == "POST" and name not in MACHINE.transitions:
        raise Http404
    if request.method == "POST" and attempt(
        request,
        lambda: MACHINE.execute(
            actor, pk, name, ProposalInput(**form.cleaned_data),
            expected_version=shown_version(post),
        ),
        form=form,
        done=lambda done: f"{MACHINE.label_for(actor, done.state)}。",
    ):  # fmt: skip
        return redirect("enterprises:proposal", pk)
    context = {
        "proposal": row,
        "changes": change_lines(row.changes),
        "tone": MACHINE.tone_of(row.state),
        "available": available,
        "obstacles": [reason for one in available for reason in one.reasons],
        "events": MACHINE.history(row),
        "form": form,
        "crumbs": [
            {"label": "资料更正建议", "url": reverse("enterprises:proposals")},
            {"label": row.organisation.name},
        ],
    }
    return page_with_form(request, "enterprises/proposal.html", context, form)
