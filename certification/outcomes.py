"""An approved case becomes a certificate, or extends the one that it re-checks."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.compiled_queries import compiled_once
from accounts.tenancy import current_actor
from certification.bans import ban_after_revocation
from certification.case_result import certificate_of
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE, OUT_OF_FORCE
from certification.models import Certificate, CertificateEvent
from certification.numbers import next_number
from certification.rungs import valid_today
from certification.validity import last_day
from enterprises.models import Enterprise
from procedures.cases.bans import register_ban
from procedures.cases.outcomes import (
    HeldTitle,
    held_kinds,
    register,
    register_held_titles,
    register_holdings,
    register_references,
    register_results,
)
from procedures.cases.submission import definition_for
from procedures.models import Application, Snapshot


class CertificateOutcome:
    """Issues certificates of one kind, extends and withdraws them."""

    held_at = "certification:own"

    def __init__(self, kind: Certificate.Kind) -> None:
        self.kind, self.label = kind, str(kind.label)
        self.held_words = (
            f"企业已持有有效的“{self.label}”，不用重新申报；到期前可以在证书页申请复核。"
        )
        self.once = kind != Certificate.Kind.PRODUCT  # an enterprise may have several products

    def grant(self, application: Application, snapshot: Snapshot) -> None:
        """Issue the certificate; after a re-check extend the one that there is.

        Raises `RuleViolation` when that one is suspended or revoked.
        """
        if application.purpose == Application.Purpose.RECHECK:
            self._renew(application)
        elif not self._in_force(application) and not self._was_issued(application):
            self._issue(application)

    def withdraw(self, application: Application, reason: str) -> None:
        """Revoke what the cases that `application` corrects brought about."""
        given = CertificateInput(
            reason=reason,
            reason_kind=CertificateEvent.ReasonKind.CORRECTION,
            application_id=application.pk,
        )
        for certificate in self._in_force(application):
            MACHINE.execute(current_actor(), certificate.pk, "revoke", given)

    def _was_issued(self, application: Application) -> bool:
        return bool(Certificate.objects.filter(application=application).exists())

    def _in_force(self, application: Application) -> list[Certificate]:
        """What the case, and those that it corrects, issued or extended, unless it is over."""
        line = Q(application_id__in=line_of(application))
        renewed = Q(events__transition="renew", events__application_id__in=line_of(application))
        found = Certificate.objects.filter(line | renewed).exclude(state__in=OUT_OF_FORCE)
        return list(found.distinct().order_by("pk"))

    def _issue(self, application: Application) -> None:
        enterprise = Enterprise.objects.get(pk=application.organisation_id)
        today = timezone.localdate()
        months = application.scheme_version.parsed.timetable.validity_months
        certificate = Certificate.objects.create(
            application=application,
            organisation_id=application.organisation_id,
            district_id=application.district_id,
            scheme_version_id=application.scheme_version_id,
            kind=self.kind,
            number=next_number(self.kind, today.year),
            holder_name=enterprise.name,
            credit_code=enterprise.credit_code or "",
            title=application.title,
            issued_on=today,
            valid_from=today,
            valid_to=last_day(today, months),
        )
        MACHINE.begin(
            current_actor(), certificate, "issue", CertificateInput(application_id=application.pk)
        )

    def _renew(self, application: Application) -> None:
        certificate = Certificate.objects.get(application_id=application.renews_id or 0)
        renewed = certificate.events.filter(transition="renew")
        if renewed.filter(application_id__in=line_of(application)).exists():
            return
        until = renewed_until(certificate, application)
        given = CertificateInput(application_id=application.pk, valid_to=until)
        MACHINE.execute(current_actor(), certificate.pk, "renew", given)


def renewed_until(certificate: Certificate, application: Application) -> date:
    """Until when a certificate is valid that `application` extends today."""
    months = definition_for(application).timetable.validity_months
    begins = max(certificate.valid_to + timedelta(days=1), timezone.localdate())
    return last_day(begins, months)


def line_of(application: Application) -> list[int]:
    """The case and those that it corrects, one after the other."""
    line = [application.pk]
    while application.corrects is not None:
        application = application.corrects
        line.append(application.pk)
    return line


def held(first: int, last: int) -> list[tuple[int, str]]:
    """Organisation and kind of every certificate that is valid today, of organisations `first` to
    `last`."""
    return _valid_kinds(first, last)


@compiled_once
def _valid_kinds(first: int, last: int) -> QuerySet[Certificate, tuple[int, str]]:
    rows = Certificate.objects.filter(organisation_id__gte=first, organisation_id__lte=last)
    return valid_today(rows).values_list("organisation_id", "kind").distinct()


def titles_of(organisation_id: int) -> list[HeldTitle]:
    """The titles of the organisation's certificates that are valid today."""
    return [HeldTitle(*row) for row in _valid_titles(organisation_id)]


@compiled_once
def _valid_titles(organisation_id: int) -> QuerySet[Certificate, tuple[str, str, str, date]]:
    rows = valid_today(Certificate.objects.filter(organisation_id=organisation_id))
    return rows.values_list("kind", "title", "number", "valid_to")


def kinds_held(organisation_id: int, certificates: Iterable[Certificate]) -> tuple[str, ...]:
    """What `held_kinds` names, of an enterprise whose valid certificates are read already."""
    others = held_kinds(organisation_id, but=held)
    return tuple(sorted({*others, *(one.kind for one in certificates)}))


def numbers_of(application_ids: list[int]) -> dict[int, str]:
    """The certificates' numbers, by the case that brought them about."""
    rows = Certificate.objects.filter(application__in=application_ids)
    return dict(rows.values_list("application_id", "number"))


def register_outcomes() -> None:
    register_references(numbers_of)
    register_results(certificate_of)
    register_holdings(held)
    register_held_titles(titles_of)
    register_ban(ban_after_revocation, "因造假、失信等被撤销认定未满三年的企业")
    for kind in Certificate.Kind:
        register(kind, CertificateOutcome(kind))
