"""What a list of shareholders must agree in. Pure."""

from collections.abc import Iterable
from decimal import Decimal

WHOLE = Decimal(100)


def share_problem(percent: Decimal, others: Iterable[Decimal]) -> str:
    """Why the share cannot stand beside those of the other shareholders, in per cent; "" where it
    can. Less than the whole may be on record: small shareholders need not be."""
    open_ = WHOLE - sum(others, Decimal(0))
    if percent <= open_:
        return ""
    return f"各股东合计不能超过 100%，其他股东已登记后还剩 {open_.normalize():f}%。"
