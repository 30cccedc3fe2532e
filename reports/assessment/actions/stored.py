"""Files of the assessment, stored for the office of whoever sends them."""

from django.core.files.uploadedfile import UploadedFile

from accounts.actors import home_of
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment
from documents.models import Attachment


def store_own(actor: Actor, upload: UploadedFile, purpose: str) -> Attachment:
    """Store `upload` for the actor's own office. Raises `RuleViolation` at the field `document`."""
    home = home_of(actor)
    try:
        return store_attachment(
            actor, upload, purpose=purpose,
            organisation_id=home["organisation_id"], district_id=home["district_id"],
        )  # fmt: skip
    except RuleViolation as refusal:
        raise RuleViolation({"document": str(refusal)}) from refusal
