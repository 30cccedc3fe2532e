"""The files between the portal and the bank: payments out, receipts in. Amounts in 元.

Both are one table, as text with bars or as a workbook: headings, a row for each voucher, and a last
row 合计 with the number of rows, their total and the hash over all of them. A file that was cut
off lacks the last row or disagrees with it, and nothing of it is taken.

Source: domain facts A10, the fields of 国库集中支付 as banks' programs have them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO

from accounts.errors import RuleViolation
from documents.workbooks.cells import CellError, any_day, decimal, plain_text
from documents.workbooks.csv_file import read_csv
from documents.workbooks.headings import plain
from documents.workbooks.reading import read_workbook
from documents.workbooks.rows import Unreadable
from documents.written.text import one_line
from financing.ledger.bank_codes import bank_name
from financing.models import PaymentBatch, PaymentOrder

TOTAL = "合计"
ORDER_HEADINGS = (
    "批次号", "支付凭证号", "财政年度", "付款人全称", "付款人账号", "付款人开户行", "收款人全称",
    "收款人账号", "收款人开户行", "收款人联行号", "支付金额", "预算单位编码", "功能分类科目",
    "经济分类科目", "项目编码", "用途", "结算方式", "交易方向", "状态", "业务类型",
)  # fmt: skip
RECEIPT_HEADINGS = (
    "批次号", "支付凭证号", "交易方向", "收款人全称", "实际金额", "处理结果", "银行说明",
    "银行流水号", "清算日期",
)  # fmt: skip
# 处理结果: 000 done, 001 failed, 002 cancelled by the bank. 交易方向: O paid, R came back.
DONE, RESULTS, DIRECTIONS = "000", ("000", "001", "002"), ("O", "R")
MOST_RECEIPTS = 50_000
MOST_TOLD = 5
# What the hash of the last row is made of, and where that row has it.
HASHED = "批次号|支付凭证号|交易方向|实际金额|处理结果|银行流水号|清算日期"
TOLD_IN = "“银行说明”"
CUT_OFF = "没有末行“合计”，文件可能被截断。请重新从银行下载完整的回单文件，本次没有导入任何一行。"


def sha256_of(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def hash_of_orders(orders: Iterable[PaymentOrder]) -> str:
    """Over voucher, account, branch and amount of each order, in their order."""
    return sha256_of(
        f"{one.voucher}|{one.account.number}|{one.account.cnaps}|{one.amount:.2f}" for one in orders
    )


def order_rows(batch: PaymentBatch, orders: Sequence[PaymentOrder]) -> Iterator[list[str]]:
    """The rows of the file that goes to the bank, the one with the totals last."""
    fund = batch.fund_year.fund
    payer = (fund.payer_name, fund.payer_account, fund.payer_bank)
    codes = (fund.unit_code, fund.function_code, fund.economic_code, fund.project_code)
    for one in orders:
        account = one.account
        yield [
            batch.number, one.voucher, str(batch.fund_year.year), *payer, account.holder,
            account.number, f"{bank_name(account.bank)} {account.branch}", account.cnaps,
            f"{one.amount:.2f}", *codes, one.payable.label, "转账", "O", "U", "0200",
        ]  # fmt: skip
    sums = {"支付凭证号": str(batch.orders_count), "支付金额": f"{batch.total:.2f}"}
    last = [sums.get(heading, "") for heading in ORDER_HEADINGS]
    last[0], last[-1] = TOTAL, batch.sha256
    yield last


def order_text(batch: PaymentBatch, orders: Sequence[PaymentOrder]) -> Iterator[str]:
    """The same as text: bars between the fields, none inside them."""
    yield "|".join(ORDER_HEADINGS) + "\r\n"
    for row in order_rows(batch, orders):
        yield "|".join(one_line(cell.replace("|", " ")) for cell in row) + "\r\n"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A row of a file of receipts; `direction` is O for paid and R for what came back."""

    row: int
    voucher: str
    direction: str
    payee: str
    amount: Decimal
    result: str
    told: str
    serial: str
    settled_on: date


@dataclass(frozen=True, slots=True)
class Receipts:
    """A whole file of receipts whose number of rows, total and hash agree with its last row."""

    batch_number: str
    lines: tuple[ReceiptLine, ...]
    total: Decimal
    sha256: str


def hash_of_receipts(batch_number: str, lines: Iterable[ReceiptLine]) -> str:
    """Over all of each row that says which money went where, in the rows' order: `HASHED`."""
    return sha256_of(
        f"{batch_number}|{one.voucher}|{one.direction}|{one.amount:.2f}|{one.result}"
        f"|{one.serial}|{one.settled_on}"
        for one in lines
    )


def receipt_rows(batch_number: str, lines: Sequence[ReceiptLine]) -> Iterator[list[str]]:
    """The rows of a file of receipts, as a bank writes them: for the demo city and for tests."""
    for one in lines:
        yield [
            batch_number, one.voucher, one.direction, one.payee, f"{one.amount:.2f}", one.result,
            one.told, one.serial, one.settled_on.isoformat(),
        ]  # fmt: skip
    total = sum((one.amount for one in lines), Decimal(0))
    yield [
        TOTAL, str(len(lines)), "", "", f"{total:.2f}", "", hash_of_receipts(batch_number, lines),
        "", "",
    ]  # fmt: skip


def read_receipts(name: str, file: IO[bytes]) -> Receipts:
    """Read a file of receipts, text or workbook, and hold it against its own last row.

    Raises `RuleViolation` at the field `file` with all that is wrong; nothing of a file is taken
    that is not whole.
    """
    try:
        if name.lower().endswith(".xlsx"):
            rows = read_workbook(file, "回单", RECEIPT_HEADINGS).rows
        else:
            rows = read_csv(file.read())
        return _read(rows)
    except RuleViolation as refused:
        raise RuleViolation({"file": str(refused)}) from refused


def _read(rows: Iterator[tuple[int, list[object]]]) -> Receipts:
    _, headings = next(rows, (0, []))
    places = _places(headings)
    lines: list[ReceiptLine] = []
    wrong: list[str] = []
    numbers: set[str] = set()
    last: list[str] | None = None
    for number, cells in rows:
        if not any(plain_text(cell) for cell in cells):
            continue
        if last is not None:
            raise RuleViolation(f"第 {number} 行在“合计”之后还有内容，请核对文件。")
        if plain_text(cells[0]) == TOTAL:
            last = [plain_text(cells[place]) if place < len(cells) else "" for place in places]
            continue
        if len(lines) == MOST_RECEIPTS:
            raise RuleViolation(f"回单超过 {MOST_RECEIPTS:,} 行，请请银行分文件提供。")
        try:
            batch, line = _line(number, cells, places)
        except CellError as why:
            wrong.append(f"第 {number} 行{why}")
            continue
        numbers.add(batch)
        lines.append(line)
    if wrong:
        more = f"；另有 {len(wrong) - MOST_TOLD} 行" if len(wrong) > MOST_TOLD else ""
        raise RuleViolation(f"{'；'.join(wrong[:MOST_TOLD])}{more}。本次没有导入任何一行。")
    if len(numbers) > 1:
        raise RuleViolation(f"文件里有 {len(numbers)} 个批次的回单，请一批一个文件。")
    return _held_against(lines, last, numbers.pop() if numbers else "")


def _places(headings: Sequence[object]) -> list[int]:
    """Where each column stands. Raises `RuleViolation` for those that are missing."""
    there = {plain(plain_text(cell)): place for place, cell in enumerate(headings)}
    missing = [one for one in RECEIPT_HEADINGS if plain(one) not in there]
    if missing:
        raise RuleViolation(f"回单文件缺少列：{'、'.join(missing)}。")
    return [there[plain(one)] for one in RECEIPT_HEADINGS]


def _line(number: int, cells: Sequence[object], places: Sequence[int]) -> tuple[str, ReceiptLine]:
    found = [cells[place] if place < len(cells) else "" for place in places]
    for heading, cell in zip(RECEIPT_HEADINGS, found, strict=True):
        if isinstance(cell, Unreadable):
            raise CellError(f"“{heading}”{cell.reason}")
    texts = [plain_text(cell) for cell in found]
    batch, voucher, direction, payee, _, result, told, serial, _ = texts
    if not voucher:
        raise CellError("没有支付凭证号")
    if direction not in DIRECTIONS:
        raise CellError(f"交易方向应为 O 或 R，现为“{direction}”")
    written, result = result, result.zfill(3)
    if result not in RESULTS:
        raise CellError(f"处理结果应为 000、001 或 002，现为“{written}”")
    amount, settled_on = decimal(found[4], "元"), any_day(found[8])
    if amount is None or amount < 0 or amount != round(amount, 2):
        raise CellError(f"实际金额“{texts[4]}”不是不小于零、最多两位小数的数")
    if settled_on is None:
        raise CellError("没有清算日期")
    return batch, ReceiptLine(
        number, voucher[:30], direction, payee[:200], round(amount, 2), result, told[:300],
        serial[:60], settled_on,
    )  # fmt: skip


def _held_against(
    lines: Sequence[ReceiptLine], last: Sequence[str] | None, batch_number: str
) -> Receipts:
    if last is None:
        raise RuleViolation(CUT_OFF)
    total = sum((one.amount for one in lines), Decimal(0))
    sha256 = hash_of_receipts(batch_number, lines)
    told = {"行数": last[1], "合计": last[4].replace(",", ""), "哈希": last[6].lower()}
    found = {"行数": str(len(lines)), "合计": f"{total:.2f}", "哈希": sha256}
    places = {"哈希": f"（{TOLD_IN}列）"}
    wrong = [
        f"{name}{places.get(name, '')}：文件写 {told[name] or '空'}，实际 {found[name]}"
        for name in told
        if not _agree(told[name], found[name])
    ]
    if wrong:
        raise RuleViolation(f"回单与末行“合计”不一致（{'；'.join(wrong)}），没有导入任何一行。")
    return Receipts(batch_number, tuple(lines), total, sha256)


def _agree(told: str, found: str) -> bool:
    if told == found:
        return True
    try:
        return "." in found and Decimal(told) == Decimal(found)
    except ArithmeticError:
        return False
