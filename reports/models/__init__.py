"""The tables of plans, and of the facts that they are measured by."""

from reports.models.fact import CountedStay, DailySnapshot, Fact, Placement
from reports.models.plan import DistrictShare, Plan, Target

__all__ = [
    "CountedStay",
    "DailySnapshot",
    "DistrictShare",
    "Fact",
    "Placement",
    "Plan",
    "Target",
]
