"""Splitting a target: what is due by when, and what each district takes."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import acting_as, system_scope
from reports.models import Plan, Target
from reports.targets.actions.split_target import split_target
from reports.targets.parts import parts_of


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def target(db):
    with system_scope(reason="test"):
        plan = Plan.objects.create(
            name="示例计划", source="示例", starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31)
        )
        return Target.objects.create(
            plan=plan, measure="hidden_champion", counting="stock", value=100, unit="家"
        )


def split(actor, target, *, shares=None, milestones=None, version=None):
    with acting_as(actor):
        return split_target(
            actor, target.pk, shares=shares or {}, milestones=milestones or {}, version=version
        )


def test_shares_and_milestones_are_kept(city, target, district, other_district):
    split(city, target, shares={district.pk: 60, other_district.pk: 40},
          milestones={date(2026, 12, 31): 30, date(2027, 12, 31): None})  # fmt: skip
    with system_scope(reason="test"):
        assert dict(target.shares.values_list("district_id", "value")) == {
            district.pk: 60, other_district.pk: 40,
        }  # fmt: skip
        target.refresh_from_db()
        assert target.path == [(date(2026, 12, 31), 30)]


def test_shares_that_do_not_add_up_are_refused_with_the_difference(
    city, target, district, other_district
):
    with pytest.raises(RuleViolation) as refused:
        split(city, target, shares={district.pk: 60, other_district.pk: 45})
    assert refused.value.errors == {"shares": "各区市合计 105 家，比目标 100 家多 5 家。"}


def test_path_that_falls_or_passes_the_target_is_refused_at_its_year(city, target):
    falling = {date(2026, 12, 31): 50, date(2027, 12, 31): 40}
    with pytest.raises(RuleViolation) as refused:
        split(city, target, milestones=falling)
    assert refused.value.errors == {"year-2027": "不能小于 2026 年底应达的 50。"}
    with pytest.raises(RuleViolation) as refused:
        split(city, target, milestones={date(2026, 12, 31): 101})
    assert refused.value.errors == {"year-2026": "不能大于目标值 100 家。"}


def test_page_that_somebody_changed_meanwhile_is_stale(city, target, district):
    split(city, target, shares={district.pk: 100}, version=1)
    with pytest.raises(StaleVersion):
        split(city, target, version=1)


@pytest.mark.parametrize("duty", [Duty.DISTRICT_REVIEWER, Duty.LEADER, Duty.AUDITOR], ids=str)
def test_only_the_city_splits(as_actor, target, duty):
    with pytest.raises(NotPermitted):
        split(as_actor(duty), target)


def test_refused_form_keeps_what_was_typed(city, target, district, signed_in):
    client = signed_in(city)
    answer = client.post(
        reverse("reports:split", args=[target.pk]), {f"district-{district.pk}": "60", "version": 1}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "各区市合计 60 家，比目标 100 家少 40 家。" in page and 'value="60"' in page


def test_page_of_a_target_shows_how_it_is_split(city, target, district, signed_in):
    client = signed_in(city)
    client.post(
        reverse("reports:split", args=[target.pk]), {f"district-{district.pk}": "100", "version": 1}
    )
    page = client.get(reverse("reports:target", args=[target.pk])).content.decode()
    assert district.short_name in page and "100 家" in page


def test_parts_add_up_to_the_whole():
    assert parts_of(10, {1: 1, 2: 1, 3: 1}) in ({1: 4, 2: 3, 3: 3},)


def test_milestones_stand_at_the_ends_of_quarters_too(city, target, district, signed_in):
    client = signed_in(city)
    address = reverse("reports:split", args=[target.pk])
    typed = {"quarter-2026-2": "10", "year-2026": "30", "version": 1}
    assert client.post(address, typed).status_code == 302
    with system_scope(reason="test"):
        target.refresh_from_db()
        assert target.path == [(date(2026, 6, 30), 10), (date(2026, 12, 31), 30)]
    assert (
        "2026 年二季度末"
        in client.get(reverse("reports:target", args=[target.pk])).content.decode()
    )


def test_quarter_that_falls_is_refused_at_its_field(city, target):
    falling = {date(2026, 3, 31): 20, date(2026, 6, 30): 10}
    with pytest.raises(RuleViolation) as refused:
        split(city, target, milestones=falling)
    assert refused.value.errors == {"quarter-2026-2": "不能小于 2026 年一季度末应达的 20。"}


def test_baseline_needs_its_day(city, target, signed_in):
    client = signed_in(city)
    address = reverse("reports:target_edit", args=[target.pk])
    typed = {
        "counting": "stock", "value": "100", "unit": "家", "sort": "0", "baseline": "12",
        "version": 1,
    }  # fmt: skip
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "基期数和基期日要一起填写。" in answer.content.decode()
    assert client.post(address, {**typed, "baseline_on": "2025-12-31"}).status_code == 302
    page = client.get(reverse("reports:target", args=[target.pk])).content.decode()
    assert "2025-12-31" in page
