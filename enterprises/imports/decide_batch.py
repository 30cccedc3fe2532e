"""A bureau decides about a file: write the good rows or nothing, and take back what was written."""

from uuid import UUID

from django.db import transaction

from accounts.errors import NotPermitted
from accounts.jobs import start_job
from accounts.models import Job
from accounts.tenancy import Actor
from enterprises.imports.import_machine import IMPORTERS, MACHINE, has_failed
from enterprises.models import ImportBatch

State = ImportBatch.State


def _own(actor: Actor, batch_id: UUID) -> ImportBatch:
    """The batch of the actor's own bureau, locked."""
    if actor.duty not in IMPORTERS:
        raise NotPermitted("只有区市审核人和市级经办人可以导入。")
    return ImportBatch.objects.select_for_update().get(
        pk=batch_id, organisation_id=actor.organisation_id
    )


def _job_of(actor: Actor, batch: ImportBatch, kind: str, what: str) -> UUID:
    """Start long work on the file; returns the id of its job."""
    label = f"{what} {batch.file_name}"[:200]
    return start_job(actor, kind=kind, label=label, payload={"batch": str(batch.pk)}).pk


def start_applying(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Start the job that writes the good rows.

    Pressed twice, it starts once; pressed again after the job has failed, a new one goes on where
    that broke off. Raises `RuleViolation` for a file that has nothing to write or was given up.
    """
    with transaction.atomic():
        batch = _own(actor, batch_id)
        if batch.state == State.APPLIED or (
            batch.state == State.APPLYING and not has_failed(batch)
        ):
            return batch
        if batch.state != State.APPLYING:
            MACHINE.execute_locked(actor, batch, "apply")
        batch.apply_job = _job_of(actor, batch, "enterprises.apply_import", "导入")
        batch.save(update_fields=["apply_job"])
    return batch


def start_taking_back(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Start the job that takes an import back as a whole, row by row where nothing was built on it.

    Pressed twice, it starts once; pressed again after its job has failed, it goes on. Raises
    `RuleViolation` after `TAKEN_BACK_WITHIN`, and for a file that was never written.
    """
    with transaction.atomic():
        batch = _own(actor, batch_id)
        running = Job.objects.exclude(state=Job.State.FAILED)
        if batch.revert_job is not None and running.filter(pk=batch.revert_job).exists():
            return batch
        if batch.state != State.REVERTING:
            MACHINE.execute_locked(actor, batch, "take_back")
        batch.revert_job = _job_of(actor, batch, "enterprises.take_import_back", "撤回")
        batch.save(update_fields=["revert_job"])
    return batch


def discard(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Give the file up: the whole of it, or after a failure what is not written yet. Given up
    twice, it is given up once.

    Raises `RuleViolation` while its job is at work, and for a file that is written.
    """
    with transaction.atomic():
        batch = _own(actor, batch_id)
        if batch.state != State.DISCARDED:
            is_begun = batch.state == State.APPLYING and batch.rows.exclude(done_at=None).exists()
            MACHINE.execute_locked(actor, batch, "stop" if is_begun else "discard")
    return batch
