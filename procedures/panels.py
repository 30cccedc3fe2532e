"""What procedures show on the public front page."""

from typing import Any

from accounts.tenancy import Actor
from pages.panels import PUBLIC, panel_of
from procedures.models import Batch, PublicNotice

MOST_NOTICES = 5


@panel_of(PUBLIC, template="procedures/_open_batches.html")
def open_batches(actor: Actor | None) -> dict[str, Any]:
    """The batches that are open now."""
    return {"batches": Batch.objects.open_at().select_related("version__scheme")}


@panel_of(PUBLIC, template="procedures/_newest_notices.html")
def newest_notices(actor: Actor | None) -> dict[str, Any]:
    """The newest public notices."""
    return {"notices": PublicNotice.objects.all()[:MOST_NOTICES]}
