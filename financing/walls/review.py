"""The wall around the review of claims: what audit firms, asked offices and bureaus read."""

from accounts.acting import BUREAU_ACTS
from accounts.row_security import (
    BUREAU_NOTES,
    BUREAUS,
    CITY_WRITES,
    IS_BUREAU,
    TENANT,
    TENANT_ROWS,
    secured,
)
from database.kept_columns import kept_columns
from database.row_security import Policy, flag, setting
from financing.firm_scope import AUDIT_FIRM, READS_WHILE
from financing.models import (
    AuditAssignment,
    AuditEvent,
    CheckFinding,
    CutFile,
    CutNotice,
    CutNoticeEvent,
    FirmAccessChange,
    InquiryLetter,
    LetterAnswer,
    LetterEvent,
    LineDecision,
    Recheck,
    RecheckEvent,
    RecheckSample,
    ReviewTerms,
    SiteVisit,
    SubsidyClaim,
    SubsidyLine,
    VisitPhoto,
)
from lifecycle.state_guard import state_guard

_OF_CLAIM = {"claim_id": SubsidyClaim}
_IS_FIRM = flag(AUDIT_FIRM)
_OWN = setting("sees_organisation", "bigint")
_STATES = ", ".join(f"'{state}'" for state in READS_WHILE)
# The claims that the acting firm works on, read once for a statement.
_ASSIGNED = (
    f"ARRAY(SELECT a.claim_id FROM financing_auditassignment a"  # noqa: S608 - constants
    f" WHERE a.firm_id = {_OWN} AND a.state IN ({_STATES}))"
)
_BY_BUREAU = f"{TENANT_ROWS} AND {IS_BUREAU}"
_OWN_FIRM = f"({_IS_FIRM} AND firm_id = {_OWN})"
# The organisation of whoever acts, also where their duty sees every organisation.
_OWN_OFFICE = (
    "office_id = (SELECT m.organisation_id FROM accounts_membership m"  # noqa: S608 - constants
    f" WHERE m.id = {setting('membership', 'bigint')})"
)


def _or_assigned(rows: str, column: str) -> str:
    return f"({rows}) OR ({_IS_FIRM} AND {column} = ANY ({_ASSIGNED}))"


# Audit firms read the claims that were assigned to them, and write none.
CLAIM = Policy("claim", _or_assigned(TENANT_ROWS, "id"), TENANT_ROWS, TENANT_ROWS)
LINE = Policy("claim_line", _or_assigned(TENANT_ROWS, "claim_id"), TENANT_ROWS, TENANT_ROWS)
# What was decided of a line: the enterprise reads what it is told, in the notice of the cut.
_DECISION = _or_assigned(_BY_BUREAU, "claim_id")
DECISION = Policy("line_decision", _DECISION, _DECISION)
# Bureaus assign; the firm goes on with what it works on, and revives nothing that was taken back.
_AUDIT = f"({_BY_BUREAU}) OR {_OWN_FIRM}"
AUDIT = Policy(
    "audit",
    _AUDIT,
    f"({BUREAU_ACTS}) OR {_OWN_FIRM}",
    change=f"({BUREAU_ACTS}) OR ({_OWN_FIRM} AND state IN ('offered', 'working', 'filed'))",
    make=BUREAU_ACTS,
)
AUDIT_EVENT = Policy("audit", _AUDIT, f"({BUREAU_ACTS}) OR {_OWN_FIRM}")
# The office that is asked answers through the portal, as the holder of the link does.
LETTER = Policy("letter", f"({_BY_BUREAU}) OR ({_OWN_OFFICE})", BUREAU_ACTS, change=BUREAU_ACTS)

REVIEW = (
    *secured(ReviewTerms, CITY_WRITES, on_trail=True),
    *secured(
        LineDecision,
        DECISION,
        within={**_OF_CLAIM, "line_id": SubsidyLine},
        append_only=True,
        on_trail=True,
    ),
    *secured(CheckFinding, BUREAU_NOTES, within=_OF_CLAIM, append_only=True, on_trail=True),
    *secured(
        SiteVisit, BUREAU_NOTES, within=_OF_CLAIM, is_parent=True, append_only=True, on_trail=True
    ),
    *secured(VisitPhoto, BUREAU_NOTES, within={"visit_id": SiteVisit}, append_only=True),
    *secured(CutNotice, TENANT, within=_OF_CLAIM, is_parent=True, on_trail=True),
    *secured(CutNoticeEvent, TENANT, within={"notice_id": CutNotice}, append_only=True),
    state_guard(CutNotice, CutNoticeEvent, "notice_id"),
    *secured(CutFile, TENANT, within={"notice_id": CutNotice}, append_only=True),
    *secured(
        InquiryLetter,
        LETTER,
        within=_OF_CLAIM,
        is_parent=True,
        on_trail=True,
        hidden=("token_sha256",),
    ),
    *secured(LetterEvent, LETTER, within={"letter_id": InquiryLetter}, append_only=True),
    state_guard(InquiryLetter, LetterEvent, "letter_id"),
    *secured(LetterAnswer, LETTER, within={"letter_id": InquiryLetter}, append_only=True),
    *secured(AuditAssignment, AUDIT, within=_OF_CLAIM, is_parent=True, on_trail=True),
    kept_columns(AuditAssignment, ("claim_id", "firm_id", "organisation_id")),
    *secured(AuditEvent, AUDIT_EVENT, within={"assignment_id": AuditAssignment}, append_only=True),
    state_guard(AuditAssignment, AuditEvent, "assignment_id"),
    *secured(FirmAccessChange, TENANT, append_only=True),
    *secured(RecheckSample, BUREAUS, append_only=True, on_trail=True),
    *secured(Recheck, BUREAU_NOTES, within=_OF_CLAIM, is_parent=True, on_trail=True),
    *secured(RecheckEvent, BUREAU_NOTES, within={"recheck_id": Recheck}, append_only=True),
    state_guard(Recheck, RecheckEvent, "recheck_id"),
)
