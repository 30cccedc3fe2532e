"""The steps of a round with their days, as the strip above its pages shows them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from procedures.batches.working_days import working_days_between
from reports.models import AssessmentRound
from reports.models.assessment import RoundState as S

ORDER = (
    S.DRAFT, S.CONSULTING, S.SETTLED, S.COLLECTING, S.PRESCORED, S.APPEALING, S.RULING, S.FROZEN,
    S.PUBLISHED, S.ARCHIVED,
)  # fmt: skip
LABELS = {S.DRAFT: "指标草案", S.SETTLED: "指标定稿", S.APPEALING: "申诉期"}


@dataclass(frozen=True)
class Step:
    """One step: `state` is done, current, later or stopped; `note` its day or days."""

    label: str
    note: str
    state: str


def steps_of(one: AssessmentRound) -> list[Step]:
    """All steps in their order. A round that was dropped stands at none of them."""
    place = ORDER.index(S(one.state)) if one.state != S.DROPPED else -1
    steps = [
        Step(LABELS.get(state, state.label), _note(one, state), _stage(number, place, one))
        for number, state in enumerate(ORDER)
    ]
    return [*steps, Step("作废", "", "stopped")] if one.state == S.DROPPED else steps


def _stage(number: int, place: int, one: AssessmentRound) -> str:
    if number == place:
        return "done" if one.state == S.ARCHIVED else "current"
    return "done" if number < place else "later"


def _note(one: AssessmentRound, state: S) -> str:
    match state:
        case S.CONSULTING:
            return _until(one.comments_until)
        case S.SETTLED:
            return _day(one.settle_on)
        case S.COLLECTING:
            return _until(one.collect_until)
        case S.PRESCORED:
            return "每日 02:30" if not one.seal else ""
        case S.APPEALING:
            if one.appeals_from and one.appeals_until:
                return f"{one.appeals_from:%m-%d} 至 {one.appeals_until:%m-%d}"
            return _day(one.appeals_from)
        case S.RULING:
            return _until(one.rule_until)
        case S.FROZEN:
            return _day(one.freeze_on)
        case S.PUBLISHED:
            return _day(one.publish_on)
    return ""


def _day(day: date | None) -> str:
    if day is None:
        return ""
    year = f"{day.year} 年 " if day.year != timezone.localdate().year else ""
    return f"{year}{day.month} 月 {day.day} 日"


def _until(day: date | None) -> str:
    return f"{_day(day)}止" if day else ""


def days_left(day: date) -> str:
    """How long a term still runs that includes `day`, in working days."""
    left = working_days_between(timezone.localdate(), day)
    if timezone.localdate() > day:
        return "已截止"
    return f"还剩 {left} 个工作日" if left else "今天截止"
