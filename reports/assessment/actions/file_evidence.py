"""Files that a district lays before the city for one of its lines."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from reports.assessment.actions.stored import store_own
from reports.models import Appeal, AssessmentRound, LineEvidence, RoundIndicator

PURPOSE = "assessment-evidence"


def own_line(
    actor: Actor, round_id: int, indicator_id: int
) -> tuple[AssessmentRound, RoundIndicator]:
    """The round and the indicator of a line of the actor's own district. Raises `NotPermitted`."""
    if not actor.is_district:
        raise NotPermitted("佐证和申诉由区市主管部门提交。")
    one = AssessmentRound.objects.visible_to(actor).get(pk=round_id)
    return one, one.indicators.get(pk=indicator_id)


def file_evidence(
    actor: Actor,
    round_id: int,
    indicator_id: int,
    *,
    title: str,
    upload: UploadedFile,
    appeal: Appeal | None = None,
) -> LineEvidence:
    """File a document for a line while figures still come in.

    Raises `NotPermitted`, and `RuleViolation` by field ("title", "document").
    """
    one, row = own_line(actor, round_id, indicator_id)
    if not one.takes_figures:
        raise RuleViolation(f"现在是“{one.get_state_display()}”，不能再补充佐证。")
    if not title.strip():
        raise RuleViolation({"title": "请写明这份材料是什么。"})
    with transaction.atomic():
        stored = store_own(actor, upload, PURPOSE)
        return LineEvidence.objects.create(
            round=one,
            indicator=row,
            district_id=actor.district_ids[0],
            appeal=appeal,
            title=title.strip()[:120],
            document=stored,
            filed_by_id=actor.user_id,
        )


def withdraw_evidence(actor: Actor, evidence_id: int, reason: str) -> LineEvidence:
    """Take a document back with a reason; it stays on record. Once the line has been scored, that
    is flagged for the city, which may have gone by it. What a sustained appeal rests on stays:
    raises `RuleViolation` in words."""
    if not actor.is_district:
        raise NotPermitted("佐证由提交的区市撤回。")
    if not reason.strip():
        raise RuleViolation("请写明撤回原因。")
    with transaction.atomic():
        row = (
            LineEvidence.objects.visible_to(actor)
            .select_related("round")
            .select_for_update(of=("self",))
            .get(pk=evidence_id)
        )
        if row.withdrawn_at:
            raise RuleViolation("这份佐证已经撤回。")
        if not row.round.takes_figures:
            raise RuleViolation(f"现在是“{row.round.get_state_display()}”，不能再撤回佐证。")
        if row.appeal_id and _is_sustained(row.appeal_id):
            raise RuleViolation("这份佐证是申诉裁定的依据，申诉已获支持，不能再撤回。")
        row.withdrawn_at, row.withdraw_reason = timezone.now(), reason.strip()[:200]
        row.after_scoring = row.round.is_scored
        row.save()
    return row


def _is_sustained(appeal_id: int) -> bool:
    """Locked, so that no ruling falls between the question and the withdrawal."""
    return Appeal.objects.select_for_update().get(pk=appeal_id).state == Appeal.State.SUSTAINED
