"""Confirming many effect reports at once: what the preview says, and what becomes of each."""

import pytest
from django.urls import reverse

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as
from financing.models import EffectReport
from financing.subsidies.effect.actions.confirm_reports import confirm_reports, look_at_reports
from tests.financing.ledger.money import fresh
from tests.financing.subsidies.effect.grants import filed, opened, reports

ENOUGH = {"实际总投资": 2600, "推进计划任务完成率": 100}
MISSED = {"实际总投资": 300, "推进计划任务完成率": 10}
LIST = "financing:effect_reports"


@pytest.fixture
def both(people, grant) -> list[EffectReport]:
    """The report of the first year and that of the goals' day, both filed and green."""
    opened()
    return [filed(people.staff, one, ENOUGH) for one in reports(grant)]


def chosen(rows: list[EffectReport]) -> dict[str, object]:
    return {"bulk": "confirm", "row": [row.pk for row in rows]}


def looked_at(rows: list[EffectReport]) -> list[str]:
    return [f"{row.pk}:{row.version}" for row in rows]


@pytest.mark.parametrize("duty", ["reviewer", "city"])
def test_district_and_city_confirm_those_that_are_ticked(people, both, signed_in, duty):
    client = signed_in(getattr(people, duty))
    page = client.post(reverse(LIST), chosen(both))
    assert [one.pk for one in page.context["possible"]] == [one.pk for one in both]
    done = client.post(
        reverse("financing:effect_reports_confirm"),
        {"looked_at": looked_at(both), "reason": "一并核实"},
    )
    assert "2 份已核实" in done.content.decode()
    assert {fresh(one).state for one in both} == {"confirmed"}


def test_a_red_report_is_opened_by_itself(people, grant):
    opened()
    first, last = reports(grant)
    rows = [filed(people.staff, first, ENOUGH), filed(people.staff, last, MISSED)]
    with acting_as(people.reviewer):
        green, red = look_at_reports(people.reviewer, [row.pk for row in rows])
        assert green.reasons == () and "红灯" in red.reasons[0]
        found = confirm_reports(people.reviewer, {row.pk: row.version for row in rows}, "")
    assert [bool(one.reasons) for one in found] == [False, True]
    assert (fresh(first).state, fresh(last).state) == ("confirmed", "filed")


def test_a_report_that_changed_since_the_preview_is_left_alone(people, both):
    first, last = both
    with acting_as(people.city):
        found = confirm_reports(
            people.city, {first.pk: first.version - 1, last.pk: last.version}, ""
        )
    assert [bool(one.reasons) for one in found] == [True, False]
    assert fresh(first).state == "filed"


def test_what_was_not_filed_says_so_in_the_preview(people, grant):
    opened()
    with acting_as(people.city):
        [one, _] = look_at_reports(people.city, [row.pk for row in reports(grant)])
    assert one.reasons


def test_none_chosen_and_other_duties_are_refused(people, both):
    with acting_as(people.city), pytest.raises(RuleViolation, match="至少选择一份"):
        confirm_reports(people.city, {}, "")
    with acting_as(people.staff), pytest.raises(NotPermitted):
        look_at_reports(people.staff, [both[0].pk])
