"""What a line says that is no invoice: a loan, a policy, a contract or something counted."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from financing.models import SubsidyLine
from financing.money import wan
from financing.subsidies.line_rules import repayments

Kind = SubsidyLine.Kind


def in_words(line: SubsidyLine) -> str:
    """The line's own terms in one text, "" for an invoice; money in 万元."""
    told = _TOLD.get(Kind(line.kind))
    return " · ".join(told(line, line.more)) if told else ""


def _loan(line: SubsidyLine, more: dict[str, Any]) -> Iterator[str]:
    yield f"{more.get('bank', '')} 借据 {more.get('receipt_number', '')}".strip()
    yield f"{more.get('drawn_on')} 放款 {wan(_number(more.get('drawn')))} 万元"
    for day, amount in repayments(str(more.get("repayments") or "")):
        yield f"{day} 还本 {wan(amount)} 万元"
    yield f"计息至 {more.get('interest_to')}（不含）"
    yield f"年利率 {more.get('rate')}%，LPR {more.get('reference_rate')}%"


def _policy(line: SubsidyLine, more: dict[str, Any]) -> Iterator[str]:
    yield f"{more.get('insurer', '')} 保单 {more.get('policy_number', '')}".strip()
    yield f"保险金额 {wan(line.net)} 万元"
    if more.get("year"):
        yield f"第 {more['year']} 个投保年度"
    if more.get("begins") and more.get("ends"):
        yield f"{more['begins']} 至 {more['ends']}"


def _unit(line: SubsidyLine, more: dict[str, Any]) -> Iterator[str]:
    yield f"数量 {more.get('count', 1)}"
    if more.get("proof_number"):
        yield f"证明 {more['proof_number']}"
    if line.invoiced_on:
        yield f"{line.invoiced_on} 取得"


def _contract(line: SubsidyLine, more: dict[str, Any]) -> Iterator[str]:
    if line.contract_number:
        yield f"合同 {line.contract_number}"
    if more.get("count"):
        yield f"数量 {more['count']}"


def _number(value: object) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


_TOLD: dict[Kind, Callable[[SubsidyLine, dict[str, Any]], Iterator[str]]] = {
    Kind.LOAN: _loan,
    Kind.INSURANCE: _policy,
    Kind.UNIT: _unit,
    Kind.CONTRACT: _contract,
}
