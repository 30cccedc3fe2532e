"""An enterprise's answer to a bank's question, with files."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment, too_much
from financing.demands.inputs import HandlingInput
from financing.demands.machine import MACHINE
from financing.models import DemandFile, DemandHandling

FILES = "loan-demand"


def answer_bank(
    actor: Actor,
    handling_id: int,
    text: str,
    files: Sequence[UploadedFile] = (),
    *,
    expected_version: int | None = None,
) -> DemandHandling:
    """Answer, and give the bank `files` to read; its clock starts anew.

    Raises as `Machine.execute`, and `RuleViolation` for a file that cannot be taken: then
    nothing is answered.
    """
    if why := too_much(files):
        raise RuleViolation({"materials": why})
    with transaction.atomic():
        handling = MACHINE.execute(
            actor, handling_id, "answer", HandlingInput(text), expected_version=expected_version
        )
        organisation_id, district_id = handling.organisation_id, handling.district_id
        event = handling.events.latest("id")
        for upload in files:
            try:
                stored = store_attachment(
                    actor,
                    upload,
                    purpose=FILES,
                    organisation_id=organisation_id,
                    district_id=district_id,
                )
            except RuleViolation as refusal:
                raise RuleViolation({"materials": str(refusal)}) from refusal
            DemandFile.objects.create(
                organisation_id=organisation_id,
                district_id=district_id,
                handling=handling,
                bank_id=handling.bank_id,
                event=event,
                attachment=stored,
                name=stored.name,
                size=stored.size,
            )
    return handling
