"""Carrying out what happens to a certificate; nothing else assigns its state.

Lock the row, then: expected version, source, may, all guards, change, event, those who want to
know, outbox. The database refuses a change without its event.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import Actor
from certification.changes import CertificateChange, Details, announce
from certification.lifecycle import TRANSITIONS, Transition
from certification.models import Certificate, CertificateEvent


@dataclass(frozen=True)
class Offer:
    """A transition that the actor may make now, or may not for the reasons given."""

    transition: Transition
    reasons: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        return not self.reasons


def available_transitions(actor: Actor, certificate: Certificate) -> list[Offer]:
    """What the actor may do by hand with the certificate as it is, with all that forbids it."""
    return [
        Offer(transition, _reasons(transition, actor, certificate))
        for transition in TRANSITIONS.values()
        if transition.by_hand
        and certificate.state in transition.sources
        and transition.may(actor, certificate)
    ]


def execute(
    actor: Actor | None,
    certificate_id: int,
    name: str,
    details: Details | None = None,
    *,
    expected_version: int | None = None,
) -> Certificate:
    """Carry out the transition `name` on one certificate and return it; `actor` None is the portal.

    `expected_version` is the version that the page showed; None skips that check.
    Raises `Certificate.DoesNotExist` for one outside the scope, `StaleVersion` when somebody else
    changed it meanwhile, `NotPermitted`, or `RuleViolation` with every reason at its field.
    """
    transition = TRANSITIONS[name]
    details = details or Details()
    with transaction.atomic():
        certificate = _locked(actor, certificate_id)
        _check_version(certificate, expected_version)
        if certificate.state not in transition.sources:
            raise RuleViolation(
                f"证书 {certificate.number} 现在是“{certificate.get_state_display()}”，"
                f"不能{transition.label}。"
            )
        if not transition.may(actor, certificate):
            raise NotPermitted(f"您的职责不能对证书进行“{transition.label}”。")
        errors = _missing(transition, details)
        if reasons := _reasons(transition, actor, certificate):
            errors[""] = "".join(reasons)
        if errors:
            raise RuleViolation(errors)
        change = CertificateChange(certificate, transition, actor, certificate.state, details)
        _carry_out(change)
        return certificate


def _locked(actor: Actor | None, certificate_id: int) -> Certificate:
    rows = Certificate.objects.all() if actor is None else Certificate.objects.visible_to(actor)
    certificate: Certificate = rows.select_for_update(of=("self",)).get(pk=certificate_id)
    return certificate


def _reasons(
    transition: Transition, actor: Actor | None, certificate: Certificate
) -> tuple[str, ...]:
    return tuple(reason for guard in transition.guards if (reason := guard(actor, certificate)))


def _missing(transition: Transition, details: Details) -> dict[str, str]:
    errors = {}
    if transition.reason_kinds and details.reason_kind not in transition.reason_kinds:
        errors["reason_kind"] = "请选择原因类别。"
    if transition.reason_required and not details.reason.strip():
        errors["reason"] = "请写明原因，企业会看到。"
    if transition.document_required and not details.document_number.strip():
        errors["document_number"] = "请填写依据的文号。"
    return errors


def _check_version(certificate: Certificate, expected: int | None) -> None:
    if expected is None or expected == certificate.version:
        return
    last = certificate.events.select_related("user").order_by("-id").first()
    if last is None:
        raise StaleVersion("这张证书刚刚有改动，请刷新后再操作。")
    when = timezone.localtime(last.at)
    who = last.user or last.organisation_name
    done = TRANSITIONS[last.transition].label
    raise StaleVersion(f"{who} 已于 {when:%m月%d日 %H:%M} 进行了“{done}”，请查看后再操作。")


def _carry_out(change: CertificateChange) -> None:
    certificate, transition = change.certificate, change.transition
    assert transition is not None, "only issuing has none"
    home = certificate.organisation_id, certificate.district_id
    certificate.state = transition.target or certificate.state
    certificate.version += 1
    for effect in transition.effects:
        effect(change)
    change.event = _record(change, home)
    certificate.save()
    announce(change)
    for tell in transition.notify:
        tell(change)


def _record(change: CertificateChange, home: tuple[int, int]) -> CertificateEvent:
    """The event; written with the old holder's keys, which a merger's update takes along."""
    certificate, actor, details = change.certificate, change.actor, change.details
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        xid = cursor.fetchone()[0]
    event: CertificateEvent = CertificateEvent.objects.create(
        certificate=certificate,
        organisation_id=home[0],
        district_id=home[1],
        transition=change.name,
        source=change.source,
        target=certificate.state,
        application_id=details.application_id,
        user_id=actor.user_id if actor else None,
        organisation_name=actor.organisation_name if actor else "平台",
        reason_kind=details.reason_kind,
        reason=details.reason.strip(),
        document_number=details.document_number.strip(),
        changes=change.changes,
        at=timezone.now(),
        xid=xid,
    )
    return event
