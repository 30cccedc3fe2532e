"""An enterprise says that it has reached a stage, with the paper that proves it."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment
from documents.models import Attachment
from financing.bounds import problems_with
from financing.listings.milestone_machine import ANSWER_WITHIN, MACHINE
from financing.listings.notices import tell_filed
from financing.listings.skipped import REPORTED
from financing.models import Adviser, ListingPath, ListingStage, Milestone

PROOF = "listing-milestone"


@dataclass(frozen=True)
class MilestoneTerms:
    """What is told of a milestone; `financed` in 万元, `reached_on` a local date."""

    reached_on: date
    proof_number: str
    security_code: str = ""
    financed: Decimal | None = None
    sponsor: Adviser | None = None
    law_firm: Adviser | None = None
    auditor: Adviser | None = None


def file_milestone(
    actor: Actor,
    stage_id: int,
    terms: MilestoneTerms,
    upload: UploadedFile | None,
    *,
    expected_version: int | None = None,
) -> Milestone:
    """File a stage of the enterprise's present path, or mend what was returned. A stage that was
    passed over may still be filed when the goal is reached: money may depend on it.

    Raises `NotPermitted`, `ListingStage.DoesNotExist`, `StaleVersion`, and `RuleViolation` by
    field: what the model forbids, a day before an earlier stage's, a missing paper.
    """
    if not actor.is_enterprise:
        raise NotPermitted("里程碑由企业填报。")
    with transaction.atomic():
        path = (
            ListingPath.objects.standing()
            .select_for_update(of=("self",))
            .get(organisation_id=actor.organisation_id)
        )
        stage = ListingStage.objects.get(pk=stage_id, track_id=path.track_id, retired_at=None)
        kept = Milestone.objects.filter(path=path, stage=stage, state__in=REPORTED).first()
        if kept is not None and kept.state != Milestone.State.RETURNED:
            raise RuleViolation(f"这一阶段{kept.get_state_display()}，不能再填报。")
        row = kept or Milestone(path=path, stage=stage, filed_by_id=actor.user_id, **path.home)
        for name, value in values_of(terms).items():
            setattr(row, name, value)
        errors = problems_with(row, values_of(terms))
        if upload is None and row.proof_id is None:
            errors.setdefault("proof", f"请上传证明文件：{stage.proof}。")
        errors |= _out_of_order(path, stage, terms.reached_on)
        refuse(errors)
        if upload is not None:
            row.proof = _stored(actor, path, upload)
        if kept is not None:
            _keep(row, terms)
            return MACHINE.execute(actor, kept.pk, "file_again", expected_version=expected_version)
        row.due_on = timezone.localdate() + timedelta(days=ANSWER_WITHIN)
        row.save()
        tell_filed(row, f"milestone:{row.pk}:filed")
        return row


def values_of(terms: MilestoneTerms) -> dict[str, object]:
    """What was told, by the milestone's fields."""
    return {one.name: getattr(terms, one.name) for one in fields(terms)}


def _keep(row: Milestone, terms: MilestoneTerms) -> None:
    """Write what was mended; the machine then sends it in and counts the version."""
    row.save(update_fields=[*values_of(terms), "proof"])


def _out_of_order(path: ListingPath, stage: ListingStage, day: date) -> dict[str, str]:
    """A stage is not reached before one that comes before it, nor after a later one."""
    others = Milestone.objects.filter(path=path, state__in=REPORTED).exclude(stage=stage)
    for other in others.select_related("stage"):
        if other.stage.order < stage.order and other.reached_on > day:
            text = f"不能早于“{other.stage}”的到达日期 {other.reached_on:%Y-%m-%d}。"
            return {"reached_on": text}
        if other.stage.order > stage.order and other.reached_on < day:
            text = f"不能晚于“{other.stage}”的到达日期 {other.reached_on:%Y-%m-%d}。"
            return {"reached_on": text}
    return {}


def _stored(actor: Actor, path: ListingPath, upload: UploadedFile) -> Attachment:
    try:
        return store_attachment(
            actor,
            upload,
            purpose=PROOF,
            organisation_id=path.organisation_id,
            district_id=path.district_id,
        )
    except RuleViolation as refusal:
        raise RuleViolation({"proof": str(refusal)}) from refusal
