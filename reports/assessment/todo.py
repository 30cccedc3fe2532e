"""What waits for districts and the city in the assessment, as rows of their homes."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from reports.assessment.steps import days_left
from reports.models import Appeal, AssessmentRound, IndicatorComment, RoundFigure
from reports.models.assessment import SCORED
from reports.models.assessment import RoundState as S


def consulting(actor: Actor) -> QuerySet[AssessmentRound]:
    """Drafts that are open for comments."""
    return AssessmentRound.objects.visible_to(actor).filter(state=S.CONSULTING)


def appealing(actor: Actor) -> QuerySet[AssessmentRound]:
    """Rounds whose lines may be appealed."""
    rounds = AssessmentRound.objects.visible_to(actor)
    return rounds.filter(state=S.APPEALING, appeals_until__gte=timezone.localdate())


def open_appeals(actor: Actor) -> QuerySet[Appeal]:
    return Appeal.objects.visible_to(actor).filter(state=Appeal.State.OPEN)


def unanswered(actor: Actor) -> QuerySet[IndicatorComment]:
    """Comments on drafts without an answer."""
    comments = IndicatorComment.objects.visible_to(actor)
    return comments.filter(answered_at=None, round__state=S.CONSULTING)


def unconfirmed(actor: Actor) -> QuerySet[RoundFigure]:
    """Figures that departments have not confirmed."""
    return RoundFigure.objects.visible_to(actor).filter(
        confirmed_at=None, taken_at=None, round__state__in=(S.COLLECTING, *SCORED)
    )


@todo_of(Duty.DISTRICT_REVIEWER, counts=(consulting, appealing))
def of_district(actor: Actor, drafts: int, appeals: int) -> list[TodoRow]:
    """What a district may say or file now, and until when."""
    rows = []
    if drafts:
        rows += _rounds(consulting(actor), "征求意见", "calm")
    if appeals:
        rows += _rounds(appealing(actor), "申诉期", "wait")
    return rows


def _rounds(rounds: QuerySet[AssessmentRound], kind: str, tone: str) -> list[TodoRow]:
    found = []
    for one in rounds.order_by("-starts_on")[:3]:
        until: date | None = one.comments_until if kind == "征求意见" else one.appeals_until
        left = f"，{days_left(until)}" if until else ""
        url = reverse("reports:round", args=[one.pk])
        found.append(TodoRow(tone, kind, f"{one.title}{left}", url))
    return found


@todo_of(Duty.CITY_OFFICER, counts=(open_appeals, unanswered, unconfirmed))
def of_city(actor: Actor, appeals: int, comments: int, figures: int) -> list[TodoRow]:
    """What the city has to rule, answer and enter."""
    url = reverse("reports:assessments")
    told = (
        (appeals, "wait", "申诉", f"综合评价有 {appeals} 件申诉等待裁定"),
        (comments, "wait", "意见", f"评价指标有 {comments} 条意见等待答复"),
        (figures, "calm", "数值", f"综合评价有 {figures} 个部门数值待确认"),
    )
    return [TodoRow(tone, kind, text, url) for number, tone, kind, text in told if number]
