"""The wall around plans, measures and the work plans of districts."""

from accounts.acting import acted
from accounts.row_security import CITY_WRITES, DISTRICT_ROWS, IS_BUREAU, secured
from database.row_security import Policy
from lifecycle.state_guard import state_guard
from reports.models import (
    DistrictShare,
    Measure,
    Plan,
    Target,
    WorkPlan,
    WorkPlanEdition,
    WorkPlanEvent,
    WorkPlanSection,
)

# What a district's bureau and the city have between them.
DISTRICT_BUREAU = acted(
    Policy(
        "district_bureau", f"{DISTRICT_ROWS} AND {IS_BUREAU}", f"{DISTRICT_ROWS} AND {IS_BUREAU}"
    )
)
BY_THE_CITY = acted(CITY_WRITES)

WALL = (
    *secured(Plan, BY_THE_CITY, on_trail=True),
    *secured(Target, BY_THE_CITY, on_trail=True),
    *secured(DistrictShare, BY_THE_CITY, on_trail=True),
    *secured(Measure, BY_THE_CITY, on_trail=True),
    *secured(WorkPlanSection, BY_THE_CITY, on_trail=True),
    *secured(WorkPlan, DISTRICT_BUREAU, on_trail=True),
    *secured(WorkPlanEdition, DISTRICT_BUREAU, append_only=True),
    *secured(WorkPlanEvent, DISTRICT_BUREAU, append_only=True),
    state_guard(WorkPlan, WorkPlanEvent, "work_plan_id"),
)
