"""What the plan's progress shows on the homes of others."""

from typing import Any

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.panels import panel_of
from reports.progress import progress_of_current_plan


@panel_of(Duty.DISTRICT_REVIEWER, template="reports/_district_progress.html")
def district_progress(actor: Actor | None) -> dict[str, Any]:
    """What the district has of each target. Two queries."""
    return {"progress": progress_of_current_plan()[1]}
