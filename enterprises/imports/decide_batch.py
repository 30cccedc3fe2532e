"""A bureau decides about a checked file: write the good rows, or nothing."""

from uuid import UUID

from django.db import transaction

from accounts.errors import NotPermitted
from accounts.jobs import start_job
from accounts.tenancy import Actor
from enterprises.imports.import_machine import IMPORTERS, MACHINE
from enterprises.models import ImportBatch

State = ImportBatch.State


def _own(actor: Actor, batch_id: UUID) -> ImportBatch:
    """The batch of the actor's own bureau, locked."""
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
        batch = _own(actor, batch_id)
        if batch.state in (State.APPLYING, State.APPLIED):
            return batch
        MACHINE.execute_locked(actor, batch, "apply")
        job = start_job(
            actor,
            kind="enterprises.apply_import",
            label=f"导入 {batch.file_name}"[:200],
            payload={"batch": str(batch.pk)},
        )
        batch.apply_job = job.pk
        batch.save(update_fields=["apply_job"])
    return batch


def discard(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Give the whole file up; nothing of it is written. Given up twice, it is given up once.

    Raises `RuleViolation` once the import has begun.
    """
    with transaction.atomic():
        batch = _own(actor, batch_id)
        if batch.state != State.DISCARDED:
            MACHINE.execute_locked(actor, batch, "discard")
    return batch
