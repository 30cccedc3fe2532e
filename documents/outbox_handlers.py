"""What the documents app delivers: scans, and files to the storage."""

from typing import TypedDict

from django.core.files.storage import storages
from django.utils import timezone

from accounts.lanes import Lane
from accounts.outbox import handles
from accounts.tenancy import system_scope
from documents.file_types import content_of
from documents.later_storage import LaterStorage
from documents.models import Attachment
from documents.scanning import configured_scanner


class StoredFile(TypedDict):
    """An attachment that is to be scanned."""

    attachment_id: str


class WaitingFile(TypedDict):
    """A file whose content waits in the database."""

    key: str


@handles("documents.carry", Lane.FILES)
def carry(payload: WaitingFile) -> None:
    """Bring one file into the storage; one that is out of reach raises, and the relay tries
    again."""
    storage = storages["attachments"]
    if isinstance(storage, LaterStorage):
        storage.carry(payload["key"])


@handles("documents.scan", Lane.FILES)
def scan(payload: StoredFile) -> None:
    """Scan one attachment; an unreachable scanner raises, and the relay tries again."""
    found = {"pk": payload["attachment_id"]}
    with system_scope(reason="scan a file"):
        attachment = Attachment.objects.only("storage_key").get(**found)
    with storages["attachments"].open(attachment.storage_key) as file:
        state = configured_scanner().scan(content_of(file))
    with system_scope(reason="scan a file"):
        Attachment.objects.filter(**found).update(scan_state=state, scanned_at=timezone.now())
