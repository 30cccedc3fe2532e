"""A short budget shared by the rule's own way, and sums side by side."""

import pytest

from schemes.amounts.engine import work_out
from schemes.amounts.facts import AmountFacts
from schemes.amounts.sharing import share_out
from schemes.amounts.worked_sum import WorkedSum, side_by_side
from schemes.definition.amount_terms import Budget
from tests.schemes.amounts.rules import EQUIPMENT_2021, D, items

APPROVED = [D("600000.00"), D("450000.00"), D("300000.00")]


def by(way: str, **more: object) -> Budget:
    whole = {"fund": "f", "label": "示例资金", "when_short": way, **more}
    return Budget.model_validate(whole)


@pytest.mark.parametrize(
    ("rule", "paid"),
    [
        (by("pro_rata"), ["444444.45", "333333.33", "222222.22"]),
        (by("queue_by_time"), ["600000.00", "0.00", "0.00"]),
        (by("queue_by_score"), ["0.00", "450000.00", "300000.00"]),
        (by("cap_cut"), ["350000.00", "350000.00", "300000.00"]),
        (by("cap_cut", lowest_cap=400_000), ["400000.00", "400000.00", "0.00"]),
    ],
)
def test_each_way_shares_a_short_budget(rule: Budget, paid: list[str]) -> None:
    scores = [D(70), D(90), D(80)]
    shared = share_out(rule, D("1000000.00"), APPROVED, scores)
    assert shared == [D(one) for one in paid]


@pytest.mark.parametrize("way", ["pro_rata", "queue_by_time", "queue_by_score", "cap_cut"])
def test_a_budget_that_suffices_pays_all(way: str) -> None:
    assert share_out(by(way), D("1350000.00"), APPROVED) == APPROVED


def equipment(*lines: tuple[str, str]) -> WorkedSum:
    facts = AmountFacts(items=items(*lines), figures={"contribution": D(800_000)})
    return work_out(EQUIPMENT_2021, facts)


def test_the_declared_sum_stands_beside_the_reviewed_one() -> None:
    declared = equipment(("10350000", "10350000"), ("2000000", "2000000"))
    reviewed = equipment(("10810000", "10810000"))
    found = {one.line.key: one.difference for one in side_by_side(declared, reviewed)}
    assert found["base"] == D(-1_540_000)
    assert found["part0"] == D(-246_400)
    assert found["part1"] == D(0)
    assert found["result"] == D("-246400.00")


def test_a_step_that_is_gone_stands_where_it_stood() -> None:
    declared = equipment(("12500000", "12350000"))
    reviewed = equipment(("12350000", "12350000"))
    steps = side_by_side(declared, reviewed)
    assert [one.line.key for one in steps] == [line.key for line in declared.lines]
    gone = [one for one in steps if one.after is None]
    assert gone
    assert {one.difference for one in gone} == {None}
    assert steps[-1].line.key == "result"


def test_a_sum_that_a_short_budget_reduced_still_adds_up() -> None:
    whole = equipment(("12350000", "12350000"))
    paid = whole.reduced_to(D("1000000.00"), "预算不足，按同一比例核减")
    assert paid.lines[-2].amount == whole.amount - paid.amount
    assert (paid.amount, paid.lines[-1].amount) == (D("1000000.00"), D("1000000.00"))
