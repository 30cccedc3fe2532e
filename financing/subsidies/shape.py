"""The fields of each kind of line (domain-2 A2, A3, A4): one declaration for the form in the
browser and for the columns of the workbook. Money is typed in 元, as invoices print it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from documents.workbooks.cells import (
    CellError,
    Parser,
    any_day,
    credit_code_text,
    decimal,
    narrow,
    text,
)
from documents.written.numbers import rate_as_fraction
from financing.models import SubsidyLine

Kind = SubsidyLine.Kind
HIGHEST = Decimal(10) ** 12  # 元; a larger amount is in another unit
PURPOSES = {"rd": "研发", "production": "生产", "testing": "检测"}
INVOICE_KINDS = {
    "digital": "数电票", "vat": "增值税专用发票", "plain": "普通发票", "customs": "海关缴款书",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineField:
    """A field of a line: how it is read from what people write. It stands in a column of the line,
    or under its key in `more`."""

    key: str
    label: str
    parse: Parser
    required: bool = False
    help: str = ""
    choices: Mapping[str, str] | None = None
    is_money: bool = False
    is_date: bool = False
    is_flag: bool = False
    is_long: bool = False

    @property
    def in_column(self) -> bool:
        return self.key in COLUMNS_OF_LINE

    @property
    def heading(self) -> str:
        return f"{self.label}（元）" if self.is_money else self.label


COLUMNS_OF_LINE = frozenset(field.name for field in SubsidyLine._meta.concrete_fields)


def yuan(value: object) -> Decimal | None:
    """An amount in 元 with at most two decimals; negative ones are refused with the reason."""
    number = decimal(value, "元")
    if number is None:
        return None
    if number < 0:
        raise CellError("不能是负数；红字发票不计入，被冲红的发票也不要填报")
    if number >= HIGHEST:
        raise CellError("数额过大，请核对单位是否为元")
    if round(number, 2) != number:
        raise CellError(f"单位是元，最多两位小数，现为 {number:f}")
    return round(number, 2)


def rate(value: object) -> Decimal | None:
    """A yearly rate in per cent."""
    number = decimal(value, "%")
    if number is not None and not 0 <= number <= 36:
        raise CellError("年利率应在 0 到 36 之间，单位是 %")
    if number is not None and (wrong := rate_as_fraction(number)):
        raise CellError(wrong)
    return number


def share(value: object) -> Decimal | None:
    """A rate of an insured value, in per cent."""
    number = decimal(value, "%")
    if number is not None and not 0 < number <= 100:
        raise CellError("费率应大于 0、不超过 100，单位是 %")
    return number


def count(value: object) -> Decimal | None:
    number = decimal(value)
    if number is not None and not 0 < number <= 1_000_000:
        raise CellError("数量应大于 0")
    return number


def past_day(value: object) -> date | None:
    """A local day that is not in the future."""
    found = any_day(value)
    if found is not None and found > date.today():
        raise CellError(f"不能晚于今天，现为 {found}，请核对年份")
    return found


def tick(value: object) -> bool:
    written = narrow(value)
    if written in ("", "否", "0", "False"):
        return False
    if written in ("是", "1", "on", "True"):
        return True
    raise CellError("请填“是”或“否”")


def one_of(choices: Mapping[str, str]) -> Parser:
    """The key of a choice, by its key or its label."""
    by_label = {label: key for key, label in choices.items()}

    def parse(value: object) -> str | None:
        written = narrow(value)
        if not written:
            return None
        if written in choices:
            return written
        if written in by_label:
            return by_label[written]
        raise CellError(f"不在可选项中：{'、'.join(choices.values())}")

    return parse


def _text(key: str, label: str, most: int = 60, **more: Any) -> LineField:
    return LineField(key, label, text(most), **more)


def _money(key: str, label: str, **more: Any) -> LineField:
    return LineField(key, label, yuan, is_money=True, **more)


def _day(
    key: str, label: str, parse: Callable[[object], date | None] = past_day, **more: Any
) -> LineField:
    return LineField(key, label, parse, is_date=True, **more)


def _choice(key: str, label: str, choices: Mapping[str, str], **more: Any) -> LineField:
    return LineField(key, label, one_of(choices), choices=choices, **more)


def _code(key: str, label: str, **more: Any) -> LineField:
    return LineField(key, label, credit_code_text, **more)


def _number(key: str, label: str, **more: Any) -> LineField:
    """A number of many digits, which a spreadsheet must keep as text."""
    return LineField(key, label, text(60, narrow), **more)


_INVOICE_NUMBERS = (
    _choice("invoice_kind", "发票种类", INVOICE_KINDS),
    _number("invoice_code", "发票代码", help="数电票没有代码，不填；其他发票 10 位或 12 位"),
    _number("invoice_number", "发票号码", required=True, help="数电票 20 位，其他发票 8 位"),
    _day("invoiced_on", "开票日期", required=True),
)
_AMOUNTS = (
    _money("net", "不含税金额", required=True),
    _money("tax", "税额"),
    _money("gross", "价税合计", help="应等于不含税金额加税额"),
)
_PAYMENT = (
    _day("paid_on", "付款日期"),
    _text("payment_number", "付款凭证号"),
    _money("paid", "实付净额", required=True, help="已付款项中不含税的部分；与不含税金额从小计入"),
)
_SUPPLIER = (
    _text("supplier_name", "供应商", 200, required=True),
    _code("supplier_code", "供应商税号", help="18 位；境外供应商不填"),
)
_CONTRACT = (_text("contract_number", "合同号"), _day("contract_on", "合同日期"))

_INVOICE = (
    _text("name", "设备名称", 200, required=True),
    _text("model", "型号", 100),
    _choice("purpose", "用途", PURPOSES, required=True),
    *_SUPPLIER,
    _code("buyer_code", "购方税号", help="发票上的购买方；应为本企业"),
    *_INVOICE_NUMBERS,
    *_AMOUNTS,
    _number("customs_number", "海关缴款书号", help="进口设备填写，22 位"),
    *_CONTRACT,
    *_PAYMENT,
    _text("voucher_number", "记账凭证号"),
    _text("asset_number", "固定资产编号"),
    _text("place", "安装地点", 200),
    _text("serial_number", "出厂编号", help="铭牌上的序列号；二手设备不计入"),
    LineField("is_leased", "融资租赁", tick, is_flag=True, help="发票购买方是租赁公司的，选“是”"),
)
_LOAN = (
    _text("name", "贷款用途", 200, required=True),
    _text("bank", "贷款银行", 100, required=True),
    _text("contract_number", "借款合同号", required=True),
    _number("receipt_number", "借据号", required=True),
    _money("contract_amount", "合同金额"),
    _day("drawn_on", "放款日期", required=True),
    _money("drawn", "放款金额", required=True),
    LineField(
        "repayments", "还本", text(2000), is_long=True,
        help="每笔写“日期 金额”，多笔用分号隔开，如 2025-06-30 5000000；没有还本不填",
    ),
    _day("interest_to", "计息截至", any_day, required=True, help="到这一天为止，这一天不计"),
    LineField("rate", "年利率（%）", rate, required=True),
    LineField(
        "reference_rate", "同期 LPR（%）", rate, required=True,
        help="放款时最近的一年期 LPR",
    ),
    _money("paid", "实付利息", required=True, help="银行流水上已付的利息"),
    LineField("subsidised", "他处已贴息", tick, is_flag=True),
)  # fmt: skip
_INSURANCE = (
    _text("name", "产品名称", 200, required=True),
    _text("insurer", "保险公司", 100, required=True),
    _text("policy_number", "保单号", required=True),
    _day("begins", "保险起期", any_day),
    _day("ends", "保险止期", any_day),
    _money("net", "保险金额", required=True, help="不低于设备价值"),
    _money("paid", "实付保费", required=True),
    LineField("rate", "费率（%）", share),
    LineField("year", "第几个投保年度", count, help="首年填 1；续保应不间断"),
    *_INVOICE_NUMBERS[1:],
    _day("paid_on", "付款日期"),
    _text("payment_number", "付款凭证号"),
)
_UNIT = (
    _text("name", "事项", 200, required=True),
    LineField("count", "数量", count, required=True),
    _text("proof_number", "证明文件编号", 100, required=True),
    _day("invoiced_on", "取得日期", required=True),
    _money("paid", "实付金额"),
)
_SERVICE = (
    _text("name", "服务或展位", 200, required=True),
    *_SUPPLIER,
    *_CONTRACT,
    *_INVOICE_NUMBERS,
    *_AMOUNTS,
    *_PAYMENT,
    LineField("count", "数量", count, help="展位填个数；服务不填"),
)
_FIELDS: dict[Kind, tuple[LineField, ...]] = {
    Kind.INVOICE: _INVOICE,
    Kind.LOAN: _LOAN,
    Kind.INSURANCE: _INSURANCE,
    Kind.UNIT: _UNIT,
    Kind.CONTRACT: _SERVICE,
}


def fields_of(kind: str, levels: Mapping[str, str] | None = None) -> tuple[LineField, ...]:
    """The fields of a kind of line; with the `levels` that the rule tells apart, where it does."""
    fields = _FIELDS[Kind(kind)]
    if not levels:
        return fields
    level = _choice("level", "类别", levels, required=True)
    return (fields[0], level, *fields[1:])


def read_values(
    fields: tuple[LineField, ...], typed: Mapping[str, object]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What people wrote in each field as values, and what is wrong with it, by field."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in fields:
        try:
            value = field.parse(typed.get(field.key))
        except CellError as wrong:
            errors[field.key] = f"{str(wrong).rstrip('。')}。"
            continue
        if value in (None, "") and field.required:
            verb = "选择" if field.choices else "填写"
            errors[field.key] = f"请{verb}{field.label}。"
        values[field.key] = value
    return values, errors
