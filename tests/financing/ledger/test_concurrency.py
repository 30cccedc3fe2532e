"""The budget holds and nothing is paid twice, whoever writes at once and whatever is killed."""

import os
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import InterfaceError, OperationalError, connection

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions import import_receipts as importing
from financing.ledger.commitments import Instalment, commit, release, reserve
from financing.ledger.positions import balances_on, position_of
from financing.ledger.replaying import replay
from financing.models import FundYear, LedgerEntry, LedgerLeg, Payable, ReceiptFile
from tests.financing.ledger import money
from tests.financing.ledger.money import imported, line, orders

WRITERS, CASES = 8, 24


def cut_off():
    """As kill -9 of the process or of PostgreSQL: the server's side of it is gone."""
    connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")


def now():
    return position_of("jigai", money.YEAR)


def well():
    with system_scope(reason="test"):
        years = list(FundYear.objects.select_related("fund"))
        return [one.wrong for one in replay(years)] == [()] * len(years)


@pytest.fixture
def cases(transactional_db, people, year, batch_of_cases):
    """Cases that ask for 60,000.00 each: 16 of them fit into the budget, and a rest."""
    return [
        money.case_of(people.staff, people.district_id, batch_of_cases, number=f"T-{n}")
        for n in range(CASES)
    ]


def at_once(act, things):
    def closing(thing):
        try:
            return act(thing)
        except RuleViolation as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(closing, things))


def test_eight_writers_never_promise_more_than_the_budget(people, cases):
    amount, seen = Decimal("60000.00"), []

    def ask(case):
        with acting_as(people.city):
            reserve(case, amount)
            if case.pk % 3 == 0:
                release(case, "示例")
                reserve(case, amount)
            commit(case, [Instalment("第 1 期", amount, case.created_at.date())])
        with system_scope(reason="test"):
            seen.append(sum(balances_on(FundYear.objects.get().pk).values()))
        return "done"

    answers = at_once(ask, cases)
    assert answers.count("done") == 16
    assert all("预算不足" in one for one in answers if one != "done")
    assert (now().committed, now().available) == (960_000, 40_000)
    assert set(seen) == {0}, "the ledger sums to zero at any instant"
    assert well()


def test_same_case_by_eight_writers_is_promised_once(people, cases):
    case, parts = cases[0], [Instalment("第 1 期", Decimal("60000.00"), cases[0].created_at.date())]

    def ask(_):
        with acting_as(people.city):
            return [one.pk for one in commit(case, parts)]

    answers = at_once(ask, range(WRITERS))
    assert len({str(one) for one in answers}) == 1
    assert now().committed == 60_000


def test_same_receipts_by_eight_writers_are_booked_once(transactional_db, people, batch):
    answers = [line(one, n) for n, one in enumerate(orders(batch), 2)]

    def take(_):
        return imported(people.city, batch, answers).is_again

    assert sorted(at_once(take, range(WRITERS))) == [False, *[True] * (WRITERS - 1)]
    assert now().paid == Decimal("253130.00")
    assert well()


def test_import_that_is_killed_leaves_nothing_and_can_be_done_again(
    transactional_db, people, batch, monkeypatch
):
    answers = [line(one, n) for n, one in enumerate(orders(batch), 2)]

    monkeypatch.setattr(importing, "tell_paid", lambda _: cut_off())
    with pytest.raises((OperationalError, InterfaceError)):
        imported(people.city, batch, answers)
    connection.close()
    monkeypatch.undo()
    with system_scope(reason="test"):
        assert ReceiptFile.objects.count() == 0
        assert set(Payable.objects.values_list("state", flat=True)) == {"sent"}
        assert not LedgerEntry.objects.filter(kind="pay").exists()
    assert not imported(people.city, batch, answers).is_again
    assert now().paid == Decimal("253130.00")
    assert well()


def test_sending_that_is_killed_leaves_nothing_and_can_be_done_again(
    transactional_db, people, year, payables, monkeypatch
):
    from financing.ledger import batch_sending
    from financing.ledger.actions.make_batch import make_batch

    with acting_as(people.city):
        batch = make_batch(people.city, year.pk, [one.pk for one in payables])
    money.done(people.city, batch, "submit")
    money.done(people.city2, batch, "release")
    monkeypatch.setattr(batch_sending, "hash_of_orders", lambda _: cut_off())
    with pytest.raises((OperationalError, InterfaceError)):
        money.done(people.city2, batch, "send")
    connection.close()
    monkeypatch.undo()
    with system_scope(reason="test"):
        batch.refresh_from_db()
        assert (batch.state, batch.sha256) == ("released", "")
        assert set(Payable.objects.values_list("state", flat=True)) == {"ordered"}
    assert (now().committed, now().in_transit) == (Decimal("253130.00"), 0)
    money.done(people.city2, batch, "send")
    assert (now().committed, now().in_transit) == (0, Decimal("253130.00"))
    assert well()


def test_ten_thousand_receipts_are_reconciled(transactional_db, people, year, batch_of_cases):
    """The bench row in small, unless asked for whole: see reports.bench.ledger_speed."""
    count = int(os.environ.get("LEDGER_RECEIPTS", "200"))
    case = money.case_of(people.staff, people.district_id, batch_of_cases)
    money.account_of(people.staff)
    payables = money.granted(people.city, case, *["10.00"] * count)
    from financing.ledger.actions.make_batch import make_batch

    with acting_as(people.city):
        batch = make_batch(people.city, year.pk, [one.pk for one in payables])
    batch = money.sent(people, batch)
    answers = [line(one, n) for n, one in enumerate(orders(batch), 2)]
    assert imported(people.city, batch, answers).counts == {"matched": count}
    assert now().paid == 10 * count
    with system_scope(reason="test"):
        assert LedgerLeg.objects.filter(account="paid").count() == count
