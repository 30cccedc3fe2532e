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
from certification.outcomes import PREFIX
from certification.validity import add_months
from enterprises.demo.registry import Placed
from procedures.demo.cases import CaseStep, of_case
from procedures.models.application import State

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
        """Let `city` suspend one certificate and revoke another."""
        officer = actor_of("city")
        with acting_as(officer):
            newest = Certificate.objects.filter(state=Certificate.State.VALID).order_by("-pk")
            chosen = list(newest.values_list("pk", flat=True)[: len(OUT_OF_FORCE)])
            for key, (name, kind, reason) in zip(chosen, OUT_OF_FORCE, strict=False):
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


def _serials(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('certification_certificate_number') FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]
