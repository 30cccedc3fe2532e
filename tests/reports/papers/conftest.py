"""A small city with two months of certificates, a plan, and facts up to the end of October."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import acting_as, system_scope
from certification.records import IssuedRecord
from pages.records.actions import save_record
from reports.facts.snapshots import run_facts
from reports.models import DistrictShare, Plan, Target
from reports.papers.actions.make_paper import make_paper
from reports.papers.periods import span_with
from tests.enterprises.imports import code, enterprise

KIND = "demonstration_enterprise"
OCTOBER = span_with("monthly", date(2026, 10, 31))
NOVEMBER = span_with("monthly", date(2026, 11, 30))


class Clock:
    """The portal's clock, set by hand."""

    moment: datetime

    def at(self, day: date, hour: int = 10) -> None:
        self.moment = timezone.make_aware(datetime.combine(day, time(hour)))

    def night_after(self, day: date) -> int:
        """What is done in the night after that day; how many snapshots it wrote."""
        self.at(day + timedelta(days=1), 2)
        return run_facts()


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    clock = Clock()
    clock.at(date(2026, 9, 10))
    monkeypatch.setattr(timezone, "now", lambda: clock.moment)
    return clock


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def leader(as_actor):
    return as_actor(Duty.LEADER)


def certify(city, which, day):
    """A certificate that was entered when it was issued."""
    name = f"青岛第{which}示例有限公司"
    enterprise(name, code(which))
    with acting_as(city):
        save_record(city, IssuedRecord, {
            "number": f"QD-{which}", "kind": KIND, "holder_name": name, "credit_code": code(which),
            "issued_on": day, "valid_from": day, "valid_to": date(day.year + 3, day.month, 1),
            "document_number": "示例〔2026〕1号",
        })  # fmt: skip


@pytest.fixture
def plan(db):
    with system_scope(reason="test"):
        Plan.objects.update(is_current=False)
        plan = Plan.objects.create(
            name="示例计划", source="示例", is_current=True,
            starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31),
        )  # fmt: skip
        target = Target.objects.create(
            plan=plan, measure=KIND, counting="recognised", value=100, unit="家"
        )
        laoshan, chengyang = (District.objects.get(code=code) for code in ("370212", "370214"))
        DistrictShare.objects.create(target=target, district=laoshan, value=60)
        DistrictShare.objects.create(target=target, district=chengyang, value=40)
    return plan


@pytest.fixture
def october(clock, city, plan):
    """Two certificates of September, one of October; facts up to the end of October."""
    certify(city, 1, date(2026, 9, 5))
    certify(city, 2, date(2026, 9, 6))
    clock.night_after(date(2026, 9, 30))
    clock.at(date(2026, 10, 12))
    certify(city, 3, date(2026, 10, 12))
    clock.night_after(date(2026, 10, 31))
    clock.at(date(2026, 11, 1), 6)
    return OCTOBER


@pytest.fixture
def paper(october):
    return make_paper(None, october)
