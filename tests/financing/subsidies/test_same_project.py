"""One project: its cap is one whatever the year, and money for another excludes nothing."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.tenancy import acting_as, system_scope
from financing.models import SubsidyClaim
from financing.subsidies.case_part import SubsidyCasePart
from financing.subsidies.facts_of import facts_of
from financing.subsidies.find.offers import find_money
from financing.subsidies.sums import worked_out
from procedures.models import Application, Batch
from schemes.checking.amounts import rule_problems
from schemes.definition.amount import AmountRule
from tests.financing.subsidies import claims
from tests.procedures import filings

pytestmark = pytest.mark.django_db
PROJECT = "减速机产线改造"
EXCLUSION = {
    "group": "machines", "label": "同一设备的资金", "mode": "top_up_difference", "of_project": True,
}  # fmt: skip
BY_PROJECT: dict[str, Any] = {
    **claims.EQUIPMENT, "exclusion": EXCLUSION, "project_field": "project",
}  # fmt: skip


def named(case: Application, project: str) -> Application:
    with system_scope(reason="test"):
        Application.objects.filter(pk=case.pk).update(
            answers={**case.answers, "project": project}, title=project
        )
    return filings.fresh(case)


def opened(people: SimpleNamespace, case: Application) -> SubsidyClaim:
    """The claim once its form was opened."""
    with acting_as(people.staff):
        SubsidyCasePart().on_the_form(people.staff, filings.fresh(case))
        return claims.claim(case)


def granted(people: SimpleNamespace, batch: Batch, project: str, amount: int) -> Application:
    """A case of the enterprise that was decided with `amount` 元."""
    case = named(claims.draft(people.staff, batch), project)
    opened(people, case)
    claims.decide(case)
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(application=case).update(approved_amount=Decimal(amount))
    return case


def next_batch(batch: Batch) -> Batch:
    with system_scope(reason="test"):
        return Batch.objects.create(
            version=batch.version, name="下一批", year=batch.year, opens_at=batch.opens_at,
            closes_at=batch.closes_at,
        )  # fmt: skip


def test_claim_keeps_the_project_that_the_form_names_now(people: SimpleNamespace) -> None:
    case = claims.draft(people.staff, claims.batch_of(BY_PROJECT))
    assert opened(people, case).project == PROJECT
    assert opened(people, named(case, "二期 Ａ")).project == "二期A"
    filings.done(people.staff, claims.ready(people.staff, filings.fresh(case), 1), "submit")
    with system_scope(reason="test"):
        assert claims.claim(case).project == "二期A"


def test_scheme_that_tells_no_projects_apart_keeps_none(people: SimpleNamespace) -> None:
    case = claims.draft(people.staff, claims.batch_of(claims.EQUIPMENT))
    assert opened(people, case).project == ""


@pytest.mark.parametrize(("project", "left"), [(PROJECT, 1_000_000), ("另一个项目", 6_000_000)])
def test_cap_of_a_project_is_one_for_all_of_its_claims(
    people: SimpleNamespace, project: str, left: int
) -> None:
    batch = claims.batch_of(BY_PROJECT)
    granted(people, batch, project, 5_000_000)
    mine = claims.draft(people.staff, next_batch(batch))
    claims.add(people.staff, mine, claims.invoice(50, 60_000_000))
    claim = opened(people, mine)
    with acting_as(people.staff):
        assert worked_out(claim, "declared").amount == left


@pytest.mark.parametrize(("project", "counts"), [(PROJECT, True), ("另一个项目", False)])
def test_money_for_another_project_excludes_nothing(
    people: SimpleNamespace, project: str, counts: bool
) -> None:
    granted(people, claims.batch_of(BY_PROJECT, "another"), project, 300_000)
    mine = claims.draft(people.staff, claims.batch_of(BY_PROJECT))
    with acting_as(people.staff):
        earlier = facts_of(opened(people, mine), "declared").earlier
    assert [one.amount for one in earlier] == ([Decimal("300000.00")] if counts else [])


def test_claim_that_names_no_project_is_held_against_all(people: SimpleNamespace) -> None:
    granted(people, claims.batch_of(BY_PROJECT, "another"), PROJECT, 300_000)
    mine = named(claims.draft(people.staff, claims.batch_of(BY_PROJECT)), "")
    with acting_as(people.staff):
        assert len(facts_of(opened(people, mine), "declared").earlier) == 1


def test_earlier_money_is_told_before_a_line_is_filled_in(people: SimpleNamespace) -> None:
    granted(people, claims.batch_of(BY_PROJECT, "another"), PROJECT, 300_000)
    claims.batch_of(BY_PROJECT, "offered", "示例技改奖补")
    with acting_as(people.staff):
        here = find_money(people.staff)
    offer = next(one for one in here.ready if one.name == "示例技改奖补")
    [sentence] = [one for one in offer.beside if "已得" in one]
    assert "已得“同一设备的资金”30.00 万元（2026 年）" in sentence
    assert "同一项目的才算" in sentence


def test_rule_of_a_project_must_say_how_projects_are_told_apart() -> None:
    rule = AmountRule.model_validate({**BY_PROJECT, "project_field": None})
    assert [path for path, _ in rule_problems(rule)] == [("exclusion", "of_project")]
    assert not list(rule_problems(AmountRule.model_validate(BY_PROJECT)))
