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
from reports.models.fact import CountedStay, DailySnapshot, Fact, Placement
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
from reports.models.fact import (
    CountedStay,
    DailySnapshot,
    DistrictFact,
    Fact,
    FactCheck,
    Placement,
)
from reports.models.plan import DistrictShare, Plan, Target
from reports.models.visit import ProgressVisit
from reports.models.work_plan import (
    WorkPlan,
    WorkPlanEdition,
    WorkPlanEvent,
    WorkPlanQuerySet,
    WorkPlanSection,
)

__all__ = [
    "CasebookEdition",
    "GIVEN",
    "IN_WORK",
    "CountedStay",
    "DailySnapshot",
    "DistrictFact",
    "Appeal",
    "AppealEvent",
    "AssessmentRound",
    "AssessmentRoundEvent",
    "CountedStay",
    "DailySnapshot",
    "Demonstration",
    "DemonstrationEvent",
    "DistrictScore",
    "DistrictShare",
    "EditionDownloads",
    "EditionEvent",
    "EditionPrint",
    "EditionStory",
    "Fact",
    "Instruction",
    "Light",
    "LightRules",
    "Order",
    "OrderEvent",
    "OrderExtension",
    "OrderFile",
    "OrderOffice",
    "OrderReport",
    "Measure",
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
    "ReportReview",
    "FactCheck",
    "Placement",
    "Plan",
    "ProgressVisit",
    "IndicatorComment",
    "LineEvidence",
    "Placement",
    "Plan",
    "PublishedResult",
    "RoundEntry",
    "RoundFigure",
    "RoundIndicator",
    "RoundScoring",
    "ScoreLine",
    "Target",
    "WorkPlan",
    "WorkPlanEdition",
    "WorkPlanEvent",
    "WorkPlanQuerySet",
    "WorkPlanSection",
]
