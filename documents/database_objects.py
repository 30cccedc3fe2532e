"""The wall around attachments, and around the content that waits for its storage."""

from accounts.row_security import IS_SYSTEM, TENANT, secured
from database.row_security import Policy
from documents.models import Attachment, StoredFile, StoredPart

# Whoever may read a row that names a file reads it; the storage asks in the portal's own name.
STORAGE = Policy("storage", IS_SYSTEM, IS_SYSTEM)

DATABASE_OBJECTS = (
    *secured(Attachment, TENANT, on_trail=True, hidden=("name",)),
    *secured(StoredFile, STORAGE),
    *secured(StoredPart, STORAGE),
)
