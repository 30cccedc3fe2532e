"""Revoking a certificate, as an act that takes two persons."""

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.errors import NotPermitted, refuse
from accounts.tenancy import Actor
from certification.changes import CertificateInput
from certification.foresight import effects_of
from certification.lifecycle import MACHINE
from certification.models import Certificate, CertificateEvent
from certification.policies import REVOKE, subject_of
from lifecycle.models import ActProposal
from lifecycle.two_persons import Content, TwoPersonAct, propose


def propose_revocation(
    actor: Actor, pk: int, reason_kind: str, reason: str, *, expected_version: int | None = None
) -> ActProposal:
    """Propose to revoke a certificate, for another officer to approve.

    Raises `Certificate.DoesNotExist`, `NotPermitted`, and `RuleViolation` for what the revocation
    itself would be refused, or while it is proposed already.
    """
    certificate = MACHINE.locked(actor, pk)
    revoke = MACHINE.transitions["revoke"]
    if not revoke.may(actor, certificate):
        raise NotPermitted("只有市级主管部门可以撤销证书。")
    errors = revoke.missing_in(CertificateInput(reason=reason, reason_kind=reason_kind))
    if reasons := MACHINE.obstacles(actor, certificate, "revoke"):
        errors[""] = "".join(reasons)
    refuse(errors)
    content = {
        "certificate": pk,
        "reason_kind": reason_kind,
        "reason": reason.strip(),
        "version": certificate.version if expected_version is None else expected_version,
    }
    label = f"撤销证书：{certificate.holder_name}，{certificate.number}"
    return propose(actor, REVOKE, subject_of(pk), label, content)


def _revoke(actor: Actor, content: Content) -> str:
    pk = content["certificate"]
    given = CertificateInput(reason=content["reason"], reason_kind=content["reason_kind"])
    MACHINE.execute(actor, pk, "revoke", given, expected_version=content["version"])
    return reverse("certification:detail", args=[pk])


def _told(content: Content) -> list[tuple[str, str]]:
    return [
        ("原因类别", str(CertificateEvent.ReasonKind(content["reason_kind"]).label)),
        ("原因（企业可见）", content["reason"]),
    ]


def _effects(actor: Actor, content: Content) -> list[tuple[str, SafeString]]:
    """The certificate as it stands and as it would be, and what follows for its holder."""
    certificate = Certificate.objects.get(pk=content["certificate"])
    return effects_of(certificate, MACHINE.transitions["revoke"])


ACTS = (
    TwoPersonAct(
        REVOKE,
        "撤销证书",
        _revoke,
        _told,
        lambda content: reverse("certification:detail", args=[content["certificate"]]),
        _effects,
    ),
)
