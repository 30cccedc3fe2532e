"""What cases ask of a fund: reserved, committed, given back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.commitments import cancel_commitment, commit, release, reserve
from financing.ledger.positions import position_of
from financing.ledger.posting import Move, post
from financing.models import Account, EntryKind, FundYear, LedgerEntry, LedgerLeg, Payable
from tests.financing.ledger import money


def now(on=None):
    return position_of("jigai", money.YEAR, on)


def test_budget_is_available_once_a_second_officer_has_approved_it(year):
    assert (now().appropriated, now().available, now().difference) == (1_000_000, 1_000_000, 0)


def test_reserve_takes_from_what_is_available(people, case):
    with acting_as(people.city):
        reserve(case, Decimal("400000.00"))
    assert (now().available, now().reserved, now().difference) == (600_000, 400_000, 0)


def test_same_reserve_again_gives_the_first_entry(people, case):
    with acting_as(people.city):
        first = reserve(case, Decimal("400000.00"))
        again = reserve(case, Decimal("400000.00"))
    assert first.pk == again.pk
    assert now().reserved == 400_000


@pytest.mark.parametrize("amount", ["250000.00", "700000.00"])
def test_another_reserve_replaces_the_former(people, case, amount):
    with acting_as(people.city):
        reserve(case, Decimal("400000.00"))
        reserve(case, Decimal(amount))
    assert now().reserved == Decimal(amount)


def test_reserve_beyond_the_budget_is_refused_with_the_shortfall(people, case):
    with acting_as(people.city), pytest.raises(RuleViolation, match=r"预算不足.*差 0\.01 元"):
        reserve(case, Decimal("1000000.01"))
    assert now().reserved == 0


def test_claim_of_an_unknown_fund_is_refused(people, batch_of_cases):
    case = money.case_of(people.staff, people.district_id, batch_of_cases, code="nowhere")
    with acting_as(people.city), pytest.raises(RuleViolation, match="还没有 2026 年度的预算"):
        reserve(case, Decimal(1))


def test_released_reserve_is_available_again(people, case):
    with acting_as(people.city):
        reserve(case, Decimal("400000.00"))
        release(case, "不予支持")
        assert release(case, "不予支持") == []
    assert (now().available, now().reserved) == (1_000_000, 0)


def test_commitment_makes_payables_and_gives_back_what_was_reserved_too_much(people, case):
    with acting_as(people.city):
        reserve(case, Decimal("400000.00"))
    payables = money.granted(people.city, case, "150000.00", "150000.00")
    assert [one.state for one in payables] == ["due", "due"]
    assert (now().committed, now().reserved, now().available) == (300_000, 0, 700_000)


def test_same_commitment_again_gives_the_same_payables(people, case):
    first = money.granted(people.city, case, "150000.00")
    assert [one.pk for one in money.granted(people.city, case, "150000.00")] == [first[0].pk]
    with pytest.raises(RuleViolation, match="已经承诺过资金"):
        money.granted(people.city, case, "150000.01")
    assert now().committed == 150_000


def test_commitment_beyond_the_budget_is_refused_as_a_whole(people, case):
    with pytest.raises(RuleViolation, match="预算不足"):
        money.granted(people.city, case, "600000.00", "400000.01")
    assert now() == position_of("jigai", money.YEAR)
    assert (now().committed, now().available) == (0, 1_000_000)


def test_reserve_after_the_commitment_is_refused(people, case):
    money.granted(people.city, case, "150000.00")
    with acting_as(people.city), pytest.raises(RuleViolation, match="已经承诺"):
        reserve(case, Decimal("160000.00"))


def test_instalment_of_nothing_is_refused(people, case):
    with acting_as(people.city), pytest.raises(RuleViolation, match="大于零"):
        commit(case, [])


def test_chosen_instalments_can_be_cancelled(people, case):
    money.granted(people.city, case, "150000.00", "50000.00")
    with acting_as(people.city):
        cancelled = cancel_commitment(case, "目标未完成", numbers=[2])
    assert [one.number for one in cancelled] == [2]
    assert (now().committed, now().available) == (150_000, 850_000)


def test_any_past_day_can_be_asked(people, case, year):
    with acting_as(people.city):
        reserve(case, Decimal("400000.00"))
    move = Move(
        "T-1", EntryKind.UNRESERVE, Account.RESERVED, Account.AVAILABLE, Decimal("100000.00"),
        happened_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    post(year.pk, [move])
    assert now(timezone.localdate()) == now()
    before = now(timezone.localdate() - timedelta(days=1))
    assert (before.available, before.reserved) == (100_000, -100_000)
    assert now(timezone.localdate() - timedelta(days=2)).appropriated == 0


def test_known_key_with_another_amount_is_a_fault(year):
    move = Move("T-1", EntryKind.RESERVE, Account.AVAILABLE, Account.RESERVED, Decimal(1))
    first = post(year.pk, [move])
    assert post(year.pk, [move]) == first
    with pytest.raises(ValueError, match="T-1 is reserve 1"):
        post(year.pk, [Move("T-1", EntryKind.RESERVE, move.source, move.target, Decimal(2))])


def test_database_refuses_legs_that_do_not_add_up(year):
    with system_scope(reason="test"):
        entry = LedgerEntry.objects.first()
        with pytest.raises(DatabaseError, match="do not add up to zero"), transaction.atomic():
            LedgerLeg.objects.create(
                entry=entry, fund_year=year, account="paid", amount=1,
                happened_on=timezone.localdate(),
            )  # fmt: skip


def test_database_refuses_a_balance_below_zero(year):
    with system_scope(reason="test"):
        entry = LedgerEntry.objects.first()
        common = {"entry": entry, "fund_year": year, "happened_on": timezone.localdate()}
        legs = [
            LedgerLeg(**common, account="paid", amount=-1),
            LedgerLeg(**common, account="available", amount=1),
        ]
        with pytest.raises(DatabaseError, match="fund_year_not_below_zero"), transaction.atomic():
            LedgerLeg.objects.bulk_create(legs)


def test_nobody_but_the_portal_writes_the_ledger(people, year):
    with (
        acting_as(people.city),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        LedgerEntry.objects.create(
            key="X", fund_year_id=year.pk, kind="pay", amount=1, happened_on=timezone.localdate()
        )
    with acting_as(people.city):
        assert FundYear.objects.filter(pk=year.pk).update(paid=1) == 0


def test_entries_are_never_changed(people, year):
    with (
        system_scope(reason="test"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        LedgerEntry.objects.update(amount=1)


def test_enterprise_sees_its_payables_and_no_fund(people, case):
    money.granted(people.city, case, "150000.00")
    with acting_as(people.staff):
        assert Payable.objects.count() == 1
        assert FundYear.objects.count() == LedgerEntry.objects.count() == 0
