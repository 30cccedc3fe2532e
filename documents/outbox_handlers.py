"""What the documents app delivers: scans."""

from typing import TypedDict

from django.core.files.storage import storages
from django.utils import timezone

from accounts.outbox import handles
from documents.file_types import content_of
from documents.models import Attachment
from documents.scanning import configured_scanner


class StoredFile(TypedDict):
    """An attachment that is to be scanned."""

    attachment_id: str


@handles("documents.scan")
def scan(payload: StoredFile) -> None:
    """Scan one attachment; an unreachable scanner raises, and the relay tries again."""
    attachment = Attachment.objects.get(pk=payload["attachment_id"])
    with storages["attachments"].open(attachment.storage_key) as file:
        attachment.scan_state = configured_scanner().scan(content_of(file))
    attachment.scanned_at = timezone.now()
    attachment.save(update_fields=["scan_state", "scanned_at"])
