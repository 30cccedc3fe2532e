"""The wall around reports that write themselves."""

from accounts.acting import ACTS, acted
from accounts.row_security import BUREAUS, IS_BUREAU, IS_CITY, RECIPIENT, secured
from database.row_security import Policy, own, setting
from lifecycle.state_guard import state_guard
from reports.models import (
    Paper,
    PaperEvent,
    PaperFile,
    PaperLogLine,
    PaperRecipient,
    PaperSchedule,
    PaperSubscription,
    PaperTemplate,
)

# Drafts are the city's; what was issued is read by the bureaus of the districts it went to.
PAPERS = acted(
    Policy(
        "papers",
        f"{IS_CITY} OR ({IS_BUREAU} AND state IN ('issued', 'archived')"
        f" AND audience && {setting('districts', 'bigint[]')}::bigint[])",
        IS_CITY,
        IS_CITY,
    )
)
# What belongs to a paper is there for whom the paper is.
OF_A_PAPER = acted(
    Policy(
        "of_a_paper",
        "EXISTS (SELECT 1 FROM reports_paper paper WHERE paper.id = paper_id)",
        IS_CITY,
        IS_CITY,
    )
)
OF_THE_CITY = acted(Policy("of_the_city", IS_CITY, IS_CITY, IS_CITY))
OF_BUREAUS = acted(BUREAUS)
# The city knows who got a paper; the recipient notes that it was opened.
_GOT_IT = own("recipient_id", "user")
_NOTES_IT = f"({IS_CITY} AND {ACTS}) OR {_GOT_IT}"
ISSUED_TO = Policy("issued_to", f"{IS_CITY} OR {_GOT_IT}", _NOTES_IT, _NOTES_IT)

WALL = (
    *secured(PaperTemplate, OF_BUREAUS, append_only=True, on_trail=True, hidden=("headings",)),
    *secured(PaperSchedule, OF_BUREAUS, on_trail=True),
    *secured(Paper, PAPERS, on_trail=True, hidden=("data",)),
    *secured(PaperEvent, OF_A_PAPER, append_only=True),
    state_guard(Paper, PaperEvent, "paper_id"),
    *secured(PaperFile, OF_A_PAPER),
    *secured(PaperLogLine, OF_THE_CITY, append_only=True),
    *secured(PaperRecipient, ISSUED_TO),
    *secured(PaperSubscription, RECIPIENT),
)
