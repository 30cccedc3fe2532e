"""What the fields of one line must be to make sense together, and its values in the row."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from documents.written.dates import NoDate, read_date
from enterprises.rules.credit_code import shape_problem
from financing.models import SubsidyLine
from financing.subsidies.numbers import customs_problem, invoice_problems
from financing.subsidies.shape import COLUMNS_OF_LINE, HIGHEST, Kind, LineField

# An invoice's parts make its whole to the 分, but for rounding (domain-2 A9: > 0.01).
ROUNDING = Decimal("0.01")
CODE_DIGITS = 18


def problems_of(kind: str, said: Mapping[str, Any]) -> dict[str, str]:
    """What cannot be true together, by field. Missing and unreadable fields are told already."""
    found = {**_of_invoice(said), **_of_amounts(said), **_of_codes(said)}
    if kind == Kind.LOAN:
        found |= _of_loan(said)
    if kind == Kind.INSURANCE:
        found |= _of_policy(said)
    return found


def _of_invoice(said: Mapping[str, Any]) -> dict[str, str]:
    found = invoice_problems(
        said.get("invoice_code") or "", said.get("invoice_number") or "", said.get("invoiced_on")
    )
    if why := customs_problem(said.get("customs_number") or ""):
        found["customs_number"] = why
    return found


def _of_amounts(said: Mapping[str, Any]) -> dict[str, str]:
    net, tax, gross, paid = (said.get(name) for name in ("net", "tax", "gross", "paid"))
    if "gross" in said and net is not None and gross is not None:
        total = net + (tax or 0)
        if abs(total - gross) > ROUNDING:
            text = (
                f"不含税金额加税额是 {total:,.2f} 元，与价税合计差 {abs(total - gross):,.2f} 元。"
            )
            return {"gross": text}
        if paid is not None and paid > gross + ROUNDING:
            return {"paid": f"实付净额大于价税合计 {gross:,.2f} 元，请核对。"}
    return {}


def _of_codes(said: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for name in ("supplier_code", "buyer_code"):
        code = said.get(name) or ""
        if not code:
            continue
        if len(code) != CODE_DIGITS:
            found[name] = f"现有 {len(code)} 位，应为 18 位。"
        elif why := shape_problem(code):
            found[name] = why
    return found


def _of_loan(said: Mapping[str, Any]) -> dict[str, str]:
    begins, ends, drawn = said.get("drawn_on"), said.get("interest_to"), said.get("drawn")
    if begins and ends and ends <= begins:
        return {"interest_to": "计息截至应晚于放款日期。"}
    if said.get("contract_amount") and drawn and drawn > said["contract_amount"]:
        return {"drawn": "放款金额大于合同金额，请核对。"}
    try:
        repaid = repayments(said.get("repayments") or "")
    except ValueError as wrong:
        return {"repayments": str(wrong)}
    if drawn is not None and sum(amount for _, amount in repaid) > drawn:
        return {"repayments": "还本合计大于放款金额，请核对。"}
    if begins and any(day <= begins for day, _ in repaid):
        return {"repayments": "还本日期应晚于放款日期。"}
    return {}


def _of_policy(said: Mapping[str, Any]) -> dict[str, str]:
    begins, ends = said.get("begins"), said.get("ends")
    if begins and ends and ends <= begins:
        return {"ends": "保险止期应晚于起期。"}
    insured, paid = said.get("net"), said.get("paid")
    if insured and paid and paid > insured:
        return {"paid": "实付保费大于保险金额，请核对。"}
    return {}


def repayments(text: str) -> list[tuple[date, Decimal]]:
    """The repayments that a text says, by day; amounts in 元. Raises `ValueError` with a Chinese
    reason."""
    found = []
    for part in text.replace("；", ";").replace("\n", ";").split(";"):
        if not (words := part.split()):
            continue
        try:
            day, amount = words
            when, sum_ = read_date(day), Decimal(amount.replace(",", "").removesuffix("元"))
        except (ValueError, NoDate, InvalidOperation):
            raise ValueError(
                f"“{part.strip()}”看不懂，请写成“日期 金额”，如 2025-06-30 5000000。"
            ) from None
        if when is None or not sum_.is_finite() or sum_ <= 0:
            raise ValueError(f"“{part.strip()}”：金额应大于 0。")
        if sum_ >= HIGHEST or sum_ != round(sum_, 2):
            raise ValueError(f"“{part.strip()}”：单位是元，最多两位小数，请核对金额。")
        found.append((when, sum_))
    return sorted(found)


def write_values(
    line: SubsidyLine, fields: tuple[LineField, ...], values: Mapping[str, Any]
) -> None:
    """Put the values into the columns of the line and, as JSON holds them, into `more`."""
    more: dict[str, object] = dict(line.more)
    for field in fields:
        value = values.get(field.key)
        if field.key in COLUMNS_OF_LINE:
            empty = None if field.is_money or field.is_date else False if field.is_flag else ""
            setattr(line, field.key, empty if value is None else value)
        else:
            more[field.key] = _as_json(value)
    line.more = {key: value for key, value in more.items() if value not in (None, "", False)}


def values_of(line: SubsidyLine, fields: tuple[LineField, ...]) -> dict[str, object]:
    """What the line holds in each field, as a form shows it and a workbook says it."""
    return {
        field.key: getattr(line, field.key)
        if field.key in COLUMNS_OF_LINE
        else line.more.get(field.key)
        for field in fields
    }


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
