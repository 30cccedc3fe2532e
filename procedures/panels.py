"""What procedures show on the pages of others: the public front page, an enterprise's."""

from typing import Any

from django.utils import timezone

from accounts.tenancy import Actor
from enterprises.models import Enterprise
from enterprises.page_parts import part_of_enterprise
from pages.panels import PUBLIC, panel_of
from procedures.batches.calls import calls
from procedures.batches.working_days import working_days_between
from procedures.cases.filings import MOST_FILINGS, filings_of
from procedures.models import PublicNotice

MOST_NOTICES = 3


@panel_of(PUBLIC, template="procedures/_public_calls.html")
def public_calls(actor: Actor | None) -> dict[str, Any]:
    """What takes filings now, the first to close first, and what will."""
    found = calls()
    return {
        "open": [one for one in found if one.is_open],
        "coming": [one for one in found if one.batch and not one.is_open],
    }


@panel_of(PUBLIC, template="procedures/_newest_notices.html")
def newest_notices(actor: Actor | None) -> dict[str, Any]:
    """The newest public notices, with the working days that are left to object."""
    today = timezone.localdate()
    notices = list(PublicNotice.objects.select_related("batch")[:MOST_NOTICES])
    rows = [(notice, working_days_between(today, notice.ends_on)) for notice in notices]
    return {"notices": rows}


@part_of_enterprise(template="procedures/_filings.html")
def filings(actor: Actor, enterprise: Enterprise) -> dict[str, Any]:
    """The enterprise's filings, the newest first; none for those who do not read cases."""
    table, number = filings_of(actor, enterprise.pk, most=MOST_FILINGS)
    return {"table": table, "number": number, "shown": MOST_FILINGS}
