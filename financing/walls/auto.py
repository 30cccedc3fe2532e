"""The walls around money without a claim, and around who asks to be told of money."""

import financing
from accounts.row_security import IS_CITY, IS_SYSTEM, TENANT, secured
from database.objects import DatabaseObject, function, sql_reader
from database.row_security import Policy, flag
from enterprises.database_objects import OF_ENTERPRISE
from financing.models import (
    GrantCandidate,
    GrantCandidateEvent,
    GrantList,
    GrantListEvent,
    MoneyAlert,
    SubsidyClaim,
)
from financing.walls.claims import GRANTED_AROUND
from lifecycle.state_guard import state_guard

sql = sql_reader(financing.__file__)
_KEEP = f"{IS_CITY} OR {IS_SYSTEM}"
# The city draws the lists up; what enterprises are shown of one is copied to its candidates.
GRANT_LIST = Policy("grant_list", f"{_KEEP} OR {flag('trail')}", _KEEP, change=_KEEP)

AUTO_GRANTS: tuple[DatabaseObject, ...] = (
    *secured(GrantList, GRANT_LIST, on_trail=True),
    *secured(GrantListEvent, GRANT_LIST, append_only=True),
    state_guard(GrantList, GrantListEvent, "list_id"),
    *secured(GrantCandidate, TENANT, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(
        GrantCandidateEvent, TENANT, within={"candidate_id": GrantCandidate}, append_only=True
    ),
    state_guard(GrantCandidate, GrantCandidateEvent, "candidate_id"),
    *secured(MoneyAlert, TENANT, within=OF_ENTERPRISE),
    function(
        "financing_pays_around(bigint)",
        sql("financing_pays_around.sql"),
        runs_as="portal_search",
        models=(SubsidyClaim,),
        needs=(GRANTED_AROUND,),
    ),
)
