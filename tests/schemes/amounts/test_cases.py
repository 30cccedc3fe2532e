"""The exact cases of the field (cases.json, in 元): the engine gives each of them to the 分."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from schemes.amounts.engine import work_out
from schemes.amounts.facts import AmountFacts, AmountItem, EarlierPay, LoanPart
from schemes.amounts.sharing import share_pro_rata
from tests.schemes.amounts.rules import (
    EQUIPMENT_2021,
    REGIONAL_EQUITY,
    D,
    excluding,
    interest_rule,
    items,
    premium_rule,
)

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases.json").read_text())


def of(beginning: str) -> list[dict[str, Any]]:
    return [case for case in CASES if case["rule"].startswith(beginning)]


def test_every_case_is_asked() -> None:
    beginnings = ("ratio", "bands", "interest", "insurance", "budget", "exclusion")
    assert len(CASES) == 29
    assert sum(len(of(one)) for one in beginnings) == 29


@pytest.mark.parametrize("case", of("ratio"))
def test_a_sum_of_ratios(case: dict[str, Any]) -> None:
    lines = items(*[(net, paid) for net, paid in case["lines_net_paid"]])
    facts = AmountFacts(items=lines, figures={"contribution": D(case["contribution"])})
    worked = work_out(EQUIPMENT_2021, facts)
    assert worked.counted == D(case["counted"])
    assert worked.amount == D(case["amount"])


@pytest.mark.parametrize("case", of("bands"))
def test_a_band(case: dict[str, Any]) -> None:
    facts = AmountFacts(figures={"financed": D(case["financed"])})
    assert work_out(REGIONAL_EQUITY, facts).amount == D(case["amount"])


@pytest.mark.parametrize("case", of("interest"))
def test_interest_by_days(case: dict[str, Any]) -> None:
    parts = tuple(
        LoanPart(
            D(balance), date.fromisoformat(begins), date.fromisoformat(ends), D("0.04"), D("0.03")
        )
        for balance, begins, ends in case["parts_balance_from_to"]
    )
    facts = AmountFacts(loans=parts, interest_paid=D(case["interest_paid"]))
    assert work_out(interest_rule(case["basis"]), facts).amount == D(case["amount"])


@pytest.mark.parametrize("case", of("insurance"))
def test_a_share_of_a_premium(case: dict[str, Any]) -> None:
    rule = premium_rule(level=[int(Decimal(case["share"]) * 100)])
    value = D(case["value"])
    policy = AmountItem(1, value, value * D(case["rate"]), kind="level")
    assert work_out(rule, AmountFacts(items=(policy,))).amount == D(case["amount"])


@pytest.mark.parametrize("case", of("budget"))
def test_a_short_budget(case: dict[str, Any]) -> None:
    paid = share_pro_rata(D(case["budget"]), [D(one) for one in case["approved"]])
    assert paid == [D(one) for one in case["paid"]]


@pytest.mark.parametrize("case", of("exclusion"))
def test_earlier_money_of_the_group(case: dict[str, Any]) -> None:
    mode = case["rule"].split()[1].rstrip(":")
    rule = excluding(mode, 30 if mode == "share_cap_total" else None)
    figures = {"due": D(case["due"]), "base": D(case.get("base", "0"))}
    earlier = (EarlierPay("示例", D(case["already_paid_in_group"]), 2025),)
    worked = work_out(rule, AmountFacts(figures=figures, earlier=earlier))
    assert worked.amount == D(case["amount"])
