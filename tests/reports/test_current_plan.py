"""Which plan is the current one, and what is said where none is."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from pages.records.actions import retire_record
from reports.models import Plan
from reports.targets.records import PlanRecord

NONE = "没有当前计划"


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def current(db):
    with system_scope(reason="test"):
        Plan.objects.update(is_current=False)
        return Plan.objects.create(
            name="示例计划", source="示例", is_current=True,
            starts_on=date(2026, 1, 1), ends_on=date(2099, 12, 31),
        )  # fmt: skip


def pages(client, plan):
    return [
        client.get(address).content.decode()
        for address in (reverse("reports:plans"), reverse("reports:plan", args=[plan.pk]), "/home/")
    ]


def test_nothing_is_said_while_a_plan_is_current(signed_in, city, current):
    assert not any(NONE in page for page in pages(signed_in(city), current))


def test_plans_and_homes_say_when_no_plan_is_current(signed_in, city, current):
    client = signed_in(city)
    form = client.get(reverse("reports:plan_edit", args=[current.pk])).context["form"]
    sent = {name: form[name].value() for name in form.fields if name != "is_current"}
    sent["version"] = current.version
    assert client.post(reverse("reports:plan_edit", args=[current.pk]), sent).status_code == 302
    assert all(NONE in page for page in pages(client, current))


def test_readers_of_an_old_plan_are_not_told_while_another_is_current(signed_in, city, current):
    with system_scope(reason="test"):
        old = Plan.objects.exclude(pk=current.pk).first()
    page = signed_in(city).get(reverse("reports:plan", args=[old.pk])).content.decode()
    assert NONE not in page


def test_plan_out_of_use_makes_room_for_another(signed_in, city, current):
    with acting_as(city):
        retire_record(city, PlanRecord, current.pk, "示例", current.version)
        assert not Plan.objects.get(pk=current.pk).is_current
        Plan.objects.exclude(pk=current.pk).update(is_current=False)
    assert NONE in pages(signed_in(city), current)[0]
