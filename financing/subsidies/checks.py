"""What can be seen in the lines of one claim alone. Pure; each rule is one of domain-2 A9."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from financing.models import SubsidyKey, SubsidyLine
from financing.money import wan
from financing.subsidies.claims import Window
from financing.subsidies.hits import Grade, Hit, hit_of
from financing.subsidies.keys import keys_of
from financing.subsidies.numbers import consecutive, invoice_key

LineKind = SubsidyLine.Kind
# 示例: what a machine hardly costs. Above it 元 were multiplied, below it 万元 were typed as 元.
UNUSUALLY_HIGH, UNUSUALLY_LOW = Decimal(100_000_000), Decimal(1_000)
# 示例: how far invoice and payment are apart where one of them stands in another unit.
APART = 1_000
PRICED = (LineKind.INVOICE, LineKind.CONTRACT)
DATED = (*PRICED, LineKind.UNIT)
FIELD_OF = {
    SubsidyKey.Kind.INVOICE: "invoice_number",
    SubsidyKey.Kind.SAME_SALE: "invoice_number",
    SubsidyKey.Kind.SERIAL: "serial_number",
    SubsidyKey.Kind.CUSTOMS: "customs_number",
    SubsidyKey.Kind.LOAN: "receipt_number",
    SubsidyKey.Kind.POLICY: "policy_number",
    SubsidyKey.Kind.PROOF: "proof_number",
}
# What two lines of one claim may share, with a word: one invoice is for one line.
SHARED_WITH_A_WORD = (SubsidyKey.Kind.SAME_SALE, SubsidyKey.Kind.SERIAL)


def findings(lines: Sequence[SubsidyLine], buyer_code: str, window: Window) -> Iterator[Hit]:
    """All that these standing lines show; `buyer_code` is the enterprise's own."""
    yield from _shared_in_the_claim(lines)
    yield from _consecutive(lines)
    for line in lines:
        yield from of_line(line, buyer_code, window)


def of_line(line: SubsidyLine, buyer_code: str, window: Window) -> Iterator[Hit]:
    """What is doubtful about one line by itself."""
    if line.kind in DATED and line.invoiced_on and line.invoiced_on not in window:
        name = "取得日期" if line.kind == LineKind.UNIT else "开票日期"
        text = f"{name} {line.invoiced_on} 不在 {window} 内。"
        yield hit_of(line, "date", Grade.FLAG, "invoiced_on", text, line.invoiced_on)
    if line.kind == LineKind.LOAN and not _has_interest_in(line, window):
        text = f"计息的日子都不在 {window} 内，本年度没有可以贴息的利息。"
        yield hit_of(line, "date", Grade.FLAG, "interest_to", text, line.more.get("interest_to"))
    if line.kind == LineKind.INSURANCE and line.paid_on and line.paid_on not in window:
        text = f"付款日期 {line.paid_on} 不在 {window} 内。"
        yield hit_of(line, "date", Grade.FLAG, "paid_on", text, line.paid_on)
    if line.buyer_code and buyer_code and line.buyer_code != buyer_code and not line.is_leased:
        text = "购方税号不是本企业的。改名换码前开的发票请说明；租赁公司购买的请选“融资租赁”。"
        yield hit_of(line, "buyer", Grade.FLAG, "buyer_code", text, line.buyer_code)
    if line.kind == LineKind.INVOICE and line.net is not None:
        if line.net >= UNUSUALLY_HIGH:
            text = f"单行 {wan(line.net)} 万元，请核对单位是否为元。"
            yield hit_of(line, "unit", Grade.FLAG, "net", text, line.net)
        elif 0 < line.net < UNUSUALLY_LOW:
            meant = f"{line.net * 10_000:,.2f}"
            text = f"单行 {line.net:,.2f} 元，像是按“万元”填写；如是，应为 {meant} 元。"
            yield hit_of(line, "unit", Grade.FLAG, "net", text, line.net)
    if line.kind in PRICED and _are_apart(line.net, line.paid):
        text = (
            f"实付 {line.paid:,.2f} 元与发票不含税 {line.net:,.2f} 元相差 {APART} 倍以上，"
            "请核对单位；认定按两者中小的计。"
        )
        yield hit_of(line, "paid", Grade.FLAG, "paid", text, line.net, line.paid)
    if line.more.get("void"):
        text = "这张发票已作废或被红冲，请换成有效的发票，或撤下此行。"
        yield hit_of(line, "void", Grade.FLAG, "invoice_number", text, line.invoice_number)
    if line.more.get("subsidised"):
        text = "同一笔贷款他处已贴息，请说明不是同一期间、同一部分。"
        yield hit_of(line, "elsewhere", Grade.FLAG, "subsidised", text, line.number)


def _has_interest_in(line: SubsidyLine, window: Window) -> bool:
    drawn, last = str(line.more.get("drawn_on", "")), str(line.more.get("interest_to", ""))
    return drawn <= window.last.isoformat() and last > window.first.isoformat()


def _are_apart(net: Decimal | None, paid: Decimal | None) -> bool:
    """Whether the payment seems to stand in another unit; an invoice that does is told already."""
    if not net or not paid or not UNUSUALLY_LOW <= net < UNUSUALLY_HIGH:
        return False
    return max(net, paid) >= APART * min(net, paid)


def _shared_in_the_claim(lines: Sequence[SubsidyLine]) -> Iterator[Hit]:
    """The first line with a number keeps it; the later ones are told."""
    first: dict[tuple[str, str], SubsidyLine] = {}
    told: set[int] = set()
    for line in sorted(lines, key=lambda one: one.number):
        for kind, key in keys_of(line):
            before = first.setdefault((kind, key), line)
            if before is line or (kind == SubsidyKey.Kind.SAME_SALE and line.number in told):
                continue
            told.add(line.number)
            soft = kind in SHARED_WITH_A_WORD
            yield hit_of(
                line,
                f"here-{kind}",
                Grade.FLAG if soft else Grade.BLOCK,
                FIELD_OF[kind],
                f"{kind.label}与本申报第 {before.number} 行相同。",
                key,
                before.number,
                is_double=not soft,
            )


def _consecutive(lines: Sequence[SubsidyLine]) -> Iterator[Hit]:
    """Invoices of one seller whose numbers follow each other: one sale may have been split."""
    of_seller: dict[str, list[tuple[str, SubsidyLine]]] = defaultdict(list)
    for line in lines:
        key = invoice_key(line.invoice_code, line.invoice_number)
        if key and line.supplier_code:
            of_seller[line.supplier_code].append((key, line))
    for found in of_seller.values():
        ordered = sorted(found, key=lambda one: (len(one[0]), one[0]))
        for (key, line), (next_key, next_line) in pairwise(ordered):
            if consecutive(key, next_key):
                yield hit_of(
                    next_line,
                    "consecutive",
                    Grade.FLAG,
                    "invoice_number",
                    f"与第 {line.number} 行是同一供应商的连号发票，请说明不是同一笔交易拆开的。",
                    key,
                    next_key,
                )
