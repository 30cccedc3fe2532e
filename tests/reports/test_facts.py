"""Snapshots of what counted: computed, made up for, and published again where history says so."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from certification.actions.carry_over_certificates import rename_holder
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE
from certification.records import IssuedRecord
from enterprises.actions.enter_cultivation_pool import (
    enter_cultivation_pool,
    leave_cultivation_pool,
)
from enterprises.actions.move_enterprise import move_enterprise
from pages.metrics import counted_now
from pages.records.actions import save_record
from reports.facts.snapshots import run_facts
from reports.models import CountedStay, DailySnapshot, Fact
from tests.enterprises.imports import code, enterprise

TODAY = date(2026, 6, 3)
KIND = "demonstration_enterprise"


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


class Clock:
    """The portal's clock, set by hand."""

    moment: datetime

    def work_on(self, number: int) -> None:
        """Ten o'clock, so many days after TODAY."""
        self.moment = timezone.make_aware(datetime.combine(days(number), time(10)))

    def night_of(self, number: int) -> int:
        """What is done in the night after that day; how many snapshots it wrote."""
        self.moment = timezone.make_aware(datetime.combine(days(number + 1), time(2)))
        return run_facts()


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    clock = Clock()
    clock.work_on(0)
    monkeypatch.setattr(timezone, "now", lambda: clock.moment)
    return clock


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def known():
    return enterprise("青岛示例精密有限公司", code(1))


def entered(city, *, since=None, until=None, number="QD-SF-2024-017", which=1):
    with acting_as(city):
        paper = {
            "number": number, "kind": KIND,
            "holder_name": "青岛示例精密有限公司" if which == 1 else "青岛另一示例有限公司",
            "credit_code": code(which), "issued_on": since or days(-300),
            "valid_from": since or days(-300), "valid_to": until or days(300),
            "document_number": "青工信〔2024〕17号",
        }  # fmt: skip
        return save_record(city, IssuedRecord, paper).row.certificate


def revoked(city, certificate):
    given = CertificateInput(reason="审计报告系伪造。", reason_kind="fraud", document_number="1号")
    with acting_as(city):
        MACHINE.execute(city, certificate.pk, "revoke", given)


def stock(day, metric=KIND, *, district=None):
    """The stock that is published for the day."""
    with system_scope(reason="test"):
        rows = Fact.objects.filter(
            snapshot__day=day, snapshot__is_current=True, metric=metric, stock__gt=0
        )
        if district:
            rows = rows.filter(district=district)
        return sum(rows.values_list("stock", flat=True))


def versions(day):
    with system_scope(reason="test"):
        return list(DailySnapshot.objects.filter(day=day).order_by("as_of"))


def test_what_counts_today_is_in_tonights_snapshot(clock, city, known):
    entered(city)
    clock.night_of(0)
    with system_scope(reason="test"):
        now = {key: n for key, n in counted_now().items() if n}
    assert {(KIND, known.district_id): stock(TODAY)} == now


def test_same_night_twice_writes_nothing(clock, city, known):
    entered(city)
    assert clock.night_of(0)
    with system_scope(reason="test"):
        before = (
            list(CountedStay.objects.values_list()),
            list(DailySnapshot.objects.values("as_of")),
        )
    assert clock.night_of(0) == 0
    with system_scope(reason="test"):
        assert before == (
            list(CountedStay.objects.values_list()), list(DailySnapshot.objects.values("as_of")),
        )  # fmt: skip


def test_first_night_has_the_ends_of_the_months_before(clock, city, known):
    entered(city, since=date(2024, 3, 15))
    clock.night_of(0)
    assert stock(date(2024, 3, 31)) == 1
    assert stock(date(2024, 2, 29)) == 0


def test_days_missed_are_made_up_for(clock, city, known):
    entered(city)
    clock.night_of(0)
    clock.night_of(4)
    assert [stock(days(number)) for number in range(1, 5)] == [1, 1, 1, 1]


def test_revocation_counts_from_its_day_and_changes_no_figure_before(clock, city, known):
    certificate = entered(city, since=days(-40))
    clock.night_of(0)
    clock.work_on(1)
    revoked(city, certificate)
    clock.night_of(1)
    assert (stock(TODAY), stock(days(1))) == (1, 0)
    assert len(versions(TODAY)) == 1


def test_late_entry_publishes_the_day_again_with_its_difference(clock, city, known):
    enterprise("青岛另一示例有限公司", code(2))
    entered(city)
    clock.night_of(0)
    clock.work_on(1)
    entered(city, since=days(-10), number="QD-SF-2024-018", which=2)
    clock.night_of(1)
    first, second = versions(TODAY)
    assert (first.is_current, second.is_current) == (False, True)
    assert second.differences == [[KIND, known.district_id, 1, 2, 1, 2]]
    assert stock(TODAY) == 2
    with system_scope(reason="test"):
        assert sum(first.facts.values_list("stock", flat=True)) == 1


def test_day_before_the_late_entry_is_not_published_again(clock, city, known):
    enterprise("青岛另一示例有限公司", code(2))
    entered(city, since=date(2024, 3, 15))
    clock.night_of(0)
    clock.work_on(1)
    entered(city, since=days(-10), number="QD-SF-2024-018", which=2)
    clock.night_of(1)
    assert len(versions(date(2024, 3, 31))) == 1


def test_expiry_that_is_known_ahead_ends_the_count_on_its_day(clock, city, known):
    entered(city, until=days(3))
    clock.night_of(0)
    clock.night_of(5)
    assert [stock(days(number)) for number in (2, 3, 4)] == [1, 1, 0]


def test_acts_of_recognition_stay_counted_after_the_expiry(clock, city, known):
    entered(city, until=days(1))
    clock.night_of(0)
    clock.night_of(3)
    with system_scope(reason="test"):
        row = Fact.objects.get(snapshot__day=days(3), snapshot__is_current=True, metric=KIND)
    assert (row.stock, row.organisations, row.recognised) == (0, 0, 1)


def test_enterprise_that_moves_counts_in_its_new_district_and_was_won_in_the_old(
    clock, city, known, other_district
):
    won_in = known.district_id
    entered(city)
    clock.night_of(0)
    clock.work_on(1)
    with system_scope(reason="test"):
        move_enterprise(known, other_district)
    clock.night_of(1)
    with system_scope(reason="test"):
        rows = Fact.objects.filter(snapshot__day=days(1), snapshot__is_current=True, metric=KIND)
        assert {row.district_id: (row.stock, row.recognised) for row in rows} == {
            won_in: (0, 1), other_district.pk: (1, 0),
        }  # fmt: skip


def test_pool_counts_from_entry_to_exit(clock, city, known):
    with acting_as(city):
        enter_cultivation_pool(city, known.pk)
    clock.night_of(0)
    clock.work_on(1)
    with acting_as(city):
        leave_cultivation_pool(city, known.pk, "迁出本市", "moved")
    clock.night_of(1)
    assert (stock(TODAY, "pool"), stock(days(1), "pool")) == (1, 0)


def test_renaming_writes_no_new_stay(clock, city, known):
    certificate = entered(city)
    clock.night_of(0)
    clock.work_on(1)
    with acting_as(city):
        rename_holder(
            city, certificate.pk, "青岛示例新名有限公司", reason="更名", document_number="1号"
        )
    clock.night_of(1)
    with system_scope(reason="test"):
        assert CountedStay.objects.count() == 1


def test_snapshot_equals_independent_sql(clock, city, known):
    enterprise("青岛另一示例有限公司", code(2))
    entered(city, since=days(-100))
    entered(city, since=days(-50), until=days(-20), number="QD-SF-2024-018", which=2)
    clock.night_of(0)
    with system_scope(reason="test"), connection.cursor() as cursor:
        for snapshot in DailySnapshot.objects.filter(is_current=True):
            cursor.execute(
                "SELECT count(*) FROM certification_certificate WHERE kind = %s"
                " AND valid_from <= %s AND valid_to >= %s",
                [KIND, snapshot.day, snapshot.day],
            )
            assert cursor.fetchone()[0] == stock(snapshot.day)


def test_bureau_of_a_district_reads_the_sums_of_all_and_the_rows_of_its_own(
    clock, city, known, as_actor, other_district
):
    entered(city)
    clock.night_of(0)
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(stranger):
        assert Fact.objects.filter(snapshot__day=TODAY, metric=KIND).exists()
        assert not CountedStay.objects.exists()
