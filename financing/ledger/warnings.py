"""Telling the city when a budget passes 70 or 90 per cent.

Source: domain facts A8, a fund pool's bar at 70 % amber and 90 % red (示例).
"""

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from financing.ledger.positions import Position, position
from financing.ledger.posting import ledger_scope
from financing.models import FundYear

LINES = (70, 90)


def line_passed(now: Position) -> int:
    """The highest line that the use of a budget has reached, in per cent; 0 for none."""
    return max((line for line in LINES if now.share_used >= line), default=0)


def use_in_words(now: Position) -> str:
    """How much of a budget is used, and which line that passes."""
    if not now.appropriated:
        return "还没有预算"
    line = line_passed(now)
    passed = f"，过 {line}% {'警戒' if line == LINES[-1] else '提醒'}线" if line else ""
    return f"预算已用 {now.share_used:.2f}%{passed}"


def tone_of_use(now: Position) -> str:
    """How a budget stands, as pills say it."""
    return {70: "wait", 90: "bad"}.get(line_passed(now), "ok")


def warn_of_use(fund_year_id: int) -> None:
    """Tell those who keep the fund once for each line; a line that is passed again after the budget
    was raised is told again. To be called under the lock of the year."""
    with ledger_scope():
        row = FundYear.objects.select_related("fund").get(pk=fund_year_id)
        now = position(row)
        line = line_passed(now)
        if line == row.warned_at:
            return
        told_before, row.warned_at = row.warned_at, line
        row.save(update_fields=["warned_at"])
    if line > told_before:
        _tell(row, now, line)


def _tell(row: FundYear, now: Position, line: int) -> None:
    if row.district_id is None:
        people = people_of(duty=Duty.CITY_OFFICER)
    else:
        people = people_of(duty=Duty.DISTRICT_REVIEWER, district_id=row.district_id)
    notify(
        people,
        title=f"{row}预算已用 {now.share_used:.2f}%，超过 {line}%",
        body=f"可用 {now.available:,.2f} 元。需要时请追加预算，或调整后续申报的安排。",
        link=reverse("financing:fund_year", args=[row.pk]),
        dedupe_key=f"budget:{row.pk}:{line}:{now.appropriated}",
        kind=Kind.REMINDERS,
    )
