"""Files of the review: stored with the claim's enterprise, read by who reads the review.

Photos of a visit, reports of auditors and answers of offices are the bureaus' own: the enterprise,
to whom their rows belong by the tenant's keys, does not download them.
"""

from django.core.files.uploadedfile import UploadedFile

from accounts.errors import RuleViolation
from accounts.tenancy import Actor, TenantModel, system_scope
from documents.access import register
from documents.actions.store_attachment import ALL_TYPES, Uploader, store_attachment
from documents.models import Attachment
from financing.subsidies.policies import READERS

CUT, VISIT, AUDIT, LETTER = "claim-cut", "claim-visit", "claim-audit", "claim-letter"


def register_files() -> None:
    """Let the bureaus read what comes with a review."""
    register(CUT, by_bureaus)
    for purpose in (VISIT, AUDIT, LETTER):
        register(purpose, by_bureaus, confidential=True)


def by_bureaus(actor: Actor, attachment: Attachment) -> bool:
    return actor.duty in READERS


def stored_for(
    row: TenantModel,
    upload: UploadedFile,
    purpose: str,
    field: str,
    by: Uploader | None,
    allowed: tuple[str, ...] = ALL_TYPES,
) -> Attachment:
    """The stored upload, beside `row`; `by` None is an office by its link. Raises `RuleViolation`
    at the form's `field`."""
    with system_scope(reason="keep a file of a claim's review"):
        try:
            return store_attachment(
                by,
                upload,
                purpose=purpose,
                organisation_id=row.organisation_id,
                district_id=row.district_id,
                allowed=allowed,
            )
        except RuleViolation as refusal:
            raise RuleViolation({field: str(refusal)}) from refusal
