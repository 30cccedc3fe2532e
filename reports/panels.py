"""What the plan's progress shows on the homes of others."""

from typing import Any

from django.db.models import Count, Window

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.panels import PUBLIC, panel_of
from reports.models import DistrictShare, Paper, PublishedStory
from reports.supervision import panels as supervision  # noqa: F401
from reports.targets.standing import figures_for, standings, targets_of_current_plan

SHOWN = 3  # papers on a home


@panel_of(Duty.DISTRICT_REVIEWER, template="reports/_district_progress.html")
def district_progress(actor: Actor | None) -> dict[str, Any]:
    """What the district has of each target, and its share of it. Three queries."""
    targets = targets_of_current_plan() if actor else []
    plan = targets[0].plan if targets else None
    found = standings(targets, figures_for(plan)) if targets else []
    if not actor or not found:
        return {"rows": []}
    shares = dict(
        DistrictShare.objects.filter(
            target__in=[one.target for one in found], district__in=actor.district_ids
        ).values_list("target_id", "value")
    )
    rows = [
        {
            "label": one.label,
            "actual": sum(one.by_district.get(pk, 0) for pk in actor.district_ids),
            "share": shares.get(one.target.pk),
            "unit": one.target.unit,
        }
        for one in found
    ]
    return {"rows": rows, "day": found[0].day, "plan": plan}


NEWEST_STORIES = 3


@panel_of(PUBLIC, template="reports/casebook/_public_casebook.html")
def public_casebook(actor: Actor | None) -> dict[str, Any]:
    """The newest stories of champions, and how many there are. One query, in any scope."""
    rows = PublishedStory.objects.order_by("-published_at", "-story_id")
    newest = rows.values("story_id", "title", "name", "recognised_year")
    found = list(newest.annotate(number=Window(Count("*")))[:NEWEST_STORIES])
    return {"number": found[0]["number"] if found else 0, "newest": found}


@panel_of(Duty.LEADER, Duty.DISTRICT_REVIEWER, template="reports/papers/_newest.html")
def newest_papers(actor: Actor | None) -> dict[str, Any]:
    """The papers that were issued to the reader last. One query."""
    issued = Paper.objects.filter(state__in=Paper.ISSUED_STATES).defer("data", "remarks")
    return {"papers": list(issued.order_by("-issued_at", "-id")[:SHOWN]) if actor else []}
