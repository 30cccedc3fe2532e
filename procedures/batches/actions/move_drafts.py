"""A corrected version takes over a batch, with its drafts; filed cases keep theirs."""

from django.db import transaction
from django.urls import reverse

from accounts.errors import NotPermitted, RuleViolation
from accounts.notifications import notify
from accounts.tenancy import Actor
from procedures.batches.validity import why_not_taking_over
from procedures.models import Application, Batch
from procedures.models.application import State
from schemes.models import SchemeVersion


def move_drafts(actor: Actor, batch_id: int, version_id: int) -> int:
    """Let the batch go on under another published version of its scheme; returns how many drafts
    moved. What was filed stays under the version that it was filed under.

    Raises `NotPermitted`, or `RuleViolation` for a version of another scheme or one that does not
    apply to the batch.
    """
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以更换批次的版本。")
    with transaction.atomic():
        batch = (
            Batch.objects.select_for_update(of=("self",))
            .select_related("version__scheme")
            .get(pk=batch_id)
        )
        version = SchemeVersion.objects.get(pk=version_id)
        if version.scheme_id != batch.version.scheme_id:
            raise RuleViolation("只能换成同一项目的版本。")
        if why_not := why_not_taking_over(version, batch):
            raise RuleViolation(why_not)
        if version.pk == batch.version_id:
            return 0
        drafts = list(
            Application.objects.filter(batch=batch, state=State.DRAFT).select_for_update(
                of=("self",)
            )
        )
        for draft in drafts:
            draft.begun_under_id = draft.begun_under_id or draft.scheme_version_id
            draft.scheme_version = version
            draft.save(update_fields=["scheme_version", "begun_under", "updated_at"])
            if draft.deleted_at is None:
                notify(
                    [draft.created_by_id],
                    title=f"“{batch.name}”的申报要求有更正",
                    body=f"{version.change_note}\n已填的内容保留，请核对后再提交。".strip(),
                    link=reverse("procedures:fill", args=[draft.pk]),
                    dedupe_key=f"batch:{batch.pk}:version:{version.pk}:{draft.pk}",
                )
        batch.version = version
        batch.save(update_fields=["version"])
        return len(drafts)
