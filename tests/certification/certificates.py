"""Certificates of tests: one that a case has brought about, and what happens to it later."""

from datetime import timedelta
from types import SimpleNamespace

from django.db import connection
from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE
from certification.models import Certificate, CertificateEvent
from certification.two_persons import propose_revocation
from lifecycle.models import ActProposal
from lifecycle.proposal_machine import MACHINE as PROPOSAL
from lifecycle.transitions import TransitionInput
from tests.procedures import filings
from tests.procedures.notices import ended, proposed, published

FRAUD = CertificateInput(reason="审计报告系伪造。", reason_kind="fraud")


def certified(people: SimpleNamespace) -> Certificate:
    """A certificate of the people's enterprise, issued today after a whole filing."""
    case = proposed(people)
    ended(published(people, [case]))
    filings.done(people.city, case, "certify")
    with system_scope(reason="test"):
        rows = Certificate.objects.select_related("application__batch", "scheme_version")
        found: Certificate = rows.get(application=case)
    return found


def act(actor: Actor, certificate: Certificate, name: str, **said: object) -> Certificate:
    """Carry a transition out in the actor's scope; the portal's where there is none."""
    given = CertificateInput(**{"reason": "核查发现问题。", "reason_kind": "other", **said})
    if actor is None:
        with system_scope(reason="test"):
            return MACHINE.execute(None, certificate.pk, name, given)
    with acting_as(actor):
        return MACHINE.execute(actor, certificate.pk, name, given)


def approve(
    actor: Actor, proposal: ActProposal, name: str = "approve", reason: str = ""
) -> ActProposal:
    """Decide on a proposal in the actor's scope."""
    with acting_as(actor):
        return PROPOSAL.execute(actor, proposal.pk, name, TransitionInput(reason))


def revocation(people: SimpleNamespace, certificate: Certificate) -> ActProposal:
    with acting_as(people.city):
        return propose_revocation(people.city, certificate.pk, "fraud", "审计报告系伪造。")


def ends_in(certificate: Certificate, days: int) -> Certificate:
    """Let the certificate have begun long ago and run out in `days` days."""
    last = timezone.localdate() + timedelta(days=days)
    with system_scope(reason="test"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        CertificateEvent.objects.create(
            certificate=certificate, organisation_id=certificate.organisation_id,
            district_id=certificate.district_id, transition="rename", source="valid",
            target=certificate.state, at=timezone.now(), xid=cursor.fetchone()[0],
        )  # fmt: skip
        Certificate.objects.filter(pk=certificate.pk).update(
            valid_to=last, valid_from=last - timedelta(days=1095),
            issued_on=last - timedelta(days=1095),
        )  # fmt: skip
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return fresh(certificate)


def fresh(certificate: Certificate) -> Certificate:
    with system_scope(reason="test"):
        found: Certificate = Certificate.objects.select_related(
            "application__batch", "scheme_version"
        ).get(pk=certificate.pk)
    return found


def events_of(certificate: Certificate) -> list[CertificateEvent]:
    """What happened to it after it was issued."""
    with system_scope(reason="test"):
        return list(certificate.events.exclude(transition="issue").order_by("id"))
