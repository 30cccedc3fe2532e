"""Figures of loans that are possible but unusual: asked once, and taken when whoever typed them
says that they are so. Each function gives the question, or "". What is unusual is said by the rules
for all figures (enterprises/rules/plausibility.py), beside what only loans have."""

from collections.abc import Mapping
from decimal import Decimal

from enterprises.rules.plausibility import JUMP, as_typed_and_meant, jumps

# No bank lends at less, and every rate that is typed as a fraction (0.035 for 3.5 %) is below it.
LOWEST_USUAL_RATE = Decimal("0.5")
LARGE_AMOUNT = 50_000  # 万元
MOST_OVER_DEMAND = 2
CHECKED = "数字已核对无误"
ASK = f"确实如此的，请选“{CHECKED}”。"
ASK_PROGRAM = '确实如此的，请在这一行写 "is_checked": true。'


def for_programs(text: str) -> str:
    """A question as a program is asked it."""
    return text.replace(ASK, ASK_PROGRAM)


def rate_doubt(rate: Decimal | None) -> str:
    """Of a rate in per cent a year."""
    if not rate or rate >= LOWEST_USUAL_RATE:
        return ""
    typed, likely = as_typed_and_meant(rate)
    return f"年利率单位是 %，{likely}% 请填 {likely}，不要填 {typed}。{ASK}"


def amount_doubt(amount: Decimal | None) -> str:
    """Of an amount in 万元."""
    if amount is None or amount < LARGE_AMOUNT:
        return ""
    return f"{amount.normalize():,f} 万元是 {amount / 10_000:,.2f} 亿元，请核对单位。{ASK}"


def jump_doubt(before: Decimal | None, now: Decimal | None) -> str:
    """Of an amount that was another one before."""
    if not before or not now or not jumps(now, before):
        return ""
    return (
        f"上次是 {before.normalize():,f} 万元，这次是 {now.normalize():,f} 万元，请核对单位。{ASK}"
    )


def offer_doubt(wanted: Decimal, offered: Decimal) -> str:
    """Of what a bank offers on a demand; amounts in 万元."""
    if wanted < offered * JUMP and offered <= wanted * MOST_OVER_DEMAND:
        return ""
    return (
        f"企业需要 {wanted.normalize():,f} 万元，方案是 {offered.normalize():,f} 万元，"
        f"请核对。{ASK}"
    )


def still_asked(
    found: Mapping[str, str], now: Mapping[str, object], before: object | None
) -> dict[str, str]:
    """Of the doubts `found` by field those that are asked: what `before`, a row with `is_checked`,
    was said to be so is not asked again while it stays."""
    known = before if getattr(before, "is_checked", False) else None
    return {
        name: text
        for name, text in found.items()
        if text and not (known is not None and getattr(known, name) == now[name])
    }
