"""A round of the assessment in the world of the wall tests, with what two districts have in it."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import District
from accounts.tenancy import Actor
from reports.assessment.figures import take_figures
from reports.assessment.scoring import score_round
from reports.models import (
    Appeal,
    AssessmentRound,
    Demonstration,
    IndicatorComment,
    LineEvidence,
    RoundEntry,
    RoundFigure,
    RoundIndicator,
)

CITY_FIGURE = {
    "code": "A1", "name": "资金兑付时效", "head": "示例", "weight": "100", "unit": "天",
    "direction": "less", "numerator": "中位天数", "source": {"department": "市财政部门"},
    "scorer": {
        "kind": "power", "x_no": {"kind": "fixed", "value": "90"},
        "x_yes": {"kind": "fixed", "value": "30"},
    },
}  # fmt: skip


def _round(title: str, state: str) -> tuple[AssessmentRound, RoundIndicator]:
    today = timezone.localdate()
    one = AssessmentRound.objects.create(
        title=title, starts_on=today - timedelta(days=90), ends_on=today - timedelta(days=1),
        state=state, appeals_from=today, appeals_until=today + timedelta(days=7),
    )  # fmt: skip
    row = RoundIndicator.objects.create(
        round=one, code="A1", name="资金兑付时效", sort=1, definition=CITY_FIGURE
    )
    return one, row


def assessment() -> dict[str, object]:
    """A round in which lines may be appealed, and a draft of the city's."""
    one, row = _round("示例评价", "appealing")
    draft, draft_row = _round("示例草案", "draft")
    take_figures(one)
    score_round(one)
    return {
        "round": one.pk, "round_indicator": row.pk,
        "draft_round": draft.pk, "draft_indicator": draft_row.pk,
    }  # fmt: skip


def lines_of(have: dict[str, object], place: District, person: Actor) -> dict[str, object]:
    """What a district has in the round."""
    mine = {"round_id": have["round"], "district": place}
    line = {**mine, "indicator_id": have["round_indicator"]}
    today = timezone.localdate()
    return {
        "place": place.pk,
        "figure_row": RoundFigure.objects.get(**line).pk,
        "appeal": Appeal.objects.create(**line, reason="示例", filed_by_id=person.user_id).pk,
        "evidence": LineEvidence.objects.create(
            **line, title="示例", filed_by_id=person.user_id
        ).pk,
        "comment_row": IndicatorComment.objects.create(
            **line, text="示例", written_by_id=person.user_id
        ).pk,
        "round_entry": RoundEntry.objects.create(
            **mine, kind="veto", cause="示例", document_number="示例", document_date=today,
            entered_by_id=person.user_id,
        ).pk,
        "demonstration": Demonstration.objects.create(**mine, rank=1, reason="示例").pk,
    }  # fmt: skip
