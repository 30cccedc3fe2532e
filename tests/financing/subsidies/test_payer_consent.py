"""The consent of whoever paid less: asked by the shipped forms, read by the engine."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from financing.models import SubsidyClaim
from financing.subsidies.facts_of import events_in, facts_of
from procedures.models import Application, Batch
from schemes.amounts.engine import work_out
from schemes.amounts.facts import AmountFacts, AmountItem, EarlierPay
from schemes.checking.problems import read
from schemes.definition.amount_terms import CONSENT
from schemes.models import Scheme, SchemeVersion
from tests.financing.subsidies import claims
from tests.schemes.shipped import FOLDER, load_definition

D = Decimal
HIGHER_OF = ("equipment_2021", "equipment_2026", "loan_interest")
AGREED = {"earlier_funding": "yes", "payer_consent": CONSENT}


def shipped(file: str) -> dict[str, Any]:
    return load_definition(FOLDER / "subsidies" / f"{file}.yaml").model_dump(mode="json")


def case_with(people: SimpleNamespace, answers: dict[str, str]) -> Application:
    """A draft of the shipped 技术改造综合奖补 with these answers."""
    now = timezone.now()
    with system_scope(reason="test"):
        version = SchemeVersion.objects.create(
            scheme=Scheme.objects.create(code="consent-test", name="技术改造综合奖补"),
            label="2026 版", state="published", valid_from=date(2026, 1, 1),
            source_document="示例文件", definition=shipped("equipment_2026"),
        )  # fmt: skip
        batch = Batch.objects.create(
            version=version, name="2026 年度技改奖补", year=claims.YEAR,
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30),
        )  # fmt: skip
    case = claims.draft(people.staff, batch)
    with acting_as(people.staff):
        case.answers = {"contribution": "0", **answers}
        case.save()
    return case


@pytest.mark.parametrize("file", HIGHER_OF)
def test_a_shipped_form_asks_for_the_consent_that_its_rule_needs(file: str) -> None:
    definition = load_definition(FOLDER / "subsidies" / f"{file}.yaml")
    asked = {choice.value for field in definition.fields() for choice in field.choices}
    assert CONSENT in asked


@pytest.mark.parametrize(("said", "amount"), [({}, 0), (AGREED, 600_000)])
def test_the_difference_is_paid_with_the_consent_alone(said: dict[str, str], amount: int) -> None:
    rule = load_definition(FOLDER / "subsidies" / "equipment_2026.yaml").amount
    assert rule is not None
    facts = AmountFacts(
        items=(AmountItem(1, D(10_000_000), D(10_000_000)),),
        figures={"contribution": D(0)},
        events=events_in(rule, said),
        earlier=(EarlierPay("区市奖励", D(1_000_000), 2025),),
    )
    made = work_out(rule, facts)
    assert made.amount == amount
    line = next(one for one in made.lines if one.key == "earlier")
    assert ("书面同意" in line.note) == bool(amount)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "events"),
    [
        (AGREED, (CONSENT,)),
        ({**AGREED, "earlier_funding": "no"}, ()),
        ({"earlier_funding": "yes", "payer_consent": "not_agreed"}, ()),
    ],
)
def test_a_claim_states_the_consent_while_its_form_asks_for_it(
    people: SimpleNamespace, answers: dict[str, str], events: tuple[str, ...]
) -> None:
    case = case_with(people, answers)
    with acting_as(people.staff):
        claim = SubsidyClaim.objects.select_related("application__scheme_version").get(
            application=case
        )
        assert facts_of(claim, "declared").events == events


def test_a_form_that_does_not_ask_keeps_the_scheme_from_being_published() -> None:
    content = shipped("equipment_2026")
    for section in content["sections"]:
        section["fields"] = [one for one in section["fields"] if "consent" not in one["key"]]
    (problem,) = read(content).problems
    assert problem.path == ("amount", "exclusion", "mode")
    assert "原支付单位书面同意补差额" in problem.message
