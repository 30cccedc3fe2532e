"""The wall around reports that people put together."""

from accounts.acting import acted
from accounts.models import Membership
from accounts.row_security import IS_BUREAU, TENANT_ROWS, secured
from database.row_security import Policy, own
from reports.models import ReportRun, ReportRunPart, ReportSchedule, SavedReport

# Reports that people of a bureau put together: read by colleagues where they are shared, changed
# by colleagues where they are shared for that. Which office that is, lock 1 says.
_OWN = own("user_id", "user")
BUREAU_ROWS = f"{TENANT_ROWS} AND {IS_BUREAU}"
BUILT = acted(
    Policy(
        "built",
        f"{BUREAU_ROWS} AND ({_OWN} OR sharing <> 'own')",
        BUREAU_ROWS,
        f"{BUREAU_ROWS} AND ({_OWN} OR sharing = 'edit')",
    )
)
# What runs by itself for one person, and its files: leaders and the auditor, too, have a report
# sent to themselves.
PERSONS_OWN = Policy("persons_own", f"{BUREAU_ROWS} AND {_OWN}", f"{BUREAU_ROWS} AND {_OWN}")

WALL = (
    *secured(SavedReport, BUILT, is_parent=True, on_trail=True),
    *secured(ReportSchedule, PERSONS_OWN, within={"membership_id": Membership}, on_trail=True),
    *secured(ReportRun, PERSONS_OWN, is_parent=True),
    *secured(ReportRunPart, PERSONS_OWN, within={"run_id": ReportRun}),
)
