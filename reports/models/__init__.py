"""The tables of plans, of the facts that they are measured by, and of the casebook."""

from reports.models.assessment import (
    AssessmentRound,
    AssessmentRoundEvent,
    Demonstration,
    DemonstrationEvent,
    IndicatorComment,
    RoundEntry,
    RoundIndicator,
    RoundScoring,
)
from reports.models.assessment_lines import (
    Appeal,
    AppealEvent,
    DistrictScore,
    LineEvidence,
    PublishedResult,
    RoundFigure,
    ScoreLine,
)
from reports.models.builder import ReportRun, ReportRunPart, ReportSchedule, SavedReport
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
from reports.models.fact import (
    CountedStay,
    DailySnapshot,
    DistrictFact,
    Fact,
    FactCheck,
    Placement,
)
from reports.models.measure import Measure
from reports.models.plan import DistrictShare, Plan, Target
from reports.models.supervision import GIVEN, IN_WORK, Light, LightRules, Order
from reports.models.supervision_parts import (
    Instruction,
    OrderEvent,
    OrderExtension,
    OrderFile,
    OrderOffice,
    OrderReport,
    ReportReview,
)
from reports.models.visit import ProgressVisit
from reports.models.work_plan import (
    WorkPlan,
    WorkPlanEdition,
    WorkPlanEvent,
    WorkPlanQuerySet,
    WorkPlanSection,
)

__all__ = [
    "GIVEN",
    "IN_WORK",
    "Appeal",
    "AppealEvent",
    "AssessmentRound",
    "AssessmentRoundEvent",
    "CasebookEdition",
    "CountedStay",
    "DailySnapshot",
    "Demonstration",
    "DemonstrationEvent",
    "DistrictFact",
    "DistrictScore",
    "DistrictShare",
    "EditionDownloads",
    "EditionEvent",
    "EditionPrint",
    "EditionStory",
    "Fact",
    "FactCheck",
    "IndicatorComment",
    "Instruction",
    "Light",
    "LightRules",
    "LineEvidence",
    "Measure",
    "Order",
    "OrderEvent",
    "OrderExtension",
    "OrderFile",
    "OrderOffice",
    "OrderReport",
    "Placement",
    "Plan",
    "ProgressVisit",
    "PublishedResult",
    "PublishedStory",
    "ReportReview",
    "ReportRun",
    "ReportRunPart",
    "ReportSchedule",
    "RoundEntry",
    "RoundFigure",
    "RoundIndicator",
    "RoundScoring",
    "SavedReport",
    "ScoreLine",
    "Story",
    "StoryApproval",
    "StoryEvent",
    "StoryPicture",
    "Target",
    "WorkPlan",
    "WorkPlanEdition",
    "WorkPlanEvent",
    "WorkPlanQuerySet",
    "WorkPlanSection",
]
