"""The wall around plans, facts and the casebook."""

from accounts.row_security import (
    BUREAUS,
    CITY_WRITES,
    IS_BUREAU,
    IS_SYSTEM,
    TENANT,
    TENANT_ROWS,
    secured,
)
from certification.models import Certificate
from database.row_security import Policy
from lifecycle.state_guard import state_guard
from accounts.models import Membership
from accounts.row_security import CITY_WRITES, IS_BUREAU, IS_SYSTEM, TENANT_ROWS, secured
from database.row_security import Policy, own
from accounts.row_security import CITY_WRITES, IS_BUREAU, IS_SYSTEM, TENANT_ROWS, secured
from database.row_security import Policy, setting
from lifecycle.state_guard import state_guard
from accounts.row_security import CITY_WRITES, IS_BUREAU, IS_SYSTEM, TENANT_ROWS, secured
from database.row_security import Policy, own
    CITY_WRITES,
    DISTRICT_ROWS,
    IS_BUREAU,
    IS_SYSTEM,
    TENANT_ROWS,
    secured,
)
from database.row_security import Policy
from lifecycle.state_guard import state_guard
from reports.models import (
    CasebookEdition,
    CountedStay,
    DailySnapshot,
    DistrictFact,
    DISTRICT_ROWS,
    IS_BUREAU,
    IS_CITY,
    IS_SYSTEM,
    TENANT_ROWS,
    secured,
)
from database.row_security import Policy
from lifecycle.state_guard import state_guard
from reports.models import (
    Appeal,
    AppealEvent,
    AssessmentRound,
    AssessmentRoundEvent,
    CountedStay,
    DailySnapshot,
    Demonstration,
    DemonstrationEvent,
    DistrictScore,
    DistrictShare,
    EditionDownloads,
    EditionEvent,
    EditionPrint,
    EditionStory,
    Fact,
    Instruction,
    LightRules,
    Order,
    OrderEvent,
    OrderExtension,
    OrderFile,
    OrderOffice,
    OrderReport,
    Measure,
    Placement,
    Plan,
    PublishedStory,
    Story,
    StoryApproval,
    StoryEvent,
    StoryPicture,
    ReportRun,
    ReportRunPart,
    ReportSchedule,
    SavedReport,
    ReportReview,
    FactCheck,
    Placement,
    Plan,
    ProgressVisit,
    IndicatorComment,
    LineEvidence,
    Placement,
    Plan,
    PublishedResult,
    RoundEntry,
    RoundFigure,
    RoundIndicator,
    RoundScoring,
    ScoreLine,
    Target,
    WorkPlan,
    WorkPlanEdition,
    WorkPlanEvent,
    WorkPlanSection,
)

# Computed by the portal alone, and read by whom the enterprises concern.
COMPUTED = Policy("computed", TENANT_ROWS, IS_SYSTEM, IS_SYSTEM)
# Sums that name no enterprise: a bureau compares its district with the others.
SUMS = Policy("sums", IS_BUREAU, IS_SYSTEM, IS_SYSTEM)
# What everybody reads as long as it is there; the city puts it up, and its enterprise or the city
# takes it down.
PUBLISHED = Policy("published", "true", TENANT_ROWS, TENANT_ROWS)

OF_STORY = {"story_id": Story}
_CASEBOOK = (
    *secured(Story, TENANT, within={"certificate_id": Certificate}, is_parent=True, on_trail=True),
    *secured(StoryEvent, TENANT, within=OF_STORY, append_only=True),
    state_guard(Story, StoryEvent, "story_id"),
    *secured(StoryPicture, TENANT, within=OF_STORY, on_trail=True),
    *secured(StoryApproval, TENANT, within=OF_STORY, append_only=True),
    *secured(PublishedStory, PUBLISHED, within=OF_STORY, on_trail=True, hidden=("content",)),
    *secured(CasebookEdition, CITY_WRITES, on_trail=True),
    *secured(EditionEvent, BUREAUS, append_only=True),
    state_guard(CasebookEdition, EditionEvent, "edition_id"),
    *secured(EditionStory, BUREAUS, on_trail=True),
    *secured(EditionPrint, BUREAUS, append_only=True),
    *secured(EditionDownloads, BUREAUS),
)

# Reports that people of a bureau put together: read by colleagues where they are shared, changed
# by colleagues where they are shared for that. Which office that is, lock 1 says.
_OWN = own("user_id", "user")
BUREAU_ROWS = f"{TENANT_ROWS} AND {IS_BUREAU}"
BUILT = Policy(
    "built",
    f"{BUREAU_ROWS} AND ({_OWN} OR sharing <> 'own')",
    BUREAU_ROWS,
    f"{BUREAU_ROWS} AND ({_OWN} OR sharing = 'edit')",
)
# What runs by itself for one person, and its files.
PERSONS_OWN = Policy("persons_own", f"{BUREAU_ROWS} AND {_OWN}", f"{BUREAU_ROWS} AND {_OWN}")
# An order belongs to the bureaus of its readers' districts, and its parts to whoever has it.
_READERS = f"{IS_BUREAU} AND readers && {setting('districts', 'bigint[]')}"
READERS = Policy("readers", _READERS, _READERS)
_OF_ORDER = f"EXISTS (SELECT FROM {Order._meta.db_table} one WHERE one.id = order_id)"
OF_ORDER = Policy("of_order", _OF_ORDER, _OF_ORDER)
# What a reader saw is nobody else's business.
OWN_VISIT = Policy("own_visit", own("reader_id", "user"), own("reader_id", "user"))
# What a district's bureau and the city have between them.
DISTRICT_BUREAU = Policy(
    "district_bureau", f"{DISTRICT_ROWS} AND {IS_BUREAU}", f"{DISTRICT_ROWS} AND {IS_BUREAU}"
)

DATABASE_OBJECTS = (
    *secured(Plan, CITY_WRITES, on_trail=True),
    *secured(Target, CITY_WRITES, on_trail=True),
    *secured(DistrictShare, CITY_WRITES, on_trail=True),
    *secured(Placement, COMPUTED),
    *secured(CountedStay, COMPUTED),
    *secured(DailySnapshot, SUMS),
    *secured(Fact, SUMS),
    *_CASEBOOK,
    *secured(SavedReport, BUILT, is_parent=True, on_trail=True),
    *secured(ReportSchedule, PERSONS_OWN, within={"membership_id": Membership}, on_trail=True),
    *secured(ReportRun, PERSONS_OWN, is_parent=True),
    *secured(ReportRunPart, PERSONS_OWN, within={"run_id": ReportRun}),
    *secured(LightRules, CITY_WRITES, on_trail=True),
    *secured(Order, READERS, on_trail=True),
    *secured(OrderOffice, OF_ORDER, on_trail=True),
    *secured(OrderReport, OF_ORDER, append_only=True, on_trail=True),
    *secured(ReportReview, OF_ORDER, append_only=True, on_trail=True),
    *secured(OrderExtension, OF_ORDER, on_trail=True),
    *secured(Instruction, OF_ORDER, append_only=True, on_trail=True),
    *secured(OrderFile, OF_ORDER, append_only=True),
    *secured(OrderEvent, OF_ORDER, append_only=True),
    state_guard(Order, OrderEvent, "order_id"),
    *secured(DistrictFact, SUMS),
    *secured(FactCheck, SUMS),
    *secured(ProgressVisit, OWN_VISIT),
    *secured(Measure, CITY_WRITES, on_trail=True),
    *secured(WorkPlanSection, CITY_WRITES, on_trail=True),
    *secured(WorkPlan, DISTRICT_BUREAU, on_trail=True),
    *secured(WorkPlanEdition, DISTRICT_BUREAU, append_only=True),
    *secured(WorkPlanEvent, DISTRICT_BUREAU, append_only=True),
    state_guard(WorkPlan, WorkPlanEvent, "work_plan_id"),
)

# --- the assessment of districts -----------------------------------------------------------------
_DISTRICTS_OWN = f"{IS_BUREAU} AND {DISTRICT_ROWS}"
# A draft is the city's own; what belongs to a round is seen by who sees the round.
ROUNDS = Policy("rounds", f"{IS_CITY} OR ({IS_BUREAU} AND state <> 'draft')", IS_CITY, IS_CITY)
_SEES_ROUND = "round_id IN (SELECT id FROM reports_assessmentround)"
OF_ROUND = Policy("of_round", _SEES_ROUND, IS_CITY, IS_CITY)
# A district's own until publication, and after it: others read what was published.
OWN_SCORES = Policy("own_scores", _DISTRICTS_OWN, IS_CITY, IS_CITY)
# What a district itself says and files.
DISTRICT_SAYS = Policy("district_says", _DISTRICTS_OWN, _DISTRICTS_OWN)
CITY_ALONE = Policy("city_alone", IS_CITY, IS_CITY)
PUBLISHED = Policy("published", f"{IS_BUREAU} AND {_SEES_ROUND}", IS_CITY, IS_CITY)

DATABASE_OBJECTS += (
    *secured(AssessmentRound, ROUNDS, on_trail=True),
    *secured(AssessmentRoundEvent, OF_ROUND, append_only=True),
    state_guard(AssessmentRound, AssessmentRoundEvent, "round_id"),
    *secured(RoundIndicator, OF_ROUND, on_trail=True),
    *secured(IndicatorComment, DISTRICT_SAYS, on_trail=True),
    *secured(RoundEntry, OWN_SCORES, on_trail=True),
    *secured(RoundFigure, OWN_SCORES, on_trail=True),
    *secured(RoundScoring, CITY_ALONE),
    *secured(DistrictScore, OWN_SCORES),
    *secured(ScoreLine, OWN_SCORES),
    *secured(LineEvidence, DISTRICT_SAYS, on_trail=True),
    *secured(Appeal, DISTRICT_SAYS, on_trail=True),
    *secured(AppealEvent, DISTRICT_SAYS, append_only=True),
    state_guard(Appeal, AppealEvent, "appeal_id"),
    *secured(PublishedResult, PUBLISHED),
    *secured(Demonstration, PUBLISHED, on_trail=True),
    *secured(DemonstrationEvent, BUREAUS, append_only=True),
    state_guard(Demonstration, DemonstrationEvent, "demonstration_id"),
)
