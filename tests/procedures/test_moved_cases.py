"""An enterprise that moves takes its running cases before the bureau of the other district."""

import pytest

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.models import Enterprise
from procedures.cases.actions.assign_case import assign_cases
from tests.procedures import filings


def moved(actor, district):
    with acting_as(actor), system_scope(reason="test"):
        move_enterprise(Enterprise.objects.get(), district)


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


@pytest.fixture
def new_bureau(as_actor, other_district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=other_district)


def test_new_bureau_is_told_of_the_case_and_sees_it(people, case, new_bureau, other_district):
    moved(people.city, other_district)
    assert f"申报转到本区市：{case}" in filings.told(new_bureau.user_id)
    with acting_as(new_bureau):
        assert filings.fresh(case).district_id == other_district.pk


def test_enterprise_is_told_who_reviews_now(people, case, new_bureau, other_district):
    moved(people.city, other_district)
    assert f"申报转到{other_district.name}办理：{case}" in filings.told(people.staff.user_id)


def test_case_leaves_the_desk_of_the_former_reviewer(people, case, other_district):
    with acting_as(people.reviewer):
        assign_cases(people.reviewer, {case.pk: None}, people.reviewer.user_id)
    moved(people.city, other_district)
    assert filings.fresh(case).reviewer_id is None
    with system_scope(reason="test"):
        last = case.assignments.order_by("-id").first()
    assert f"企业迁入{other_district.name}" in last.note


def test_decided_case_is_not_told(people, case, new_bureau, other_district):
    filings.done(people.staff, case, "withdraw", "材料有误")
    moved(people.city, other_district)
    assert not [one for one in filings.told(new_bureau.user_id) if one.startswith("申报转到")]
