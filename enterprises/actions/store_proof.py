"""Scans that prove what somebody says of an enterprise: licences, authorisations, notices."""

from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from accounts.errors import RuleViolation
from documents.actions.store_attachment import store_attachment
from documents.file_types import JPEG, PDF, PNG


@dataclass(frozen=True)
class _Uploader:
    """Somebody who may have no duty yet; storing a file asks for nothing but the person."""

    user_id: int


def store_proof(
    user_id: int,
    upload: UploadedFile,
    purpose: str,
    *,
    organisation_id: int,
    district_id: int,
    field: str,
) -> UUID:
    """Store a scan for an enterprise, in the active scope; returns its id. Raises `RuleViolation`
    at the form's `field`."""
    try:
        attachment = store_attachment(
            _Uploader(user_id),
            upload,
            purpose=purpose,
            organisation_id=organisation_id,
            district_id=district_id,
            allowed=(PDF, PNG, JPEG),
        )
    except RuleViolation as violation:
        raise RuleViolation({field: str(violation)}) from violation
    return attachment.pk
