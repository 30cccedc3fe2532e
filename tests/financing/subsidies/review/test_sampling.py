"""Samples of paid claims for a re-check."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from financing.models import FundYear, Payable, Recheck, Recovery
from financing.subsidies.review.actions.draw_sample import draw_sample, is_repeatable
from financing.subsidies.review.recheck_machine import MACHINE, RecheckInput
from financing.subsidies.review.sampling import Paid, draw
from tests.financing.subsidies.flow.steps import with_budget
from tests.financing.subsidies.review.claims import claim, claim_batch

POOLS = st.lists(
    st.builds(Paid, st.integers(1, 10_000), st.decimals(1, 10**8, places=2)),
    unique_by=lambda one: one.claim_id, max_size=60,
)  # fmt: skip


@given(POOLS, st.integers(1, 100), st.text(min_size=1, max_size=8))
def test_all_large_ones_and_at_least_the_share_of_all(pool, percent, seed):
    drawn = draw(pool, percent=percent, large_from=Decimal(10**7), seed=seed)
    large = {one.claim_id for one in pool if one.amount >= 10**7}
    assert set(drawn.large) == large
    assert len(set(drawn.all)) == len(drawn.all)
    assert 100 * len(drawn.all) >= percent * len(pool)


@given(POOLS, st.integers(1, 100), st.randoms())
def test_draw_is_the_same_in_any_order(pool, percent, random):
    other = list(pool)
    random.shuffle(other)
    first = draw(pool, percent=percent, large_from=Decimal(10**7), seed="示例")
    assert first == draw(other, percent=percent, large_from=Decimal(10**7), seed="示例")


@pytest.fixture
def paid(people, district):
    from accounts.tenancy import system_scope

    with system_scope(reason="test"):
        batch = claim_batch()
    fund = with_budget(people)
    made = []
    for amount in (Decimal(3_000_000), Decimal(100_000), Decimal(200_000), Decimal(300_000)):
        one = claim(people.staff, district.pk, batch, state="approved", approved_amount=amount)
        with system_scope(reason="test"):
            year = FundYear.objects.get(fund=fund)
            Payable.objects.create(
                **one.home, application=one.application, fund_year=year, number=1, amount=amount,
                label="一次支付", payee_name="示例", scheme_title="示例", fund_name=fund.name,
                fiscal_year=year.year, due_on=date(2026, 1, 1), state="paid",
            )  # fmt: skip
        made.append(one)
    return made


def drawn(city, **more):
    terms = {"year": 2026, "scheme_id": None, "percent": 30, "large_from": Decimal(2_000_000)}
    with acting_as(city):
        return draw_sample(city, **terms | more)


def test_sample_keeps_what_is_needed_to_draw_it_again(people, paid):
    sample = drawn(people.city)
    with acting_as(people.city):
        rows = list(Recheck.objects.filter(sample=sample))
        assert len(rows) == 2
        assert [one.claim_id for one in rows if one.is_large] == [paid[0].pk]
        assert is_repeatable(sample)


def test_nothing_paid_is_no_sample(people, claim):
    with pytest.raises(RuleViolation, match="没有已付"):
        drawn(people.city, year=2025)


def test_problem_names_what_comes_back_and_no_more_than_was_paid(people, paid):
    sample = drawn(people.city)
    with acting_as(people.city):
        row = Recheck.objects.filter(sample=sample, is_large=True).get()
        for amount in (None, Decimal(0), Decimal(3_000_001)):
            with pytest.raises(RuleViolation) as refused:
                MACHINE.execute(
                    people.city, row.pk, "problem", RecheckInput("示例", to_recover=amount)
                )
            assert "to_recover" in refused.value.errors
        done = MACHINE.execute(
            people.city, row.pk, "problem", RecheckInput("示例", to_recover=Decimal(500_000))
        )
        [asked] = Recovery.objects.all()
    assert (done.state, done.to_recover) == ("problem", Decimal(500_000))
    assert (asked.application_id, asked.amount) == (paid[0].application_id, Decimal(500_000))
