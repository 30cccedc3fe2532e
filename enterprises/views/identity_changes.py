"""Telling of a changed identity, and deciding about it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.pdf.glyphs import warnings_about
from enterprises.actions.file_identity_change import ChangedIdentity, file_identity_change
from enterprises.change_forms import IdentityChangeForm
from enterprises.change_list import NO_NUMBER
from enterprises.forms import ReasonForm
from enterprises.identity_change_machine import MACHINE
from enterprises.models import IdentityChange
from enterprises.namesakes import namesakes
from enterprises.policies import BUREAUS
from enterprises.views.profile import Told, own_enterprise
from enterprises.views.scans import scan_link
from lifecycle.transitions import TransitionInput
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version


@for_duties(Duty.ENTERPRISE_STAFF)
def new_change(request: ActorRequest) -> HttpResponse:
    """The enterprise says what changed, with the notice that proves it."""
    enterprise = own_enterprise(request)
    form = IdentityChangeForm(enterprise, request.POST or None, request.FILES or None)

    def file_it() -> IdentityChange:
        values = dict(form.cleaned_data)
        evidence, licence = values.pop("evidence"), values.pop("licence")
        changed = ChangedIdentity(**values)
        return file_identity_change(request.actor, changed, evidence, licence=licence)

    if request.method == "POST":
        filed = attempt(request, file_it, form=form, done="变更已提交，区市核对后通知您。").value
        if filed is not None:
            return redirect("enterprises:identity_change", filed.pk)
    context = {"form": form, "enterprise": enterprise}
    return page_with_form(request, "enterprises/identity_change_new.html", context, form)


@for_duties(Duty.ENTERPRISE_STAFF, *BUREAUS)
def identity_change(request: ActorRequest, pk: int) -> HttpResponse:
    """What would change by which evidence; by POST what the bureau or the enterprise decides."""
    actor, post = request.actor, request.POST
    rows = IdentityChange.objects.visible_to(actor)
    change = rows.select_related("organisation", "new_district", "filed_by").get(pk=pk)
    if request.method == "POST":
        if (name := post.get("act", "")) not in MACHINE.transitions:
            raise Http404
        given = TransitionInput(post.get("reason", ""))
        version = shown_version(post)
        decided = attempt(
            request,
            lambda: MACHINE.execute(actor, pk, name, given, expected_version=version),
            done=lambda row: f"登记变更{MACHINE.label_for(actor, row.state)}。",
        )
        if decided.is_done:
            return redirect("enterprises:identity_changes")
        return redirect("enterprises:identity_change", pk)
    available = MACHINE.available(actor, change)
    # Whoever decides is told of others with the new name, and whether a certificate can print it.
    asks = change.name and change.state == IdentityChange.State.OPEN and not actor.is_enterprise
    context = {
        "change": change,
        "namesakes": namesakes(actor, change.organisation_id, change.name) if asks else [],
        "unprintable": warnings_about([change.name]) if asks else [],
        "state_label": MACHINE.label_for(actor, change.state),
        "tone": MACHINE.tone_of(change.state),
        "acts": [one for one in available if not one.reasons],
        "obstacles": [reason for one in available for reason in one.reasons],
        "rows": [
            Told("变更日期", change.changed_on),
            Told("变更登记文号", change.document_number or NO_NUMBER),
            *_scans(change),
            Told("提出人", str(change.filed_by)),
        ],
        "events": MACHINE.history(change),
        "reason_form": ReasonForm(),
    }
    return render(request, "enterprises/identity_change.html", context)


def _scans(change: IdentityChange) -> list[Told]:
    """The evidence, and the licence beside the one that it is to replace."""
    if change.licence is None:
        return [Told("证明材料", scan_link(change.evidence))]
    held = change.before.get("licence")
    rows = [
        Told("新的营业执照", scan_link(change.licence)),
        Told("原来的营业执照", scan_link(UUID(held) if held else None)),
    ]
    if change.evidence != change.licence:
        rows.append(Told("证明材料", scan_link(change.evidence)))
    return rows
