"""The business plan of a project: uploaded with the enterprise's consent to who reads it."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment
from documents.models import Attachment
from financing.models import FinancingProject, Introduction
from financing.models.introduction import RUNNING
from pages.stale import refuse_stale

Readers = FinancingProject.PlanReaders


def share_plan(
    actor: Actor,
    project_id: int,
    upload: UploadedFile | None,
    readers: str,
    *,
    agrees: bool,
    version: int | None = None,
) -> FinancingProject:
    """Keep the plan (the one that is there, without an `upload`) and who may read it.

    Raises `NotPermitted`, `StaleRecord`, and `RuleViolation` by field: without consent nothing is
    shown.
    """
    if not actor.is_enterprise:
        raise NotPermitted("商业计划书由企业上传。")
    with transaction.atomic():
        row = FinancingProject.objects.select_for_update(of=("self",)).get(
            pk=project_id, organisation_id=actor.organisation_id, retired_at=None
        )
        refuse_stale(row, version)
        errors = {}
        if upload is None and row.plan_id is None:
            errors["plan"] = "请选择商业计划书。"
        if readers not in Readers.values:
            errors["readers"] = "请选择给谁看。"
        if not agrees:
            errors["agrees"] = "请确认同意后再保存。"
        refuse(errors)
        if upload is not None:
            row.plan = _stored(actor, row, upload)
        row.plan_readers = readers
        row.plan_agreed_at, row.plan_agreed_by_id = timezone.now(), actor.user_id
        row.version += 1
        row.save()
        return row


def may_read_plan(actor: Actor, project: FinancingProject) -> bool:
    """Its enterprise, the bureaus, and the investors that the enterprise agreed to."""
    if project.plan_id is None:
        return False
    if actor.duty != Duty.INVESTOR:
        return True
    if project.plan_readers == Readers.INVESTORS:
        return True
    agreed = Introduction.objects.filter(
        project=project, investor_id=actor.organisation_id,
        state__in=(*RUNNING, Introduction.State.INVESTED),
    )  # fmt: skip
    return bool(agreed.exists())


def _stored(actor: Actor, row: FinancingProject, upload: UploadedFile) -> Attachment:
    try:
        return store_attachment(
            actor,
            upload,
            purpose="business-plan",
            organisation_id=row.organisation_id,
            district_id=row.district_id,
        )
    except RuleViolation as refusal:
        raise RuleViolation({"plan": str(refusal)}) from refusal
