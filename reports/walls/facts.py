"""The wall around facts, their checks, and what a reader of them saw."""

from accounts.row_security import IS_BUREAU, IS_SYSTEM, TENANT_ROWS, secured
from database.row_security import Policy, own
from reports.models import (
    CountedStay,
    DailySnapshot,
    DistrictFact,
    Fact,
    FactCheck,
    Placement,
    ProgressVisit,
)

# Computed by the portal alone, and read by whom the enterprises concern.
COMPUTED = Policy("computed", TENANT_ROWS, IS_SYSTEM, IS_SYSTEM)
# Sums that name no enterprise: a bureau compares its district with the others.
SUMS = Policy("sums", IS_BUREAU, IS_SYSTEM, IS_SYSTEM)
# What a reader saw is nobody else's business.
OWN_VISIT = Policy("own_visit", own("reader_id", "user"), own("reader_id", "user"))

WALL = (
    *secured(Placement, COMPUTED),
    *secured(CountedStay, COMPUTED),
    *secured(DailySnapshot, SUMS),
    *secured(Fact, SUMS),
    *secured(DistrictFact, SUMS),
    *secured(FactCheck, SUMS),
    *secured(ProgressVisit, OWN_VISIT),
)
