"""Files that a row names: whoever may read the row may read them."""

from uuid import UUID

from accounts.tenancy import system_scope
from documents.models import Attachment


def attachment_of_row(pk: UUID | str) -> Attachment | None:
    """The attachment `pk` of a row that its reader was let in to, whoever uploaded it.

    Ask only for what a row of the active scope names: this goes past the wall of organisations.
    """
    with system_scope(reason="show a reader of a row its file"):
        return Attachment.objects.filter(pk=pk).first()
