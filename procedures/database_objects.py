"""The wall around schemes, cases, experts and notices."""

from accounts.row_security import (
    BUREAU_NOTES,
    BUREAUS,
    DISTRICT_ROWS,
    IS_BUREAU,
    IS_CITY,
    PUBLIC_READ,
    TENANT,
    TENANT_ROWS,
    secured,
)
from database.row_security import Policy, own
from documents.title_index import titles
from enterprises.database_objects import OF_ENTERPRISE
from lifecycle.state_guard import state_guard
from procedures.models import (
    Application,
    ApplicationFile,
    Batch,
    BatchExtension,
    CaseAssignment,
    CaseEvent,
    CaseMessage,
    CaseMessageFile,
    CaseNote,
    ConditionJudgement,
    DistrictQuota,
    Expert,
    ExpertTie,
    HolidayYear,
    InvestigationNote,
    NoticeEntry,
    Objection,
    ObjectionEvent,
    ObjectionEvidence,
    PanelCase,
    PanelCaseEvent,
    PublicNotice,
    PublicNoticeEvent,
    ReturnItem,
    ReviewPanel,
    ReviewPanelEvent,
    ScoreSheet,
    ScoreSheetEvent,
    Simulation,
    SimulationPart,
    Snapshot,
    Waiver,
)

# What experts are, declare and score: theirs, and the bureaus'. Never the enterprise's.
_OWN_OR_CITY = f"({own('user_id', 'user')}) OR {IS_CITY}"
OWN_OR_BUREAUS = Policy(
    "own_or_bureaus", f"({own('user_id', 'user')}) OR {IS_BUREAU}", _OWN_OR_CITY, _OWN_OR_CITY
)
_REVIEWING = f"{IS_BUREAU} AND {DISTRICT_ROWS}"
REVIEWING = Policy("reviewing", _REVIEWING, _REVIEWING)
_SCORE_SHEET = f"({own('reviewer_id', 'user')}) OR ({_REVIEWING})"
SCORE_SHEET = Policy("score_sheet", _SCORE_SHEET, _SCORE_SHEET)
# Who objects and what was found out about it: the city's investigators alone.
_INVESTIGATION = f"{TENANT_ROWS} AND {IS_CITY}"
INVESTIGATION = Policy("investigation", _INVESTIGATION, _INVESTIGATION)

# Terms are counted for everybody, also for the public; the city enters the holidays.
HOLIDAYS = Policy("holidays", "true", IS_CITY, IS_CITY)

OF_CASE = {"application_id": Application}
OF_OBJECTION = {"objection_id": Objection}

DATABASE_OBJECTS = (
    *secured(Simulation, BUREAUS, on_trail=True),
    *secured(SimulationPart, BUREAUS),
    *secured(Batch, PUBLIC_READ, on_trail=True),
    *secured(BatchExtension, PUBLIC_READ, append_only=True, on_trail=True),
    *secured(DistrictQuota, PUBLIC_READ, on_trail=True),
    *secured(HolidayYear, HOLIDAYS, on_trail=True),
    *secured(Application, TENANT, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *titles(Application, TENANT),
    *secured(ApplicationFile, TENANT, within=OF_CASE, on_trail=True),
    *secured(Snapshot, TENANT, within=OF_CASE, append_only=True),
    *secured(CaseEvent, TENANT, within=OF_CASE, append_only=True),
    state_guard(Application, CaseEvent, "application_id"),
    *secured(ReturnItem, TENANT, within=OF_CASE, on_trail=True),
    *secured(Waiver, TENANT, within=OF_CASE, on_trail=True),
    *secured(CaseAssignment, BUREAU_NOTES, within=OF_CASE, append_only=True, on_trail=True),
    *secured(
        CaseNote,
        BUREAU_NOTES,
        within=OF_CASE,
        append_only=True,
        on_trail=True,
        hidden=("text",),
    ),
    *secured(
        CaseMessage,
        TENANT,
        within=OF_CASE,
        is_parent=True,
        append_only=True,
        on_trail=True,
        hidden=("text",),
    ),
    *secured(
        CaseMessageFile,
        TENANT,
        within={"message_id": CaseMessage},
        append_only=True,
        on_trail=True,
    ),
    *secured(ConditionJudgement, TENANT, within=OF_CASE, on_trail=True),
    *secured(Expert, OWN_OR_BUREAUS, on_trail=True),
    *secured(ExpertTie, OWN_OR_BUREAUS, on_trail=True),
    *secured(ReviewPanel, BUREAUS, on_trail=True),
    *secured(ReviewPanelEvent, BUREAUS, append_only=True),
    state_guard(ReviewPanel, ReviewPanelEvent, "panel_id"),
    *secured(PanelCase, REVIEWING, within=OF_CASE, is_parent=True, on_trail=True),
    *secured(PanelCaseEvent, REVIEWING, within={"panel_case_id": PanelCase}, append_only=True),
    state_guard(PanelCase, PanelCaseEvent, "panel_case_id"),
    *secured(
        ScoreSheet,
        SCORE_SHEET,
        within={"panel_case_id": PanelCase},
        is_parent=True,
        on_trail=True,
    ),
    *secured(ScoreSheetEvent, SCORE_SHEET, within={"sheet_id": ScoreSheet}, append_only=True),
    state_guard(ScoreSheet, ScoreSheetEvent, "sheet_id"),
    *secured(PublicNotice, PUBLIC_READ, on_trail=True),
    *titles(PublicNotice, PUBLIC_READ),
    *secured(PublicNoticeEvent, BUREAUS, append_only=True),
    state_guard(PublicNotice, PublicNoticeEvent, "notice_id"),
    *secured(NoticeEntry, PUBLIC_READ, on_trail=True),
    *secured(
        Objection,
        INVESTIGATION,
        within=OF_CASE,
        is_parent=True,
        on_trail=True,
        hidden=("name", "contact", "text"),
    ),
    *secured(ObjectionEvent, INVESTIGATION, within=OF_OBJECTION, append_only=True),
    state_guard(Objection, ObjectionEvent, "objection_id"),
    *secured(
        ObjectionEvidence,
        INVESTIGATION,
        within=OF_OBJECTION,
        append_only=True,
        on_trail=True,
        hidden=("attachment_id",),
    ),
    *secured(
        InvestigationNote,
        INVESTIGATION,
        within=OF_OBJECTION,
        append_only=True,
        on_trail=True,
        hidden=("text",),
    ),
)
