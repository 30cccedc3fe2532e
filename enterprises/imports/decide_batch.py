"""A bureau decides about a checked file: write the good rows, or nothing."""

from uuid import UUID

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import start_job
from accounts.tenancy import Actor
from enterprises.imports.decide_doubtful import IMPORTERS
from enterprises.models import ImportBatch

State = ImportBatch.State


def _checked(actor: Actor, batch_id: UUID) -> ImportBatch:
    if actor.duty not in IMPORTERS:
        raise NotPermitted("只有区市审核人和市级经办人可以导入。")
    return ImportBatch.objects.select_for_update().get(
        pk=batch_id, organisation_id=actor.organisation_id
    )


def start_applying(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Start the job that writes the good rows.

    Pressed twice, it starts once. Raises `RuleViolation` for a file that has nothing to write
    or was given up.
    """
    with transaction.atomic():
        batch = _checked(actor, batch_id)
        if batch.state in (State.APPLYING, State.APPLIED):
            return batch
        if batch.state != State.CHECKED:
            raise RuleViolation(f"这个文件{batch.get_state_display()}，不能导入。")
        if not batch.rows_to_write and not batch.rows_doubtful:
            raise RuleViolation("没有需要写入的行。")
        job = start_job(
            actor,
            kind="enterprises.apply_import",
            label=f"导入 {batch.file_name}"[:200],
            payload={"batch": str(batch.pk)},
        )
        batch.state, batch.apply_job = State.APPLYING, job.pk
        batch.decided_by_id = actor.user_id
        batch.save(update_fields=["state", "apply_job", "decided_by"])
    return batch


def discard(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Give the whole file up; nothing of it is written.

    Raises `RuleViolation` once the import has begun.
    """
    with transaction.atomic():
        batch = _checked(actor, batch_id)
        if batch.state == State.DISCARDED:
            return batch
        if batch.state != State.CHECKED:
            raise RuleViolation(f"这个文件{batch.get_state_display()}，不能放弃。")
        batch.rows.all().delete()
        batch.state = State.DISCARDED
        batch.decided_by_id = actor.user_id
        batch.save(update_fields=["state", "decided_by"])
    return batch
