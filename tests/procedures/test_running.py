"""Nobody files twice for the same while the first is under way."""

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from procedures.cases.actions.start_application import start_application
from procedures.cases.lifecycle import MACHINE
from procedures.cases.standings import standings_of
from procedures.models import Batch
from schemes.models import SchemeVersion
from tests.procedures import factories, filings


def batch_of(code):
    with system_scope(reason="test"):
        batch = factories.open_batch()
        version = SchemeVersion.objects.filter(scheme__code=code, state="published").latest("id")
        Batch.objects.filter(pk=batch.pk).update(version=version)
        return Batch.objects.select_related("version").get(pk=batch.pk)


def running(people, batch, **values):
    with system_scope(reason="test"):
        return factories.case(
            people.staff, people.staff.district_ids[0], batch, number="2026000001", **values
        )


def test_title_of_an_enterprise_is_not_filed_for_while_a_case_is_under_way(people):
    batch = batch_of("demonstration-enterprise")
    running(people, batch, state="public_notice")
    with (
        acting_as(people.staff),
        pytest.raises(RuleViolation, match="正在办理.*2026000001.*公示中"),
    ):
        start_application(people.staff, batch.pk)


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_case_that_came_to_nothing_is_in_nobodys_way(people, state):
    batch = batch_of("demonstration-enterprise")
    running(people, batch, state=state)
    with acting_as(people.staff):
        assert start_application(people.staff, batch.pk)[1]


def test_same_product_is_not_filed_twice_and_another_is(people):
    batch = filings.open_batch()
    first = filings.submitted(people.staff, batch)
    second = filings.draft(people.staff, batch, product_name=first.title)
    with acting_as(people.staff), pytest.raises(RuleViolation, match=f"正在办理.*{first.number}"):
        MACHINE.execute(people.staff, second.pk, "submit", filings.DECLARED)
    with system_scope(reason="test"):
        second.title = "另一种减速机"
        second.answers["product_name"] = second.title
        second.save()
    assert filings.done(people.staff, second, "submit").state == "district_review"


def test_list_of_schemes_leads_to_the_running_case(people, signed_in):
    batch = batch_of("demonstration-enterprise")
    case = running(people, batch, state="district_review")
    with acting_as(people.staff):
        found = {one.version.scheme.code: one.running for one in standings_of(people.staff)}
    assert found["demonstration-enterprise"] == case
    assert found["certified-product"] is None
    page = signed_in(people.staff).get("/procedures/schemes/").content.decode()
    assert f"/procedures/cases/{case.pk}/" in page


def test_same_product_in_another_spelling_is_not_filed_twice(people):
    batch = filings.open_batch()
    filings.submitted(people.staff, batch, product_name="精密减速机（ＶＫ 系列）")
    second = filings.draft(people.staff, batch, product_name="精密减速机(VK系列)")
    with acting_as(people.staff), pytest.raises(RuleViolation, match="同样的申报正在办理"):
        MACHINE.execute(people.staff, second.pk, "submit", filings.DECLARED)
