"""The wall around the assessment of districts."""

from accounts.acting import acted
from accounts.row_security import DISTRICT_ROWS, IS_BUREAU, IS_CITY, secured
from database.row_security import Policy
from lifecycle.state_guard import state_guard
from reports.models import (
    Appeal,
    AppealEvent,
    AssessmentRound,
    AssessmentRoundEvent,
    Demonstration,
    DemonstrationEvent,
    DistrictScore,
    IndicatorComment,
    LineEvidence,
    PublishedResult,
    RoundEntry,
    RoundFigure,
    RoundIndicator,
    RoundScoring,
    ScoreLine,
)

_DISTRICTS_OWN = f"{IS_BUREAU} AND {DISTRICT_ROWS}"
# A draft is the city's own; what belongs to a round is seen by who sees the round.
ROUNDS = acted(
    Policy("rounds", f"{IS_CITY} OR ({IS_BUREAU} AND state <> 'draft')", IS_CITY, IS_CITY)
)
_SEES_ROUND = "round_id IN (SELECT id FROM reports_assessmentround)"
OF_ROUND = acted(Policy("of_round", _SEES_ROUND, IS_CITY, IS_CITY))
# A district's own until publication, and after it: others read what was published.
OWN_SCORES = acted(Policy("own_scores", _DISTRICTS_OWN, IS_CITY, IS_CITY))
# What a district itself says and files.
DISTRICT_SAYS = acted(Policy("district_says", _DISTRICTS_OWN, _DISTRICTS_OWN))
CITY_ALONE = acted(Policy("city_alone", IS_CITY, IS_CITY))
PUBLISHED = acted(Policy("published", f"{IS_BUREAU} AND {_SEES_ROUND}", IS_CITY, IS_CITY))
# A proposal is told while the result is; who was named stays named.
_ROUND_IS_PUBLIC = (
    "round_id IN (SELECT id FROM reports_assessmentround WHERE state IN ('published', 'archived'))"
)
PROPOSALS = acted(
    Policy(
        "proposals",
        f"{IS_CITY} OR ({IS_BUREAU} AND (state = 'named' OR {_ROUND_IS_PUBLIC}))",
        IS_CITY,
        IS_CITY,
    )
)
_SEES_PROPOSAL = "demonstration_id IN (SELECT id FROM reports_demonstration)"
OF_PROPOSALS = acted(Policy("of_proposals", f"{IS_BUREAU} AND {_SEES_PROPOSAL}", IS_CITY, IS_CITY))

WALL = (
    *secured(AssessmentRound, ROUNDS, on_trail=True),
    *secured(AssessmentRoundEvent, OF_ROUND, append_only=True),
    state_guard(AssessmentRound, AssessmentRoundEvent, "round_id"),
    *secured(RoundIndicator, OF_ROUND, on_trail=True),
    *secured(IndicatorComment, DISTRICT_SAYS, on_trail=True),
    *secured(RoundEntry, OWN_SCORES, on_trail=True),
    *secured(RoundFigure, OWN_SCORES, on_trail=True),
    *secured(RoundScoring, CITY_ALONE),
    *secured(DistrictScore, OWN_SCORES),
    *secured(ScoreLine, OWN_SCORES),
    *secured(LineEvidence, DISTRICT_SAYS, on_trail=True),
    *secured(Appeal, DISTRICT_SAYS, on_trail=True),
    *secured(AppealEvent, DISTRICT_SAYS, append_only=True),
    state_guard(Appeal, AppealEvent, "appeal_id"),
    *secured(PublishedResult, PUBLISHED),
    *secured(Demonstration, PROPOSALS, on_trail=True),
    *secured(DemonstrationEvent, OF_PROPOSALS, append_only=True),
    state_guard(Demonstration, DemonstrationEvent, "demonstration_id"),
)
