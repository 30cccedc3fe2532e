"""Figures that are possible but unusual: asked once, and taken when whoever typed them says that
they are so. Each function gives the question, or ""."""

from decimal import Decimal

# No bank lends at less, and every rate that is typed as a fraction (0.035 for 3.5 %) is below it.
LOWEST_USUAL_RATE = Decimal("0.5")
LARGE_AMOUNT = 50_000  # 万元
MOST_OVER_DEMAND, JUMP = 2, 10
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
    likely = f"{(rate * 100).normalize():f}"
    return f"年利率单位是 %，{likely}% 请填 {likely}，不要填 {rate.normalize():f}。{ASK}"


def amount_doubt(amount: Decimal | None) -> str:
    """Of an amount in 万元."""
    if amount is None or amount < LARGE_AMOUNT:
        return ""
    return f"{amount.normalize():,f} 万元是 {amount / 10_000:,.2f} 亿元，请核对单位。{ASK}"


def jump_doubt(before: Decimal | None, now: Decimal | None) -> str:
    """Of an amount that was another one before."""
    if not before or not now or (before < now * JUMP and now < before * JUMP):
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
