"""What an enterprise has been told of the cuts of a stage, and what it has not."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from financing.models import CutNotice, SubsidyClaim
from financing.subsidies.review.lines import LineRow

State = CutNotice.State


def cut_lines(rows: Iterable[LineRow]) -> list[LineRow]:
    return [one for one in rows if one.is_cut]


def frozen_lines(rows: Iterable[LineRow]) -> list[dict[str, object]]:
    """The cuts as the notice keeps them; amounts in 元, as text."""
    return [
        {
            "number": one.line.number,
            "name": one.line.name,
            "verdict": one.verdict,
            "before": f"{one.before:.2f}",
            "counted": f"{one.counted:.2f}",
            "reason": one.decision.reason if one.decision else "",
        }
        for one in cut_lines(rows)
    ]


def is_told(rows: Sequence[LineRow], notices: Iterable[CutNotice]) -> bool:
    """Whether every cut that stands now was told, and none has grown since: what was told with
    any notice that was not taken back counts."""
    told: dict[int, Decimal] = {}
    for notice in notices:
        if notice.state == State.WITHDRAWN:
            continue
        for line in notice.lines:
            counted = Decimal(line["counted"])
            number = int(line["number"])
            told[number] = min(counted, told.get(number, counted))
    return all(
        one.line.number in told and told[one.line.number] <= one.counted for one in cut_lines(rows)
    )


def notices_of(claim: SubsidyClaim, stage: str = "") -> list[CutNotice]:
    """The notices of the claim, the newest first."""
    rows = CutNotice.objects.filter(claim=claim).order_by("-id")
    return list(rows.filter(stage=stage) if stage else rows)


def open_notice(notices: Iterable[CutNotice]) -> CutNotice | None:
    """The one that waits for the enterprise or for the reviewer."""
    waiting = (State.TOLD, State.ANSWERED)
    return next((one for one in notices if one.state in waiting), None)
