"""What the page of lines shows: rows with what was found, filters, the finding as title."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from financing.models import SubsidyFile, SubsidyLine
from financing.money import wan
from financing.subsidies.gate import Standing, without_photo
from financing.subsidies.hits import Hit
from financing.subsidies.line_words import in_words
from financing.subsidies.shape import PURPOSES
from financing.templatetags.claims import in_fours

ALL, TO_DO, NO_PHOTO, LESSER, WITHDRAWN = "all", "todo", "photo", "lesser", "withdrawn"
SHOWN = 200


@dataclass(frozen=True)
class Headings:
    """What the columns of the table are called, with the small words beside them."""

    name: tuple[str, str] = ("名称", "型号 · 用途")
    number: tuple[str, str] = ("号码", "日期 · 对方")
    base: tuple[str, str] = ("发票净额", "不含税")
    paid: tuple[str, str] = ("实付净额", "付款凭证")
    counted: tuple[str, str] = ("计入", "两者从小")


_HEADINGS = {
    SubsidyLine.Kind.LOAN: Headings(
        ("贷款用途", ""), ("借据号", "放款日期 · 银行"), ("放款金额", ""), ("实付利息", ""),
        ("计入", "实付利息"),
    ),
    SubsidyLine.Kind.INSURANCE: Headings(
        ("产品", ""), ("保单号", "起期 · 保险公司"), ("保险金额", ""), ("实付保费", "付款凭证"),
        ("计入", ""),
    ),
    SubsidyLine.Kind.UNIT: Headings(
        ("事项", ""), ("证明文件", "取得日期"), ("发票净额", ""), ("实付金额", ""), ("计入", "")
    ),
}  # fmt: skip


def headings_of(kinds: Sequence[str]) -> Headings:
    """Those of the one kind that a claim has, or those of invoices."""
    return _HEADINGS.get(SubsidyLine.Kind(kinds[0]), Headings()) if len(kinds) == 1 else Headings()


@dataclass
class Row:
    """A line on the page; amounts in 元."""

    line: SubsidyLine
    hits: list[Hit] = field(default_factory=list)
    files: list[SubsidyFile] = field(default_factory=list)
    lacks_photo: bool = False

    @property
    def purpose(self) -> str:
        return PURPOSES.get(self.line.purpose, "")

    @property
    def base(self) -> Decimal | None:
        """The net of an invoice, the insured value, or what was drawn of a loan."""
        drawn = self.line.more.get("drawn")
        return self.line.net if drawn is None else Decimal(str(drawn))

    @property
    def number_shown(self) -> str:
        """The number that the line is recognised by."""
        line, more = self.line, self.line.more
        if line.invoice_number:
            return f"{line.invoice_code} {in_fours(line.invoice_number)}".strip()
        numbers = ("receipt_number", "policy_number", "proof_number")
        return next((str(more[name]) for name in numbers if more.get(name)), line.contract_number)

    @property
    def day(self) -> date | None:
        """When it was invoiced, lent or insured."""
        more = self.line.more
        written = more.get("drawn_on") or more.get("begins")
        return self.line.invoiced_on or (date.fromisoformat(str(written)) if written else None)

    @property
    def partner(self) -> str:
        """The seller, bank or insurer."""
        more = self.line.more
        return self.line.supplier_name or str(more.get("bank") or more.get("insurer") or "")

    @property
    def terms(self) -> str:
        """What a loan, a policy or a contract says, in words."""
        return in_words(self.line)

    @property
    def open_hits(self) -> list[Hit]:
        return [one for one in self.hits if one.is_open]

    @property
    def unpaid(self) -> Decimal | None:
        """What of the invoice is not paid, where that is why less counts."""
        net, paid = self.line.net, self.line.paid
        if net is None or paid is None or paid >= net:
            return None
        return net - paid

    @property
    def verdict(self) -> tuple[str, str]:
        """Tone and word of the line."""
        if self.line.withdrawn_at:
            return "calm", "已撤下"
        worst = next(iter(self.open_hits), None) or next(iter(self.hits), None)
        if worst is not None:
            return worst.tone, worst.word
        return ("calm", "从小") if self.unpaid else ("ok", "通过")


@dataclass(frozen=True)
class Totals:
    """The foot of the table, in 元."""

    count: int
    base: Decimal
    paid: Decimal
    counted: Decimal


def rows_of(found: Standing) -> list[Row]:
    hits: dict[int, list[Hit]] = defaultdict(list)
    for hit in found.hits:
        hits[hit.line].append(hit)
    files: dict[int, list[SubsidyFile]] = defaultdict(list)
    for one in found.files:
        files[one.line_id].append(one)
    bare = {line.pk for line in without_photo(found.standing_lines, found.files)}
    return [Row(line, hits[line.number], files[line.pk], line.pk in bare) for line in found.lines]


def tabs_of(rows: list[Row]) -> list[tuple[str, str, int]]:
    """Key, word and count of each filter."""
    words = {ALL: "全部", TO_DO: "要处理", NO_PHOTO: "缺照片", LESSER: "从小", WITHDRAWN: "已撤下"}
    return [(key, word, len(chosen(rows, key))) for key, word in words.items()]


def chosen(rows: list[Row], key: str) -> list[Row]:
    """The rows of a filter; an unknown one chooses all."""
    match key:
        case "todo":
            return [row for row in rows if row.open_hits]
        case "photo":
            return [row for row in rows if row.lacks_photo]
        case "lesser":
            return [row for row in rows if row.unpaid and not row.line.withdrawn_at]
        case "withdrawn":
            return [row for row in rows if row.line.withdrawn_at]
    return rows


def totals_of(rows: list[Row]) -> Totals:
    live = [row for row in rows if row.line.withdrawn_at is None]
    base = sum((row.base or Decimal(0) for row in live), Decimal(0))
    paid, counted = (
        sum((getattr(row.line, name) or Decimal(0) for row in live), Decimal(0))
        for name in ("paid", "counted")
    )
    return Totals(len(live), base, paid, counted)


def finding(found: Standing) -> str:
    """The title of the page: what is to be done, and what it comes to."""
    hits = found.open_hits
    blocked = {hit.line for hit in hits if hit.is_block}
    blocks = len(blocked)
    flags = len({hit.line for hit in hits} - blocked)
    photos = sum(one.is_photo for one in found.missing)
    said = [f"{blocks} 行重复"] if blocks else []
    said += [f"{flags} 行待说明"] if flags else []
    said += [f"缺 {photos} 张照片"] if photos else []
    others = len(found.missing) - photos - len(hits)
    said += [f"还有 {others} 处没有填好"] if others else []
    why = next(iter(found.worked.refusals), "").rstrip("。")
    amount = f"现在不能奖补：{why}" if why else f"预计 {wan(found.worked.amount)} 万元"
    if not found.lines and said:
        return f"先填明细；{'、'.join(said)}"
    return f"{'、'.join(said)}；处理完即可送出，{amount}" if said else f"可以送出，{amount}"
