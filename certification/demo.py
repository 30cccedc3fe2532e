"""The certificates of the demo city, two of them out of force."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from accounts.demo.bulk import Row, insert, keyed
from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of, user_ids
from accounts.tenancy import acting_as
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE
from certification.models import Certificate, CertificateEvent
from certification.numbers import PREFIX
from certification.two_persons import propose_revocation
from certification.validity import add_months
from enterprises.demo.registry import Placed
from lifecycle.proposal_machine import MACHINE as PROPOSAL
from procedures.demo.cases import CaseStep, of_case
from procedures.demo.past_years import VALID_YEARS, Granted, PastYearsStep
from procedures.models.application import State

Life = Certificate.State
KINDS = {
    "demonstration-enterprise": Certificate.Kind.DEMONSTRATION,
    "hidden-champion": Certificate.Kind.CHAMPION,
}
OUT_OF_FORCE = (
    ("suspend", CertificateEvent.ReasonKind.OTHER, "产品质量投诉核查期间暂停（示例）"),
    ("revoke", CertificateEvent.ReasonKind.FRAUD, "抽查发现销售数据与审计报告不符（示例）"),
)


class CertificateStep(DemoStep):
    """What the approved cases brought about."""

    after = (CaseStep,)

    def begin(self) -> None:
        self.officer_id = user_ids()["city"]
        self.months = self.city.step(CaseStep).definition.timetable.validity_months

    def grow(self, numbers: range) -> None:
        submitted = self.city.step(CaseStep).submitted
        approved = [pair for pair in submitted if pair[0]["state"] == State.APPROVED]
        serials = _serials(len(approved))
        rows = keyed(
            Certificate,
            [
                self._certificate(case, holder, serial)
                for (case, holder), serial in zip(approved, serials, strict=True)
            ],
        )
        insert(Certificate, rows)
        decided = {case["id"]: case["decided_at"] for case, _ in approved}
        issued = [self._issued(row, decided[row["application_id"]]) for row in rows]
        insert(CertificateEvent, keyed(CertificateEvent, issued))

    def finish(self) -> None:
        """Let `city` suspend one certificate, and `city2` approve that another is revoked."""
        officer, second = actor_of("city"), actor_of("city2")
        with acting_as(officer):
            newest = Certificate.objects.filter(state=Certificate.State.VALID).order_by("-pk")
            chosen = list(newest.values_list("pk", flat=True)[: len(OUT_OF_FORCE)])
            for key, (name, kind, reason) in zip(chosen, OUT_OF_FORCE, strict=False):
                if name == "revoke":
                    proposal = propose_revocation(officer, key, kind, reason)
                    PROPOSAL.execute(second, proposal.pk, "approve")
                else:
                    given = CertificateInput(reason=reason, reason_kind=kind)
                    MACHINE.execute(officer, key, name, given)

    def _issued(self, certificate: Row, at: datetime) -> Row:
        return {
            "certificate_id": certificate["id"],
            "organisation_id": certificate["organisation_id"],
            "district_id": certificate["district_id"],
            "application_id": certificate["application_id"],
            "transition": "issue",
            "target": Certificate.State.VALID,
            "user_id": self.officer_id,
            "facts": {"number": ["", certificate["number"]]},
            "at": at,
            "xid": 0,
        }

    def _certificate(self, case: Row, holder: Placed, serial: int) -> Row:
        issued: date = timezone.localtime(case["decided_at"]).date()
        return of_case(case) | {
            "scheme_version_id": case["scheme_version_id"],
            "kind": Certificate.Kind.PRODUCT,
            "number": f"{PREFIX[Certificate.Kind.PRODUCT]}-{issued.year}-{serial:06d}",
            "holder_name": holder.invented.values["name"],
            "credit_code": holder.invented.values["credit_code"],
            "title": case["title"],
            "issued_on": issued,
            "valid_from": issued,
            "valid_to": add_months(issued, self.months) - timedelta(days=1),
        }


class PastCertificateStep(DemoStep):
    """What past years left on the second and third rung: in force, renewed, run out, revoked."""

    after = (PastYearsStep, CertificateStep)

    def begin(self) -> None:
        self.officer_id = user_ids()["city"]
        granted = self.city.step(PastYearsStep).granted
        serials = _serials(len(granted))
        rows = [self._certificate(*pair) for pair in zip(granted, serials, strict=True)]
        rows = keyed(Certificate, rows)
        events: list[Row] = []
        for place, (row, one) in enumerate(zip(rows, granted, strict=True)):
            life = self._events(row, one, place)
            row |= {"state": life[-1]["target"], "version": len(life)}
            events += life
        insert(Certificate, rows)
        insert(CertificateEvent, keyed(CertificateEvent, events))

    def _certificate(self, granted: Granted, serial: int) -> Row:
        case, kind = granted.case, KINDS[granted.scheme]
        issued = timezone.localtime(case["decided_at"]).date()
        terms = 2 if granted.renewal else 1
        return of_case(case) | {
            "scheme_version_id": case["scheme_version_id"],
            "kind": kind,
            "number": f"{PREFIX[kind]}-{issued.year}-{serial:06d}",
            "holder_name": granted.holder.invented.values["name"],
            "credit_code": granted.holder.invented.values["credit_code"],
            "title": case["title"],
            "issued_on": issued,
            "valid_from": issued,
            "valid_to": add_months(issued, 12 * VALID_YEARS * terms) - timedelta(days=1),
            "created_at": case["decided_at"],
        }

    def _events(self, row: Row, granted: Granted, place: int) -> list[Row]:
        """Its life: issued, then renewed, run out, or (one in thirty) revoked after a year."""
        issued = granted.case["decided_at"]
        over = issued + timedelta(days=365 * VALID_YEARS)
        happened = [self._event(row, "issue", "", Life.VALID, issued, granted.case["id"])]
        if granted.renewal:
            at = granted.renewal["decided_at"]
            due, case_id = min(at, over) - timedelta(days=90), granted.renewal["id"]
            happened.append(self._event(row, "fall_due", Life.VALID, Life.RECHECK_DUE, due))
            happened.append(self._event(row, "renew", Life.RECHECK_DUE, Life.VALID, at, case_id))
        elif place % 30 == 7:
            at = min(issued + timedelta(days=400), timezone.now() - timedelta(days=5))
            happened.append(
                self._event(row, "revoke", Life.VALID, Life.REVOKED, at)
                | {"reason": OUT_OF_FORCE[1][2], "reason_kind": OUT_OF_FORCE[1][1]}
            )
        elif over < timezone.now():
            happened.append(self._event(row, "expire", Life.VALID, Life.EXPIRED, over))
        return happened

    def _event(
        self, row: Row, transition: str, source: str, target: str, at: datetime,
        application_id: int | None = None,
    ) -> Row:  # fmt: skip
        by_the_portal = transition in ("fall_due", "expire")
        return {
            "certificate_id": row["id"],
            "organisation_id": row["organisation_id"],
            "district_id": row["district_id"],
            "application_id": application_id,
            "transition": transition,
            "source": source,
            "target": target,
            "user_id": None if by_the_portal else self.officer_id,
            "at": at,
            "xid": 0,
        }


def _serials(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('certification_certificate_number') FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]
