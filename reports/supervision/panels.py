"""Orders in work on the homes of leaders, the city and the districts."""

from typing import Any

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.panels import panel_of
from reports.supervision.overview import counts_by_light, worst


@panel_of(
    Duty.LEADER, Duty.CITY_OFFICER, Duty.DISTRICT_REVIEWER, template="reports/_orders_panel.html"
)
def orders_in_work(actor: Actor | None) -> dict[str, Any]:
    """How many orders are in work by their lights, and the worst of them. Two queries."""
    if actor is None:
        return {"total": 0}
    counts = counts_by_light(actor)
    total = sum(one.number for one in counts)
    return {
        "counts": counts,
        "total": total,
        "rows": worst(actor) if total else [],
        "may_make": actor.is_city,
    }
