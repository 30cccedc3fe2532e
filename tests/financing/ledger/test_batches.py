"""A payment batch from making it to closing it: two persons, the bank's answer row by row."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.actions.clear_exception import clear_exception
from financing.ledger.actions.import_receipts import import_receipts
from financing.ledger.actions.make_batch import make_batch, remove_from_batch
from financing.ledger.batch_page import figures_of, heading_of, reconciliation
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.ledger.positions import paid_to, position_of
from financing.ledger.replaying import replay
from financing.models import FundYear, LedgerEntry, ReceiptFile, Recovery
from lifecycle.transitions import TransitionInput
from tests.financing.ledger import money
from tests.financing.ledger.money import done, fresh, imported, line, orders


def now():
    return position_of("jigai", money.YEAR)


def made(people, year, payables):
    with acting_as(people.city):
        return make_batch(people.city, year.pk, [one.pk for one in payables])


def answers(batch, *changes):
    """The bank's answers to the orders of the batch in their order."""
    return [
        line(order, row, **change)
        for row, (order, change) in enumerate(zip(orders(batch), changes, strict=True), 2)
    ]


def ledger_is_well():
    with system_scope(reason="test"):
        rows = list(FundYear.objects.select_related("fund"))
        assert [one.wrong for one in replay(rows)] == [()] * len(rows)


def test_batch_without_accounts_is_refused_by_name(people, year, case):
    payables = money.granted(people.city, case, "100000.00")
    with pytest.raises(RuleViolation, match="第 1 期：企业还没有收款账户"):
        made(people, year, payables)


def test_maker_does_not_release(people, year, payables):
    batch = done(people.city, made(people, year, payables), "submit")
    with pytest.raises(RuleViolation, match="制单人不能放行"):
        done(people.city, batch, "release")


def test_other_duties_do_not_make_a_batch(people, year, payables):
    with acting_as(people.reviewer), pytest.raises(FundYear.DoesNotExist):
        make_batch(people.reviewer, year.pk, [one.pk for one in payables])


def test_released_batch_goes_out_with_its_total_and_hash(people, batch):
    assert (batch.orders_count, batch.total) == (3, Decimal("253130.00"))
    assert len(fresh(batch).sha256) == 64
    assert (now().in_transit, now().committed) == (Decimal("253130.00"), 0)
    ledger_is_well()


def test_account_that_changed_meanwhile_keeps_a_batch_from_release(people, year, payables):
    batch = done(people.city, made(people, year, payables), "submit")
    with system_scope(reason="test"):
        account = orders(batch)[0].account
        type(account).objects.filter(pk=account.pk).update(
            usable_on=timezone.localdate() + timedelta(days=1)
        )
    with pytest.raises(RuleViolation, match="不能支付.*收款账户刚刚变更"):
        done(people.city2, batch, "release")


def test_stopped_payment_is_taken_out_before_release(people, year, payables):
    batch = done(people.city, made(people, year, payables), "submit")
    with acting_as(people.city):
        stop = TransitionInput(reason="核查中")
        carry_out(PAYABLE, people.city, payables[0].pk, "stop", stop)
    with pytest.raises(RuleViolation, match="现在是“止付”"):
        done(people.city2, batch, "release")
    done(people.city2, batch, "give_back", reason="一笔已止付")
    with acting_as(people.city):
        batch = remove_from_batch(people.city, batch.pk, orders(batch)[0].pk)
    assert batch.orders_count == 2
    assert money.sent(people, batch).state == "sent"


def test_batch_that_matches_is_paid_and_closed_by_another(people, batch):
    imported(people.city, batch, answers(batch, {}, {}, {}))
    assert (now().paid, now().in_transit) == (Decimal("253130.00"), 0)
    with pytest.raises(RuleViolation, match="制单人不能"):
        done(people.city, batch, "close")
    assert done(people.city2, batch, "close").state == "closed"
    ledger_is_well()


def test_what_was_paid_is_told_by_case(people, batch, case):
    imported(people.city, batch, answers(batch, {}, {}, {}))
    with acting_as(people.city):
        [paid] = paid_to([case.organisation_id], fund_code="jigai", year=money.YEAR)
        assert paid_to([case.organisation_id], group="other") == []
    assert (paid.application_id, paid.amount) == (case.pk, Decimal("253130.00"))


def test_wrong_amount_stays_in_transit_until_it_is_cleared(people, batch):
    imported(people.city, batch, answers(batch, {}, {"amount": Decimal("92300.00")}, {}))
    assert (now().paid, now().in_transit) == (Decimal("159930.00"), Decimal("93200.00"))
    with pytest.raises(RuleViolation, match="1 笔异常或退回还没有处理"):
        done(people.city2, batch, "close")
    wrong = orders(batch)[1]
    assert (wrong.finding, wrong.difference) == ("amount", Decimal("-900.00"))
    with acting_as(people.city):
        clear_exception(people.city, wrong.pk, "inquire", "查询书 1 号")
        clear_exception(people.city, wrong.pk, "short", "银行复函 3 号")
    assert (now().paid, now().committed) == (Decimal("252230.00"), Decimal("900.00"))
    assert done(people.city2, batch, "close").state == "closed"
    ledger_is_well()


def test_bank_may_correct_a_wrong_amount_with_a_second_file(people, batch):
    imported(people.city, batch, answers(batch, {}, {"amount": Decimal("92300.00")}, {}))
    imported(people.city, batch, [line(orders(batch)[1])])
    assert now().paid == Decimal("253130.00")
    assert done(people.city2, batch, "close").state == "closed"
    ledger_is_well()


def test_name_that_differs_is_an_exception_though_the_voucher_is_known(people, batch):
    imported(people.city, batch, answers(batch, {"payee": "示例阀门厂", "result": "001"}, {}, {}))
    wrong = orders(batch)[0]
    assert wrong.finding == "name"
    assert "示例阀门厂" in wrong.told
    with acting_as(people.city):
        clear_exception(people.city, wrong.pk, "account", "请重录账户")
    assert now().committed == Decimal("100000.00")
    ledger_is_well()


def test_returned_money_is_reserved_again_and_never_sent_by_itself(people, batch):
    answer = answers(batch, {}, {}, {})
    back = line(orders(batch)[2], 5, direction="R", told="收款账户已销户")
    imported(people.city, batch, [*answer, back])
    assert (now().paid, now().reserved, now().returned) == (
        Decimal("193200.00"), Decimal("59930.00"), 0
    )  # fmt: skip
    order = orders(batch)[2]
    assert (order.finding, order.payable.state) == ("returned", "returned")
    with acting_as(people.city):
        clear_exception(people.city, order.pk, "returned", "请更换账户")
        carry_out(PAYABLE, people.city, order.payable_id, "again", TransitionInput())
    assert (now().reserved, now().committed) == (0, Decimal("59930.00"))
    assert done(people.city2, batch, "close").state == "closed"
    ledger_is_well()


def test_unknown_voucher_is_reported_and_moves_nothing(people, batch):
    stray = line(orders(batch)[0], 5, voucher="2026-999-0001")
    result = imported(people.city, batch, [*answers(batch, {}, {}, {}), stray])
    assert result.counts == {"matched": 3, "unknown": 1}
    assert now().paid == Decimal("253130.00")


def test_same_file_again_has_no_effect(people, batch):
    answer = answers(batch, {}, {}, {})
    imported(people.city, batch, answer)
    entries = LedgerEntry._base_manager.count
    with system_scope(reason="test"):
        before = entries()
    assert imported(people.city, batch, answer).is_again
    with system_scope(reason="test"):
        assert entries() == before
        assert ReceiptFile.objects.count() == 1


def test_voucher_in_another_file_is_not_paid_twice(people, batch):
    imported(people.city, batch, answers(batch, {}, {}, {}))
    again = imported(people.city, batch, [line(orders(batch)[0])])
    assert again.counts == {"repeated": 1}
    assert now().paid == Decimal("253130.00")


def test_partial_answer_keeps_the_rest_open(people, batch):
    imported(people.city, batch, answers(batch, {}, {}, {})[:1])
    with pytest.raises(RuleViolation, match="2 笔还没有回单"):
        done(people.city2, batch, "close")
    assert (now().paid, now().in_transit) == (100_000, Decimal("153130.00"))


def test_file_cut_in_half_is_refused_as_a_whole(people, batch):
    whole = money.receipts_text(batch.number, answers(batch, {}, {}, {}))
    for cut in (whole[: len(whole) // 2], whole[: whole.rindex("合计".encode())]):
        with (
            acting_as(people.city),
            pytest.raises(RuleViolation, match="没有导入任何一行|可能被截断"),
        ):
            import_receipts(people.city, batch.pk, money.upload(cut))
    assert now().paid == 0
    assert fresh(batch).state == "sent"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [("|100000.00|", "|100000.01|", "合计：文件写"), ("|3|||", "|4|||", "行数：文件写 4")],
)
def test_file_that_disagrees_with_its_last_row_is_refused(people, batch, old, new, what):
    text = money.receipts_text(batch.number, answers(batch, {}, {}, {})).decode()
    with acting_as(people.city), pytest.raises(RuleViolation, match=what):
        import_receipts(people.city, batch.pk, money.upload(text.replace(old, new, 1).encode()))
    assert now().paid == 0


def test_receipts_of_another_batch_are_refused(people, batch):
    text = money.receipts_text("ZF-2026-999", answers(batch, {}, {}, {}))
    with acting_as(people.city), pytest.raises(RuleViolation, match="这是批次 ZF-2026-999 的回单"):
        import_receipts(people.city, batch.pk, money.upload(text))


def test_day_before_the_batch_went_out_is_refused(people, batch):
    early = {"settled_on": timezone.localdate() - timedelta(days=1)}
    with pytest.raises(RuleViolation, match="第 2 行清算日期"):
        imported(people.city, batch, answers(batch, early, {}, {}))


def test_money_paid_after_it_was_to_be_stopped_is_proposed_to_be_asked_back(people, batch):
    with system_scope(reason="test"):
        payable = orders(batch)[0].payable
        type(payable).objects.filter(pk=payable.pk).update(stopped_because="证书已撤销。")
    imported(people.city, batch, answers(batch, {}, {}, {}))
    with system_scope(reason="test"):
        [recovery] = Recovery.objects.all()
    assert (recovery.state, recovery.amount) == ("proposed", 100_000)


def test_page_adds_up_to_no_difference(people, batch):
    answer = answers(batch, {"payee": "别家", "result": "001"}, {"amount": Decimal("92300.00")}, {})
    back = line(orders(batch)[2], 5, direction="R")
    imported(people.city, batch, [*answer, back])
    with acting_as(people.city):
        row = fresh(batch)
        lines = reconciliation(row)
        assert heading_of(row, figures_of(row)).startswith("3 笔中 0 笔已付；3 笔待处理")
    assert lines[-1].amount == 0
    assert [one.amount for one in lines if one.label == "应为银行净付"] == [Decimal("92300.00")]


def test_district_does_not_reach_the_batch_of_a_city_fund(as_actor, people, batch, district):
    with acting_as(people.reviewer), pytest.raises(type(batch).DoesNotExist):
        import_receipts(people.reviewer, batch.pk, money.upload(b"x|y"))
    leader = as_actor(Duty.LEADER)
    with acting_as(leader), pytest.raises(NotPermitted):
        import_receipts(
            leader, batch.pk,
            money.upload(money.receipts_text(batch.number, answers(batch, {}, {}, {}))),
        )  # fmt: skip
