"""A small city with a plan, certificates of two years and the facts of its days."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import District
from accounts.tenancy import Actor, acting_as, system_scope
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE
from certification.models import Certificate
from certification.records import IssuedRecord
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.models import Enterprise
from pages.records.actions import save_record
from reports.facts.checks import check_facts
from reports.facts.snapshots import run_facts
from reports.models import DistrictShare, Plan, Target
from tests.enterprises.imports import code, enterprise

TODAY = date(2026, 6, 10)
KIND = "demonstration_enterprise"
CHAMPION = "hidden_champion"


class Clock:
    """The portal's clock, set by hand."""

    moment: datetime

    def work_on(self, day: date) -> None:
        self.moment = timezone.make_aware(datetime.combine(day, time(10)))

    def night_of(self, day: date) -> int:
        """What is done in the night after the day."""
        self.moment = timezone.make_aware(datetime.combine(day + timedelta(days=1), time(2)))
        written = run_facts()
        check_facts()
        return written


def make_plan(*, counting: str = Target.Counting.RECOGNISED, value: int = 40) -> Plan:
    """A plan of two years with two targets."""
    with system_scope(reason="test"):
        Plan.objects.update(is_current=False)
        plan = Plan.objects.create(
            name="示例计划", source="示例", is_current=True,
            starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31),
        )  # fmt: skip
        for sort, (measure, goal) in enumerate(((KIND, value), (CHAMPION, 5))):
            Target.objects.create(
                plan=plan, measure=measure, value=goal, unit="家", sort=sort,
                counting=counting if measure == KIND else Target.Counting.STOCK,
            )  # fmt: skip
        return plan


def split(plan: Plan, measure: str, shares: dict[District, int]) -> Target:
    with system_scope(reason="test"):
        target = Target.objects.get(plan=plan, measure=measure)
        for district, value in shares.items():
            DistrictShare.objects.create(target=target, district=district, value=value)
        return target


def place(which: int, district: District) -> Enterprise:
    """An enterprise in a district."""
    made = enterprise(f"青岛第{which}示例有限公司", code(which))
    with system_scope(reason="test"):
        if made.district_id != district.pk:
            move_enterprise(made, district)
    return made


def certify(city: Actor, which: int, since: date, until: date, *, kind: str = KIND) -> Certificate:
    """A certificate for the enterprise `which`, entered now."""
    with acting_as(city):
        paper = {
            "number": f"QD-{kind[:2]}-{which}", "kind": kind,
            "holder_name": f"青岛第{which}示例有限公司", "credit_code": code(which),
            "issued_on": since, "valid_from": since, "valid_to": until, "document_number": "1号",
        }  # fmt: skip
        return save_record(city, IssuedRecord, paper).row.certificate


def revoke(city: Actor, certificate: Certificate) -> None:
    given = CertificateInput(reason="审计报告系伪造。", reason_kind="fraud", document_number="1号")
    with acting_as(city):
        MACHINE.execute(city, certificate.pk, "revoke", given)
