"""A payment batch in a browser: made by one, released by another, answered by the bank row by row,
closed by a second person."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from financing.ledger.files import RECEIPT_HEADINGS, ReceiptLine, receipt_rows
from tests.journeys.conftest import Portal, Visitor
from tests.journeys.money_steps import act, begin, press, says

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]


def orders_in(exported: Path) -> list[dict[str, str]]:
    """The rows of the file for the bank, by headings; the last row agrees with them."""
    headings, *rows, last = [line.split("|") for line in exported.read_text().splitlines()]
    found = [dict(zip(headings, row, strict=True)) for row in rows]
    total = sum(Decimal(one["支付金额"]) for one in found)
    assert (last[0], last[1], last[10]) == ("合计", "4", f"{total:.2f}")
    return found


def as_asked(orders: Iterable[dict[str, str]]) -> list[ReceiptLine]:
    """The bank's answers if everything were as it should be."""
    return [
        ReceiptLine(
            row, one["支付凭证号"], "O", one["收款人全称"], Decimal(one["支付金额"]), "000", "",
            f"S{row}", timezone.localdate(),
        )
        for row, one in enumerate(orders, 2)
    ]  # fmt: skip


def answers(orders: list[dict[str, str]]) -> list[ReceiptLine]:
    """One as asked, one with two digits exchanged, one that came back, one to another name, and one
    that is not of this batch."""
    fine, short, back, name = as_asked(orders)
    return [
        fine,
        replace(short, amount=Decimal(92_300), told="两位数字颠倒"),
        back,
        replace(name, amount=Decimal(0), result="001", payee="另一家（示例）", told="户名不符"),
        replace(back, row=6, direction="R", told="收款账户已销户"),
        replace(fine, row=7, voucher="2026-999-0001", amount=Decimal(500)),
    ]


def receipts(folder: Path, number: str, lines: list[ReceiptLine]) -> Path:
    path = folder / f"回单-{number}-{len(lines)}.txt"
    rows = [RECEIPT_HEADINGS, *receipt_rows(number, lines)]
    path.write_text("\r\n".join("|".join(row) for row in rows))
    return path


def imported(person: Visitor, file: Path) -> None:
    person.page.set_input_files("#receipts input[type=file]", str(file))
    person.follow("button:has-text('导入并对账')")


def cleared(person: Visitor, finding: str, way: str, note: str) -> None:
    """Clear the order of that finding in that way."""
    row = person.page.locator(f"#trouble tr:has(.pill:text-is('{finding}'))")
    row.locator(f"summary:has-text('{way}')").click()
    form = row.locator(f"details:has(summary:has-text('{way}'))")
    form.locator("input[type=text]").fill(note)
    with person.page.expect_navigation():
        form.locator("button").click()


def test_batch_goes_from_the_list_to_its_end(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    [shared] = begin(portal, "due_payments()")
    first, second = visitor("city"), visitor("city2")
    page = first.open(f"/financing/payables/?q={shared}")
    says(page, "293,130.00")
    page.check("[data-check-all=row]")
    first.shot("payables")
    press(first, "button[name=bulk][value=batch]")
    says(page, "100,000.00", "93,200.00", "59,930.00", "40,000.00")
    assert "4 笔 293,130.00 元，制单中" in page.inner_text("h1")
    act(first, "submit", "提交放行")
    says(page, "制单人不能放行")
    first.check()
    batch = page.url

    desk = second.open(batch)
    act(second, "release", "核验并放行")
    act(second, "send", "生成支付文件，送银行")
    with desk.expect_download() as taken:
        desk.click("a:has-text('支付文件文本')")
    exported = tmp_path / "orders.txt"
    taken.value.save_as(exported)
    orders = orders_in(exported)
    number = orders[0]["批次号"]

    # A file that was cut off is not taken; the whole one is, once.
    first.open(batch)
    whole = receipts(tmp_path, number, answers(orders))
    cut = tmp_path / "截断.txt"
    cut.write_text("\r\n".join(whole.read_text().splitlines()[:-1]))
    imported(first, cut)
    says(page, "没有末行“合计”")
    first.shot("receipts-cut")
    imported(first, whole)
    # 293,130.00 − 900.00 − 59,930.00 − 40,000.00 = 192,300.00 in the bank's rows.
    # and 500.00 of a voucher that is not in the batch.
    assert "4 笔中 1 笔已付；3 笔待处理、1 行不明凭证待核实" in page.inner_text("h1")
    says(page, "133,200.00", "59,930.00", "192,800.00", "2026-999-0001（500.00）")
    first.check()
    first.shot("batch-exceptions")
    imported(first, whole)
    page.wait_for_selector("text=没有重复记账")

    cleared(first, "金额不符", "按实付记账", "银行复函 1 号（示例）")
    cleared(first, "退回", "通知企业换账户", "账户已销户")
    cleared(first, "账号户名不符", "请企业重录账户", "请核对户名")
    page.fill("#unknown_note", "银行复函 2 号（示例）：他批款项误列")
    first.follow("button:has-text('已向银行核实')")
    says(page, "不在本批的流水，银行已答复", "对平")
    assert "4 笔已全部对平" in page.inner_text("h1")
    says(page, "制单人不能放行、也不能关闭")
    second.open(batch)
    act(second, "close", "关闭批次")
    assert "4 笔已对平，批次已关闭" in desk.inner_text("h1")
    second.check()
    second.shot("batch-closed")
    # What was short is due again as an instalment of its own.
    second.open(f"/financing/payables/?q={shared}&state=due")
    says(desk, "900.00", "补付")
