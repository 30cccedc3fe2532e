"""What the city does to a certificate, and the holder's way into a re-check."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from certification.actions.carry_over_certificates import carry_over_certificates, rename_holder
from certification.actions.start_recheck import start_recheck
from certification.changes import CertificateInput
from certification.foresight import effects_of
from certification.forms import ActForm
from certification.lifecycle import MACHINE
from certification.models import Certificate
from certification.policies import REVOKE, subject_of
from certification.two_persons import propose_revocation
from documents.pdf.glyphs import warnings_about
from enterprises.models import Enterprise
from lifecycle.two_persons import needs_two, open_proposal
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version


@for_duties(Duty.CITY_OFFICER)
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """One act on a certificate: what follows from it, its reasons, and carrying it out."""
    actor = request.actor
    certificate = Certificate.objects.visible_to(actor).get(pk=pk)
    available = {one.transition.name: one for one in MACHINE.available(actor, certificate)}
    if name not in MACHINE.transitions or not MACHINE.transitions[name].by_hand:
        raise Certificate.DoesNotExist
    if name not in available:
        label = MACHINE.transitions[name].label
        messages.error(request, f"证书现在是“{certificate.get_state_display()}”，不能{label}。")
        return redirect("certification:detail", pk)
    transition = available[name].transition
    form = ActForm(transition, request.POST or None, initial=_known(certificate))
    by_two = name == "revoke" and needs_two(REVOKE)
    if request.method == "POST" and by_two:
        proposal = attempt(
            request,
            lambda: propose_revocation(
                actor, pk, form.cleaned_data["reason_kind"], form.cleaned_data["reason"],
                expected_version=shown_version(request.POST),
            ),
            form=form,
            done="已提出，另一位经办人批准后撤销。",
        ).value  # fmt: skip
        if proposal is not None:
            return redirect("people:proposal", proposal.pk)
    elif request.method == "POST" and attempt(
        request,
        lambda: _carry_out(actor, pk, name, form.cleaned_data, shown_version(request.POST)),
        form=form,
        done=f"证书 {certificate.number}：{transition.label}，已通知企业。",
    ):
        return redirect("certification:detail", pk)
    context = {
        "by_two": by_two,
        "proposal": open_proposal(REVOKE, subject_of(pk)) if by_two else None,
        "certificate": certificate,
        "transition": transition,
        "form": form,
        "effects": effects_of(certificate, transition),
        "obstacles": available[name].reasons,
        "tone": MACHINE.tone_of(certificate.state),
        "unprintable": warnings_about([str(form["holder_name"].value() or "")])
        if "holder_name" in form.fields
        else (),
    }
    return page_with_form(request, "certification/act.html", context, form)


def _known(certificate: Certificate) -> dict[str, object]:
    """The registry's name is the new one, once the holder has updated its profile."""
    enterprise = Enterprise.objects.get(pk=certificate.organisation_id)
    is_new = enterprise.name != certificate.holder_name
    return {"holder_name": enterprise.name if is_new else ""}


def _carry_out(actor: Actor, pk: int, name: str, data: dict[str, str], version: int) -> None:
    reason = data["reason"]
    if name == "rename":
        rename_holder(
            actor, pk, data["holder_name"], reason=reason,
            document_number=data["document_number"], expected_version=version,
        )  # fmt: skip
    elif name == "merge":
        carry_over_certificates(
            actor, pk, data["credit_code"], reason=reason,
            document_number=data["document_number"], expected_version=version,
        )  # fmt: skip
    else:
        given = CertificateInput(reason=reason, reason_kind=data.get("reason_kind", ""))
        MACHINE.execute(actor, pk, name, given, expected_version=version)


@for_duties(Duty.ENTERPRISE_STAFF)
@require_POST
def recheck(request: ActorRequest, pk: int) -> HttpResponse:
    """Start the filing of a re-check, or go on with it."""
    started = attempt(request, lambda: start_recheck(request.actor, pk))
    if started.value is None:
        return redirect("certification:detail", pk)
    return redirect("procedures:fill", started.value.pk)
