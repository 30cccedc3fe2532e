"""What the page of 找政策 says beside the offers: the title, how the total comes about, what is due
soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from financing.models import GrantCandidate
from financing.money import wan
from financing.subsidies.find.known import Arrival
from financing.subsidies.find.offer import FoundMoney
from pages.moments import until

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class TotalRow:
    """A line of “合计怎样得出”, in 元."""

    label: str
    note: str
    amount: Decimal


@dataclass(frozen=True)
class Due:
    """Something that ends on a local day."""

    on: date
    label: str
    note: str


def finding(found: FoundMoney, grants: Sequence[GrantCandidate]) -> str:
    """The title: what can be had now."""
    waiting = [one for one in grants if one.state == GrantCandidate.State.PUSHED]
    number = len(found.gettable)
    if found.barred:
        said = "现在不能申请资金"
    elif number:
        said = f"现在可申请 {number} 项，"
        said += f"预计 {wan(found.total)} 万元" if found.total else "金额填好后得出"
    elif found.near:
        said = f"现在没有可以直接申请的，{len(found.near)} 项只差一步"
    else:
        said = "现在没有可以申请的资金项目"
    return f"{said}；另有 {len(waiting)} 项免申即享待您确认" if waiting else said


def total_rows(found: FoundMoney) -> list[TotalRow]:
    """Every offer with what it adds, and why that is not all of its amount; they add up."""
    rows = []
    for offer in found.ready:
        note = ""
        if offer.is_voucher:
            note = "是券，不是拨款"
        elif offer.worked.sum is None:
            note = f"{offer.worked.to_fill}，现在不计"
        elif offer.worked.sum.refusals:
            note = "；".join(offer.worked.sum.refusals)
        elif offer.counts != offer.amount:
            note = f"互斥，不计 {wan(offer.amount - offer.counts)}"
        rows.append(TotalRow(offer.name, note, offer.counts))
    return rows


def due_soon(found: FoundMoney, grants: Sequence[GrantCandidate]) -> list[Due]:
    """Ends of windows, the next first."""
    today = timezone.localdate()
    due = [
        Due(
            one.call.call.last_day,
            one.name,
            f"{until(one.call.batch.closes_at)} 前送出，{_left(one.call.call.days_left)}",
        )
        for one in (*found.ready, *found.near)
    ]
    for grant in grants:
        is_waiting = grant.state == GrantCandidate.State.PUSHED and grant.answer_by >= today
        on = grant.answer_by if is_waiting else grant.claim_until
        note = f"过期可补领至 {_day(grant.claim_until)}" if is_waiting else "补领的最后一天"
        due.append(Due(on, f"{grant.scheme_name}（免申即享）", note))
    return sorted(due, key=lambda one: (one.on, one.label))[:8]


def _left(days: int) -> str:
    return f"还剩 {days} 天" if days else "今天截止"


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


def arrived(found: FoundMoney) -> tuple[list[Arrival], Decimal]:
    """What arrived this year, and its sum in 元."""
    rows = [one for one in found.known.arrivals if one.on is not None]
    return rows, sum((one.amount for one in rows), ZERO)


def on_the_way(found: FoundMoney) -> list[Arrival]:
    """What is granted and has not arrived."""
    return [one for one in found.known.arrivals if one.on is None]
