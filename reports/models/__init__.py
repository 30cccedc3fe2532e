"""The tables of plans, of the facts that they are measured by, and of the casebook."""

from reports.models.casebook import (
    PublishedStory,
    Story,
    StoryApproval,
    StoryEvent,
    StoryPicture,
)
from reports.models.casebook_edition import (
    CasebookEdition,
    EditionDownloads,
    EditionEvent,
    EditionPrint,
    EditionStory,
)
from reports.models.builder import ReportRun, ReportRunPart, ReportSchedule, SavedReport
from reports.models.fact import CountedStay, DailySnapshot, Fact, Placement
from reports.models.plan import DistrictShare, Plan, Target

__all__ = [
    "CasebookEdition",
    "CountedStay",
    "DailySnapshot",
    "DistrictShare",
    "EditionDownloads",
    "EditionEvent",
    "EditionPrint",
    "EditionStory",
    "Fact",
    "Placement",
    "Plan",
    "PublishedStory",
    "Story",
    "StoryApproval",
    "StoryEvent",
    "StoryPicture",
    "ReportRun",
    "ReportRunPart",
    "ReportSchedule",
    "SavedReport",
    "Target",
]
