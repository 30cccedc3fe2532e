"""The wall around plans and facts."""

from accounts.row_security import CITY_WRITES, IS_BUREAU, IS_SYSTEM, TENANT_ROWS, secured
from database.row_security import Policy
from reports.models import (
    CountedStay,
    DailySnapshot,
    DistrictShare,
    Fact,
    Placement,
    Plan,
    Target,
)

# Computed by the portal alone, and read by whom the enterprises concern.
COMPUTED = Policy("computed", TENANT_ROWS, IS_SYSTEM, IS_SYSTEM)
# Sums that name no enterprise: a bureau compares its district with the others.
SUMS = Policy("sums", IS_BUREAU, IS_SYSTEM, IS_SYSTEM)

DATABASE_OBJECTS = (
    *secured(Plan, CITY_WRITES, on_trail=True),
    *secured(Target, CITY_WRITES, on_trail=True),
    *secured(DistrictShare, CITY_WRITES, on_trail=True),
    *secured(Placement, COMPUTED),
    *secured(CountedStay, COMPUTED),
    *secured(DailySnapshot, SUMS),
    *secured(Fact, SUMS),
)
