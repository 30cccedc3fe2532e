"""What holds for every amount: never above a cap, monotone, whatever the order, parts = whole."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemes.amounts.engine import work_out
from schemes.amounts.exclusions import Offer, circles, what_counts
from schemes.amounts.facts import AmountFacts, AmountItem, EarlierPay, LoanPart, WrongFacts
from schemes.amounts.paying import instalments
from schemes.amounts.sharing import cut_cap, pay_in_turn, share_pro_rata
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.amount_terms import Exclusion, Pay
from tests.schemes.amounts.rules import EQUIPMENT_2021, D, excluding, interest_rule
from tests.schemes.amounts.test_worked_examples import FAIR, GROWTH, TRADEMARKS

money = st.decimals(0, 10**9, places=2)
line = st.builds(
    AmountItem,
    number=st.just(1),
    net=money,
    paid=money,
    count=st.integers(1, 9).map(Decimal),
    kind=st.sampled_from(["", "home", "abroad", "application"]),
)
lines = st.lists(line, max_size=12).map(
    lambda found: tuple(replace(one, number=n) for n, one in enumerate(found, 1))
)


def equipment(found: tuple[AmountItem, ...], contribution: Decimal) -> WorkedSum:
    return work_out(
        EQUIPMENT_2021, AmountFacts(items=found, figures={"contribution": contribution})
    )


@given(lines, money)
def test_never_above_any_cap(found: tuple[AmountItem, ...], contribution: Decimal) -> None:
    worked = equipment(found, contribution)
    assert worked.amount <= 6_000_000
    assert Fraction(worked.amount) <= Fraction(worked.counted) / 5 + Fraction(1, 200)


@given(lines, money)
def test_never_above_what_the_year_leaves(found: tuple[AmountItem, ...], paid: Decimal) -> None:
    worked = work_out(FAIR, AmountFacts(items=found, paid_this_year=paid))
    assert worked.amount <= max(100_000 - paid, 0)


@given(lines, money, money, money)
def test_more_of_a_line_never_gives_less(
    found: tuple[AmountItem, ...], contribution: Decimal, net: Decimal, paid: Decimal
) -> None:
    more = (*found, AmountItem(len(found) + 1, net, paid))
    assert equipment(more, contribution).amount >= equipment(found, contribution).amount


@given(lines, money, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(found, contribution, chance) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert equipment(tuple(shuffled), contribution) == equipment(found, contribution)
    for rule in (FAIR, TRADEMARKS):
        facts = AmountFacts(items=found, figures={"units_this_year": D(0)})
        assert work_out(rule, replace(facts, items=tuple(shuffled))) == work_out(rule, facts)


@given(money, st.integers(1, 400), st.integers(1, 400))
def test_the_interest_of_two_stretches_is_that_of_the_whole(
    balance: Decimal, first: int, second: int
) -> None:
    rates = (Decimal("0.04"), Decimal("0.03"))
    begins = date(2025, 1, 1)
    middle, ends = begins + timedelta(first), begins + timedelta(first + second)
    rule = interest_rule(360, most=10**11)
    paid = Decimal(10**11)
    whole = AmountFacts(loans=(LoanPart(balance, begins, ends, *rates),), interest_paid=paid)
    parts = (LoanPart(balance, begins, middle, *rates), LoanPart(balance, middle, ends, *rates))
    split = AmountFacts(loans=parts, interest_paid=paid)
    assert work_out(rule, whole).amount == work_out(rule, split).amount


@given(money, money, st.sampled_from(["forbid", "higher_of", "top_up_difference"]))
def test_with_earlier_money_the_whole_is_never_more_than_the_higher(
    due: Decimal, earlier: Decimal, mode: str
) -> None:
    facts = AmountFacts(
        figures={"due": due, "base": due}, earlier=(EarlierPay("示例", earlier, 2025),)
    )
    assert work_out(excluding(mode), facts).amount + earlier <= max(due, earlier)


@given(money, money, money)
def test_all_together_stay_within_the_share_of_the_base(
    due: Decimal, earlier: Decimal, base: Decimal
) -> None:
    facts = AmountFacts(
        figures={"due": due, "base": base}, earlier=(EarlierPay("示例", earlier, 2025),)
    )
    amount = work_out(excluding("share_cap_total", 30), facts).amount
    if earlier:
        assert amount == 0 or amount + earlier <= base * 3 / 10 + Decimal("0.005")


@given(money, money)
def test_growth_is_monotone_and_capped(now: Decimal, more: Decimal) -> None:
    def due(figure: Decimal) -> Decimal:
        return work_out(GROWTH, AmountFacts(figures={"now": figure, "then": D(10**6)})).amount

    assert due(now) <= due(now + more) <= 2_000_000


@given(st.lists(money, max_size=20), money)
def test_shares_of_a_budget_make_exactly_the_budget(
    approved: list[Decimal], budget: Decimal
) -> None:
    for shared in (share_pro_rata(budget, approved), cut_cap(budget, approved)):
        assert sum(shared) == min(budget, sum(approved))
        assert all(0 <= one <= most for one, most in zip(shared, approved, strict=True))


@given(st.lists(money, max_size=20), money)
def test_a_queue_never_pays_more_than_the_budget(approved: list[Decimal], budget: Decimal) -> None:
    whole = pay_in_turn(budget, approved)
    assert sum(whole) <= budget
    assert all(one in (0, most) for one, most in zip(whole, approved, strict=True))
    last = pay_in_turn(budget, approved, part_of_last=True)
    assert sum(last) == min(budget, sum(approved))


@given(st.lists(money, min_size=1, max_size=20), money)
def test_a_cut_cap_is_the_same_for_all_but_for_one_fen(
    approved: list[Decimal], budget: Decimal
) -> None:
    shared = cut_cap(budget, approved)
    cut = [one for one, most in zip(shared, approved, strict=True) if one < most]
    assert not cut or max(cut) - min(cut) <= Decimal("0.01")
    if cut:
        assert max(shared) <= max(cut) + Decimal("0.01")


@given(money)
def test_instalments_make_the_amount(amount: Decimal) -> None:
    pay = Pay.model_validate(
        {
            "mode": "staged",
            "instalments": [
                {"key": "a", "label": "首期", "percent": "33.3"},
                {"key": "b", "label": "二期", "percent": "33.3"},
                {"key": "c", "label": "余款", "percent": "33.4"},
            ],
        }
    )
    assert sum(one.amount for one in instalments(pay, amount)) == amount


@given(lines, money)
def test_a_sum_is_the_same_after_json(found: tuple[AmountItem, ...], contribution: Decimal) -> None:
    worked = equipment(found, contribution)
    again = WorkedSum.from_json(worked.as_json())
    assert again == worked
    assert again.sha256 == worked.sha256


@given(st.lists(st.tuples(money, st.sampled_from(["forbid", "top_up_difference"])), max_size=6))
def test_offers_of_one_group_together_give_the_highest(offered) -> None:
    offers = [
        Offer(str(n), f"示例 {n}", amount, D(0), Exclusion(group="g", label="同类", mode=mode))
        for n, (amount, mode) in enumerate(offered)
    ]
    counting = what_counts(offers)
    assert sum(one.counts for one in counting) == max([one.amount for one in offers], default=0)
    assert all(
        one.why for one, offer in zip(counting, offers, strict=True) if one.counts != offer.amount
    )


def test_an_offer_that_gives_way_stands_behind_the_one_it_names() -> None:
    insured = Offer("insurance", "保险补偿", D(10), D(0), None)
    insured = replace(insured, exclusion=Exclusion(group="g", label="首台套", mode="forbid"))
    award = Exclusion(group="g", label="首台套", mode="forbid", gives_way_to=("insurance",))
    counting = what_counts([Offer("award", "奖励", D(50), D(0), award), insured])
    assert [one.counts for one in counting] == [0, 10]
    assert counting[0].why == "与“保险补偿”已得同类资金的不再给，不计 50.00 元"


def test_circles_of_giving_way_are_found_once() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == [["a", "b", "c"]]
    assert circles({"a": ["a"]}) == [["a"]]
    assert circles({"a": ["b"], "b": []}) == []


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        (AmountFacts(items=(AmountItem(1, D(-1), D(1)),)), "items.1"),
        (AmountFacts(items=(AmountItem(1, D("NaN"), D(1)),)), "items.1"),
        (AmountFacts(items=(AmountItem(1, D(10) ** 14, D(1)),)), "items.1"),
        (AmountFacts(items=(AmountItem(1, D(1), D(1)), AmountItem(1, D(1), D(1)))), "items"),
        (AmountFacts(figures={"contribution": D("Infinity")}), "figures.contribution"),
        (AmountFacts(factor=D("1.1")), "factor"),
        (AmountFacts(paid_this_year=D(-1)), "paid_this_year"),
        (
            AmountFacts(loans=(LoanPart(D(1), date(2025, 1, 2), date(2025, 1, 1), D(0), D(0)),)),
            "loans.1",
        ),
    ],
)
def test_facts_that_cannot_be_are_named_at_their_spot(facts: AmountFacts, place: str) -> None:
    with pytest.raises(WrongFacts) as refused:
        work_out(EQUIPMENT_2021, facts)
    assert refused.value.problems[0][0] == place
