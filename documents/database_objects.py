"""The wall around attachments."""

from accounts.row_security import TENANT, secured
from documents.models import Attachment

DATABASE_OBJECTS = (*secured(Attachment, TENANT, on_trail=True, hidden=("name",)),)
