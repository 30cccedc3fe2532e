"""What districts say of a draft, and what the city answers."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import Actor
from pages.moments import end_of_day
from reports.models import AssessmentRound, IndicatorComment
from reports.models.assessment import RoundState


def comment_on_draft(
    actor: Actor, round_id: int, *, indicator_id: int | None, text: str
) -> IndicatorComment:
    """Say something of a draft while comments are taken; `indicator_id` None is of the whole.

    Raises `NotPermitted`, and `RuleViolation` without words or when the time is over.
    """
    if not actor.is_district:
        raise NotPermitted("意见由区市主管部门提出。")
    if not text.strip():
        raise RuleViolation({"text": "请写明意见。"})
    with transaction.atomic():
        one = AssessmentRound.objects.visible_to(actor).get(pk=round_id)
        if one.state != RoundState.CONSULTING:
            raise RuleViolation(f"现在是“{one.get_state_display()}”，不在征求意见期。")
        if one.comments_until and timezone.localdate() > one.comments_until:
            raise RuleViolation(f"征求意见已于{end_of_day(one.comments_until)}截止。")
        if indicator_id is not None and not one.indicators.filter(pk=indicator_id).exists():
            raise RuleViolation({"indicator": "请选择这一轮的指标。"})
        comment = IndicatorComment.objects.create(
            round=one,
            indicator_id=indicator_id,
            district_id=actor.district_ids[0],
            text=text.strip()[:1000],
            written_by_id=actor.user_id,
        )
        notify(
            people_of(duty=Duty.CITY_OFFICER),
            title=f"{one.title}收到意见",
            body=f"{actor.organisation_name}：{comment.text[:150]}",
            link=reverse("reports:round_indicators", args=[one.pk]),
            dedupe_key=f"assessment-comment:{comment.pk}",
            kind=Kind.WORK,
        )
    return comment


def answer_comment(
    actor: Actor, comment_id: int, *, is_taken: bool, answer: str
) -> IndicatorComment:
    """Answer a comment; an answer that was given already is replaced until the draft is settled.

    Raises `NotPermitted`, and `RuleViolation` without words or later.
    """
    if not actor.is_city:
        raise NotPermitted("意见由市级主管部门答复。")
    if not answer.strip():
        raise RuleViolation({"answer": "请写明采纳情况和理由，区市会看到。"})
    with transaction.atomic():
        comment = (
            IndicatorComment.objects.visible_to(actor)
            .select_related("round")
            .select_for_update(of=("self",))
            .get(pk=comment_id)
        )
        if comment.round.state not in (RoundState.CONSULTING, RoundState.DRAFT):
            raise RuleViolation("指标已经定稿，不能再改答复。")
        comment.is_taken, comment.answer = is_taken, answer.strip()[:1000]
        comment.answered_by_id, comment.answered_at = actor.user_id, timezone.now()
        comment.save()
        notify(
            people_of(duty=Duty.DISTRICT_REVIEWER, district_id=comment.district_id),
            title=f"{comment.round.title}：意见已答复",
            body=f"{'采纳' if is_taken else '未采纳'}：{comment.answer[:150]}",
            link=reverse("reports:round_indicators", args=[comment.round_id]),
            dedupe_key=f"assessment-answer:{comment.pk}:{comment.answered_at:%Y%m%d%H%M%S}",
            kind=Kind.WORK,
        )
    return comment
