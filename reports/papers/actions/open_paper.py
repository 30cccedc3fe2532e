"""That a recipient has opened a paper."""

from django.utils import timezone

from accounts.tenancy import Actor
from reports.models import Paper, PaperRecipient


def note_opened(actor: Actor, paper: Paper) -> None:
    """Write down when the actor opened the paper first, if it was sent to them."""
    if paper.is_issued:
        PaperRecipient.objects.filter(
            paper=paper, recipient_id=actor.user_id, opened_at=None
        ).update(opened_at=timezone.now())
