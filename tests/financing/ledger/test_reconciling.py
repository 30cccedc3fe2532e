"""What a row of the bank's receipts says, and the files that hold it."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import RuleViolation
from documents.workbooks.export import stream_workbook
from financing.ledger.files import RECEIPT_HEADINGS, ReceiptLine, read_receipts, receipt_rows
from financing.ledger.reconciling import (
    AMOUNT,
    FAILED,
    LATE,
    MATCHED,
    NAME,
    OPEN,
    REPEATED,
    RETURNED,
    UNKNOWN,
    Asked,
    finding_of,
)
from financing.models import Payable

ASKED = Asked(Decimal("932000.00"), "青岛示例有限公司", "sent")
DAY = date(2026, 8, 20)
CENTS = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)


def line(row=2, **values):
    usual = {
        "voucher": "2026-003-0029", "direction": "O", "payee": ASKED.holder,
        "amount": ASKED.amount, "result": "000", "told": "", "serial": "S1", "settled_on": DAY,
    }  # fmt: skip
    return ReceiptLine(row=row, **usual | values)


@pytest.mark.parametrize(
    ("said", "state", "finding"),
    [
        ({}, "sent", MATCHED),
        ({}, "exception", MATCHED),
        ({"payee": "青岛示例 有限公司"}, "sent", MATCHED),
        ({"payee": ""}, "sent", MATCHED),
        ({"amount": Decimal("923000.00")}, "sent", AMOUNT),
        ({"payee": "青岛苍岭阀门厂", "result": "001"}, "sent", NAME),
        ({"result": "001", "amount": Decimal(0)}, "sent", FAILED),
        ({"result": "002"}, "sent", FAILED),
        ({}, "paid", REPEATED),
        ({}, "returned", REPEATED),
        ({"direction": "R"}, "sent", RETURNED),
        ({"direction": "R"}, "paid", RETURNED),
        ({"direction": "R"}, "returned", REPEATED),
        ({"direction": "R", "amount": Decimal(1)}, "paid", RETURNED),
        ({"direction": "R", "amount": Decimal(1)}, "sent", RETURNED),
        ({"direction": "R", "amount": Decimal(1)}, "exception", AMOUNT),
        ({"direction": "R", "amount": Decimal("932000.01")}, "paid", AMOUNT),
        ({"result": "001"}, "paid", RETURNED),
        ({}, "failed", LATE),
        ({"result": "001"}, "failed", REPEATED),
    ],
)
def test_row_is_found_to_say(said, state, finding):
    assert finding_of(line(**said), ASKED._replace(state=state)) == finding


def test_failure_of_an_earlier_attempt_undoes_no_payment():
    asked = ASKED._replace(state="paid", flows=frozenset({"S2"}))
    assert finding_of(line(result="001", serial="S1"), asked) == REPEATED
    assert finding_of(line(result="001", serial="S2"), asked) == RETURNED


def test_part_that_came_back_is_told_once():
    asked = ASKED._replace(state="paid", said=frozenset({("R", "S2", Decimal(1))}))
    back = line(direction="R", amount=Decimal(1), serial="S2")
    assert finding_of(back, asked) == REPEATED
    another = line(direction="R", amount=Decimal(1), serial="S3")
    assert finding_of(another, asked) == RETURNED


def test_payment_after_all_was_taken_back_is_late():
    asked = ASKED._replace(state="returned", was_undone=True)
    assert finding_of(line(), asked) == LATE


def test_voucher_that_is_not_in_the_batch_is_unknown():
    assert finding_of(line(), None) == UNKNOWN


@given(CENTS, CENTS, st.sampled_from(Payable.State.values), st.sampled_from("OR"))
def test_only_an_open_payment_of_the_same_amount_ever_matches(asked, paid, state, direction):
    finding = finding_of(line(amount=paid, direction=direction), Asked(asked, ASKED.holder, state))
    if finding == MATCHED:
        assert (asked, direction) == (paid, "O")
        assert state in OPEN


def text_of(number, lines):
    rows = [RECEIPT_HEADINGS, *receipt_rows(number, lines)]
    return "\r\n".join("|".join(row) for row in rows).encode()


@given(st.lists(CENTS, max_size=20))
def test_file_is_read_as_it_was_written_and_adds_up(amounts):
    lines = tuple(line(n, amount=one) for n, one in enumerate(amounts, 2))
    read = read_receipts("a.txt", BytesIO(text_of("ZF-2026-003" if lines else "", lines)))
    assert read.lines == lines
    assert read.total == sum(amounts, Decimal(0))


@given(st.integers(0, 400))
def test_file_cut_anywhere_is_never_taken(cut):
    whole = text_of("ZF-2026-003", [line(2), line(3, amount=Decimal("1.50"))])
    with pytest.raises(RuleViolation):
        read_receipts("a.txt", BytesIO(whole[: min(cut, len(whole) - 5)]))


def test_workbook_and_text_of_the_same_answers_have_the_same_hash():
    lines = [line(2), line(3, amount=Decimal("1.50"))]
    book = b"".join(stream_workbook("回单", RECEIPT_HEADINGS, receipt_rows("ZF-2026-003", lines)))
    as_book = read_receipts("a.xlsx", BytesIO(book))
    as_text = read_receipts("a.txt", BytesIO(text_of("ZF-2026-003", lines)))
    assert as_book.sha256 == as_text.sha256
    assert as_book.total == Decimal("932001.50")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("|O|", "|X|", "第 2 行交易方向应为 O 或 R"),
        ("|932000.00|", "|-5|", "第 2 行实际金额“-5”"),
        ("|932000.00|", "|1.234|", "第 2 行实际金额“1.234”"),
        ("|000|", "|9|", "第 2 行处理结果应为"),
        ("2026-08-20", "二十日", "第 2 行"),
    ],
)
def test_wrong_cell_is_named_by_its_row(old, new, why):
    text = text_of("ZF-2026-003", [line(2)]).decode().replace(old, new, 1)
    with pytest.raises(RuleViolation, match=why) as refused:
        read_receipts("a.txt", BytesIO(text.encode()))
    assert set(refused.value.errors) == {"file"}
