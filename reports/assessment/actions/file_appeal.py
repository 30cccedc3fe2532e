"""Appeals against lines: filed by districts, ruled by the city."""

from collections.abc import Sequence
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from reports.assessment.actions.file_evidence import file_evidence, own_line
from reports.assessment.appeal_machine import MACHINE, AppealInput
from reports.models import Appeal, AssessmentRound, RoundIndicator, ScoreLine

OPEN_ALREADY = "这一项已有申诉在裁定中，请等待裁定或先撤回。"


def file_appeal(
    actor: Actor,
    round_id: int,
    indicator_id: int,
    *,
    reason: str,
    wanted: str = "",
    files: Sequence[UploadedFile] = (),
) -> Appeal:
    """Appeal against a line of the actor's own district within the term, with reason and files.

    Raises `NotPermitted`, and `RuleViolation` by field; after the end in words, and while another
    appeal against the line is open.
    """
    one, row = own_line(actor, round_id, indicator_id)
    if not reason.strip():
        raise RuleViolation({"reason": "请写明申诉理由：哪个数不对，依据是什么。"})
    with transaction.atomic():
        place = actor.district_ids[0]
        if Appeal.objects.filter(indicator=row, district_id=place, state="open").exists():
            raise RuleViolation(OPEN_ALREADY)
        line = _line(row, place)
        appeal = Appeal(
            round=one, indicator=row, district_id=place, reason=reason.strip()[:2000],
            wanted=wanted.strip()[:200], answer_until=one.rule_until, filed_by_id=actor.user_id,
            value_before=line.value if line else None,
            points_before=line.weighted if line else None,
        )  # fmt: skip
        try:
            with transaction.atomic():
                appeal.save()
        except IntegrityError:  # a colleague's came first, in the same moment
            raise RuleViolation(OPEN_ALREADY) from None
        MACHINE.begin(actor, appeal, "file")
        for upload in files:
            file_evidence(
                actor, round_id, indicator_id, title=f"申诉佐证：{upload.name}"[:120],
                upload=upload, appeal=appeal,
            )  # fmt: skip
    return appeal


def _line(row: RoundIndicator, district_id: int) -> ScoreLine | None:
    lines = ScoreLine.objects.filter(indicator=row, district_id=district_id)
    return lines.filter(score__is_current=True).first()


def rule_appeal(
    actor: Actor,
    appeal_id: int,
    *,
    is_sustained: bool,
    ruling: str,
    new_value: Decimal | None = None,
    new_points: Decimal | None = None,
    version: int | None = None,
) -> Appeal:
    """Rule an appeal: sustained, with the corrected value or points (of the line's maximum), or
    refused; both with a reason. Raises `NotPermitted`, `StaleVersion`, `RuleViolation` by field.
    """
    if not actor.is_city:
        raise NotPermitted("申诉由市级主管部门裁定。")
    with transaction.atomic():
        _lock_round(actor, appeal_id)
        said = AppealInput(
            ruling=ruling,
            new_value=new_value if is_sustained else None,
            new_points=new_points if is_sustained else None,
        )
        name = "sustain" if is_sustained else "refuse"
        return MACHINE.execute(actor, appeal_id, name, said, expected_version=version)


def reopen_appeal(
    actor: Actor, appeal_id: int, reason: str, *, version: int | None = None
) -> Appeal:
    """Take a ruling back whose evidence was withdrawn, with a reason, so that the city rules anew:
    on what is left, or otherwise. Raises `NotPermitted`, and as the machine of appeals."""
    if not actor.is_city:
        raise NotPermitted("申诉由市级主管部门裁定。")
    with transaction.atomic():
        _lock_round(actor, appeal_id)
        said = AppealInput(reason=reason)
        return MACHINE.execute(actor, appeal_id, "reopen", said, expected_version=version)


def _lock_round(actor: Actor, appeal_id: int) -> None:
    """Scores are computed for the whole round: rulings follow one another."""
    mine = Appeal.objects.visible_to(actor).values_list("round_id", flat=True)
    AssessmentRound.objects.select_for_update().get(pk=mine.get(pk=appeal_id))


def withdraw_appeal(actor: Actor, appeal_id: int, *, version: int | None = None) -> Appeal:
    """Take an open appeal back. Raises as the machine of appeals."""
    return MACHINE.execute(actor, appeal_id, "withdraw", expected_version=version)
