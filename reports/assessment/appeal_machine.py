"""The life of an appeal against a line, declared once."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import Actor
from lifecycle.gathering import ends_work, gathered
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from pages.moments import end_of_day
from reports.assessment.lost_evidence import lost_evidence
from reports.assessment.scoring import score_round
from reports.models import Appeal, AppealEvent, RoundFigure
from reports.models.assessment import RoundState

State = Appeal.State


@dataclass(frozen=True)
class AppealInput(TransitionInput):
    """A ruling: the reason that the district reads, and what is corrected (in the indicator's
    unit, or in points of its weight)."""

    ruling: str = ""
    new_value: Decimal | None = None
    new_points: Decimal | None = None


AppealTransition: TypeAlias = Transition[Appeal, AppealInput]
AppealChange: TypeAlias = Change[Appeal, AppealInput]


def is_its_district(actor: Actor | None, appeal: Appeal) -> bool:
    return actor is not None and actor.is_district and appeal.district_id in actor.district_ids


def may_be_ruled_now(actor: Actor | None, appeal: Appeal) -> str:
    if appeal.round.state in (RoundState.APPEALING, RoundState.RULING):
        return ""
    return f"本轮评价现在是“{appeal.round.get_state_display()}”，不能再裁定申诉。"


def term_runs(actor: Actor | None, appeal: Appeal) -> str:
    one = appeal.round
    if one.state == RoundState.APPEALING and one.appeals_until:
        if timezone.localdate() <= one.appeals_until:
            return ""
        return f"申诉已于 {end_of_day(one.appeals_until)}截止，不再受理。"
    return f"本轮评价现在是“{one.get_state_display()}”，不在申诉期内。"


def says_why(given: AppealInput) -> dict[str, str]:
    return {} if given.ruling.strip() else {"ruling": "请写明裁定理由，区市会看到。"}


def corrects_one_thing(given: AppealInput) -> dict[str, str]:
    if (given.new_value is None) == (given.new_points is None):
        return {"new_value": "请填写更正后的数值或更正后的得分，填其中一项。"}
    if given.new_points is not None and given.new_points < 0:
        return {"new_points": "得分不能小于 0。"}
    return {}


def has_lost_evidence(actor: Actor | None, appeal: Appeal) -> str:
    if lost_evidence(appeal.round_id).filter(appeal=appeal).exists():
        return ""
    return "裁定所依据的佐证没有撤回，不必重新裁定。"


def has_no_open_sibling(actor: Actor | None, appeal: Appeal) -> str:
    others = Appeal.objects.filter(
        indicator_id=appeal.indicator_id, district_id=appeal.district_id, state=State.OPEN
    )
    return "这一项另有申诉在裁定中，请先裁定那一件。" if others.exists() else ""


def note_ruling(change: AppealChange) -> None:
    appeal = change.row
    appeal.ruling, appeal.ruled_at = change.input.ruling.strip(), timezone.now()


def note_correction(change: AppealChange) -> None:
    appeal, given = change.row, change.input
    appeal.new_value, appeal.new_points = given.new_value, given.new_points


def correct_the_figure(change: AppealChange) -> None:
    """The figure keeps what its source said; the ruling counts, and the round is scored anew."""
    _correct(change.row, change.row)


def forget_ruling(change: AppealChange) -> None:
    """What was ruled stands in the history from now on."""
    appeal = change.row
    change.facts["ruling"] = appeal.ruling
    change.facts["new_value"] = _as_text(appeal.new_value)
    change.facts["new_points"] = _as_text(appeal.new_points)
    appeal.ruling, appeal.ruled_at = "", None
    appeal.new_value = appeal.new_points = None


def _as_text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def undo_the_correction(change: AppealChange) -> None:
    """The line counts again as its source, or an appeal that was sustained besides, says."""
    appeal = change.row
    other = (
        Appeal.objects.filter(
            indicator_id=appeal.indicator_id,
            district_id=appeal.district_id,
            state=State.SUSTAINED,
        )
        .exclude(pk=appeal.pk)
        .order_by("-ruled_at")
        .first()
    )
    _correct(appeal, other)


def _correct(appeal: Appeal, by: Appeal | None) -> None:
    RoundFigure.objects.filter(
        indicator_id=appeal.indicator_id, district_id=appeal.district_id
    ).update(
        ruled_value=by.new_value if by else None,
        ruled_points=by.new_points if by else None,
        version=F("version") + 1,
    )
    score_round(appeal.round)


def _link(appeal: Appeal) -> str:
    return reverse("reports:appeal", args=[appeal.pk])


def tell_the_city(change: AppealChange) -> None:
    appeal = change.row
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=f"{appeal.district}申诉：{appeal.indicator.name}",
        body=appeal.reason[:200],
        link=_link(appeal),
        dedupe_key=change.key,
        kind=Kind.WORK,
        gathered=gathered(
            "appeals",
            change,
            "{} 件申诉待裁定",
            reverse("reports:appeals", args=[appeal.round_id]),
        ),
    )


def tell_the_district(change: AppealChange) -> None:
    appeal = change.row
    notify(
        people_of(duty=Duty.DISTRICT_REVIEWER, district_id=appeal.district_id),
        title=f"申诉{appeal.get_state_display()}：{appeal.indicator.name}",
        body=(appeal.ruling or change.input.reason)[:200],
        link=_link(appeal),
        dedupe_key=change.key,
        kind=Kind.CASES,
    )


OPEN = frozenset({State.OPEN})
TRANSITIONS = (
    AppealTransition(
        name="file", label="提出申诉", sources=frozenset(), target=State.OPEN,
        may=is_its_district, guards=(term_runs,), notify=(tell_the_city,), by_hand=False,
    ),
    AppealTransition(
        name="sustain", label="支持申诉，更正", history_label="支持申诉并更正", sources=OPEN,
        target=State.SUSTAINED, may=is_city_officer, guards=(may_be_ruled_now,),
        checks=(says_why, corrects_one_thing), effects=(note_ruling, note_correction),
        consequences=(correct_the_figure,), notify=(tell_the_district,), tone="go",
    ),
    AppealTransition(
        name="refuse", label="维持原分", sources=OPEN, target=State.REFUSED, may=is_city_officer,
        guards=(may_be_ruled_now,), checks=(says_why,), effects=(note_ruling,),
        notify=(tell_the_district,),
    ),
    AppealTransition(
        name="withdraw", label="撤回申诉", sources=OPEN, target=State.WITHDRAWN,
        may=is_its_district, guards=(may_be_ruled_now,),
    ),
    AppealTransition(
        name="reopen", label="重新裁定", history_label="佐证撤回，重新裁定",
        sources=frozenset({State.SUSTAINED}), target=State.OPEN, may=is_city_officer,
        guards=(may_be_ruled_now, has_lost_evidence, has_no_open_sibling), reason_required=True,
        effects=(forget_ruling,), consequences=(undo_the_correction,),
        notify=(tell_the_district,),
    ),
)  # fmt: skip

MACHINE = Machine(
    name="assessment_appeal",
    model=Appeal,
    noun="件申诉",
    rows=TRANSITIONS,
    first=OPEN,
    final=frozenset({State.REFUSED, State.WITHDRAWN}),
    tones={State.OPEN: "wait", State.SUSTAINED: "ok", State.REFUSED: "calm"},
    events=AppealEvent,
    parent="appeal",
    takes=AppealInput,
    carried=("district_id",),
    select_related=("round", "indicator", "district"),
)
ends_work(MACHINE, "appeals", State.OPEN)
