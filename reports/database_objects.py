"""The wall around the tables of reports."""

from reports.walls import assessment, builder, casebook, facts, plans, supervision

DATABASE_OBJECTS = (
    *plans.WALL,
    *facts.WALL,
    *casebook.WALL,
    *builder.WALL,
    *supervision.WALL,
    *assessment.WALL,
from accounts.row_security import (
    BUREAUS,
    CITY_WRITES,
    IS_BUREAU,
    IS_CITY,
    IS_SYSTEM,
    RECIPIENT,
    TENANT_ROWS,
    secured,
)
from database.row_security import Policy, own, setting
from lifecycle.state_guard import state_guard
from reports.models import (
    CountedStay,
    DailySnapshot,
    DistrictShare,
    Fact,
    Paper,
    PaperEvent,
    PaperFile,
    PaperLogLine,
    PaperRecipient,
    PaperSchedule,
    PaperSubscription,
    PaperTemplate,
    Placement,
    Plan,
    Target,
)

# Computed by the portal alone, and read by whom the enterprises concern.
COMPUTED = Policy("computed", TENANT_ROWS, IS_SYSTEM, IS_SYSTEM)
# Sums that name no enterprise: a bureau compares its district with the others.
SUMS = Policy("sums", IS_BUREAU, IS_SYSTEM, IS_SYSTEM)
# Drafts are the city's; what was issued is read by the bureaus of the districts it went to.
PAPERS = Policy(
    "papers",
    f"{IS_CITY} OR ({IS_BUREAU} AND state IN ('issued', 'archived')"
    f" AND audience && {setting('districts', 'bigint[]')}::bigint[])",
    IS_CITY,
    IS_CITY,
)
# What belongs to a paper is there for whom the paper is.
OF_A_PAPER = Policy(
    "of_a_paper",
    "EXISTS (SELECT 1 FROM reports_paper paper WHERE paper.id = paper_id)",
    IS_CITY,
    IS_CITY,
)
OF_THE_CITY = Policy("of_the_city", IS_CITY, IS_CITY, IS_CITY)
# The city knows who got a paper; the recipient notes that it was opened.
_GOT_IT = f"{IS_CITY} OR {own('recipient_id', 'user')}"
ISSUED_TO = Policy("issued_to", _GOT_IT, _GOT_IT, _GOT_IT)

DATABASE_OBJECTS = (
    *secured(Plan, CITY_WRITES, on_trail=True),
    *secured(Target, CITY_WRITES, on_trail=True),
    *secured(DistrictShare, CITY_WRITES, on_trail=True),
    *secured(Placement, COMPUTED),
    *secured(CountedStay, COMPUTED),
    *secured(DailySnapshot, SUMS),
    *secured(Fact, SUMS),
    *secured(PaperTemplate, BUREAUS, append_only=True, on_trail=True, hidden=("headings",)),
    *secured(PaperSchedule, BUREAUS, on_trail=True),
    *secured(Paper, PAPERS, on_trail=True, hidden=("data",)),
    *secured(PaperEvent, OF_A_PAPER, append_only=True),
    state_guard(Paper, PaperEvent, "paper_id"),
    *secured(PaperFile, OF_A_PAPER),
    *secured(PaperLogLine, OF_THE_CITY, append_only=True),
    *secured(PaperRecipient, ISSUED_TO),
    *secured(PaperSubscription, RECIPIENT),
)
