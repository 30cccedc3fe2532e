"""The cultivation pool, and the name search behind the wall."""

import pytest

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.pagination import counted
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.enter_cultivation_pool import (
    enter_cultivation_pool,
    leave_cultivation_pool,
)
from enterprises.models import Enterprise, RegistrationState
from enterprises.querysets import ids_with_name_part
from tests.enterprises.entries import entry


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def test_confirmed_small_enterprise_enters_and_leaves(reviewer):
    enterprise = entry(1)
    with acting_as(reviewer):
        assert enter_cultivation_pool(reviewer, enterprise.pk).pool_entered_on
        with pytest.raises(RuleViolation):
            leave_cultivation_pool(reviewer, enterprise.pk, " ")
        left = leave_cultivation_pool(reviewer, enterprise.pk, "已迁出本市")
    assert left.pool_entered_on is None


def test_large_enterprise_stays_out(reviewer):
    enterprise = entry(1, staff=2000, revenue=90000)
    with acting_as(reviewer), pytest.raises(RuleViolation, match="中小微"):
        enter_cultivation_pool(reviewer, enterprise.pk)


def test_unconfirmed_enterprise_stays_out(reviewer):
    enterprise = entry(1, state=RegistrationState.PENDING)
    with acting_as(reviewer), pytest.raises(RuleViolation, match="登记确认后"):
        enter_cultivation_pool(reviewer, enterprise.pk)


def test_enterprise_cannot_enter_by_itself(as_actor):
    enterprise = entry(1)
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)
    with acting_as(staff), pytest.raises(NotPermitted):
        enter_cultivation_pool(staff, enterprise.pk)


def test_search_function_keeps_to_the_tenant(reviewer, as_actor, other_district):
    inside = entry(1)
    entry(2, district=other_district.code)
    with acting_as(reviewer):
        assert ids_with_name_part("齿轮", 10) == [inside.pk]
    stranger = as_actor(Duty.ENTERPRISE_STAFF, district=other_district)
    with acting_as(stranger):
        assert ids_with_name_part("齿轮", 10) == []
    assert ids_with_name_part("齿轮", 10) == []


def test_search_function_takes_wildcards_as_letters(reviewer):
    entry(1)
    with acting_as(reviewer):
        assert ids_with_name_part("示%", 10) == ids_with_name_part("__", 10) == []


def test_count_stops_at_its_limit(db):
    for number in range(4):
        entry(number)
    with system_scope(reason="test"):
        assert counted(Enterprise.objects.all(), 3) == (3, True)
        assert counted(Enterprise.objects.all(), 4) == (4, False)
