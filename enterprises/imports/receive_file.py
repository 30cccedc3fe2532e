"""A bureau brings in a file."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import start_job
from accounts.models import Organisation
from accounts.tenancy import Actor
from documents.workbooks.accepted import why_no_table
from enterprises.imports.import_machine import IMPORTERS
from enterprises.models import ImportBatch

MOST_BYTES = 20 * 1024 * 1024
ENDINGS = {
    ImportBatch.Kind.REGISTRY: (".xlsx",),
    ImportBatch.Kind.TITLES: (".xlsx", ".csv"),
}


def receive_file(actor: Actor, kind: str, upload: UploadedFile) -> ImportBatch:
    """Store `upload` and start its check, which is a job; the registry stays untouched.

    Raises `RuleViolation` (key "file") for an empty or too large file or a wrong ending; what
    is inside is judged by the check.
    """
    if actor.duty not in IMPORTERS:
        raise NotPermitted("只有区市审核人和市级经办人可以导入。")
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1][-200:]
    endings = ENDINGS[ImportBatch.Kind(kind)]
    if why := why_no_table(upload, name, endings, MOST_BYTES):
        raise RuleViolation({"file": why})
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    with transaction.atomic():
        home = Organisation.objects.only("district_id").get(pk=actor.organisation_id)
        batch = ImportBatch(
            kind=kind,
            file_name=name,
            size=upload.size or 0,
            sha256=digest.hexdigest(),
            uploaded_by_id=actor.user_id,
            organisation_id=home.pk,
            district_id=home.district_id,
        )
        batch.file.save(name.lower(), upload, save=False)
        job = start_job(
            actor,
            kind="enterprises.check_import",
            label=f"核对 {name}"[:200],
            payload={"batch": str(batch.pk)},
        )
        batch.check_job = job.pk
        batch.save()
    return batch
