"""The wall around the registry, and the search of names."""

from accounts.row_security import TENANT, TENANT_ROWS, secured
from database.objects import DatabaseObject, function, select_grant, sql_reader
from database.row_security import Policy, own
from documents.title_index import titles
from enterprises.models import (
    ClaimEvent,
    CreditRecord,
    Enterprise,
    EnterpriseClaim,
    EntryProposal,
    EntryProposalEvent,
    FormerName,
    IdentityChange,
    IdentityChangeEvent,
    ImportBatch,
    ImportBatchEvent,
    ImportRow,
    PoolEvent,
    Product,
    PublishedTitle,
    Qualification,
    RegistrationEvent,
    ResearchUnit,
    Shareholder,
    YearlyReport,
    YearlyReportEvent,
)
from lifecycle.state_guard import state_guard

sql = sql_reader(__file__)
_ITS_CLAIMANT = f"({own('claimant_id', 'user')}) OR ({TENANT_ROWS})"
CLAIMANT = Policy("claimant", _ITS_CLAIMANT, _ITS_CLAIMANT)
OF_ENTERPRISE = {"organisation_id": Enterprise}
_BIGRAMS = function("enterprises_bigrams(text)", sql("enterprises_bigrams.sql"))
_SOUNDS = "documents/function documents_sounds"
_PLAIN = "documents/function documents_plain"

DATABASE_OBJECTS = (
    *secured(Enterprise, TENANT, is_parent=True, on_trail=True),
    *secured(YearlyReport, TENANT, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(YearlyReportEvent, TENANT, within={"report_id": YearlyReport}, append_only=True),
    state_guard(YearlyReport, YearlyReportEvent, "report_id"),
    *secured(Product, TENANT, within=OF_ENTERPRISE, on_trail=True),
    *secured(Qualification, TENANT, within=OF_ENTERPRISE, on_trail=True),
    *secured(ResearchUnit, TENANT, within=OF_ENTERPRISE, on_trail=True),
    *secured(Shareholder, TENANT, within=OF_ENTERPRISE, on_trail=True),
    *secured(PublishedTitle, TENANT, within=OF_ENTERPRISE, on_trail=True),
    *titles(PublishedTitle, TENANT),
    *secured(FormerName, TENANT, within=OF_ENTERPRISE, on_trail=True),
    *secured(CreditRecord, TENANT, within=OF_ENTERPRISE, on_trail=True),
    *secured(PoolEvent, TENANT, within=OF_ENTERPRISE, append_only=True),
    *secured(RegistrationEvent, TENANT, within=OF_ENTERPRISE, append_only=True),
    state_guard(
        Enterprise,
        RegistrationEvent,
        "enterprise_id",
        state="registration_state",
        key="organisation_id",
    ),
    *secured(EnterpriseClaim, CLAIMANT, is_parent=True, on_trail=True),
    *secured(ClaimEvent, CLAIMANT, within={"claim_id": EnterpriseClaim}, append_only=True),
    state_guard(EnterpriseClaim, ClaimEvent, "claim_id"),
    *secured(EntryProposal, TENANT, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(EntryProposalEvent, TENANT, within={"proposal_id": EntryProposal}, append_only=True),
    state_guard(EntryProposal, EntryProposalEvent, "proposal_id"),
    *secured(IdentityChange, TENANT, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(IdentityChangeEvent, TENANT, within={"change_id": IdentityChange}, append_only=True),
    state_guard(IdentityChange, IdentityChangeEvent, "change_id"),
    *secured(ImportBatch, TENANT, is_parent=True, on_trail=True),
    *secured(ImportBatchEvent, TENANT, within={"batch_id": ImportBatch}, append_only=True),
    state_guard(ImportBatch, ImportBatchEvent, "batch_id"),
    *secured(ImportRow, TENANT, within={"batch_id": ImportBatch}),
    _BIGRAMS,
    DatabaseObject(
        name="index enterprises_enterprise_bigrams",
        create="""
            CREATE INDEX enterprises_enterprise_bigrams ON enterprises_enterprise
              USING gin (enterprises_bigrams(documents_plain(name)))
              -- Kept short, in kB: a search reads the list of entries not in the index proper yet.
              WITH (gin_pending_list_limit = 256);
        """,
        drop="DROP INDEX enterprises_enterprise_bigrams;",
        models=(Enterprise,),
        needs=(_BIGRAMS.name, _PLAIN),
    ),
    DatabaseObject(
        name="index enterprises_enterprise_sounds",
        create="""
            CREATE INDEX enterprises_enterprise_sounds ON enterprises_enterprise
              USING gin (documents_sounds(name))
              WITH (gin_pending_list_limit = 256);
        """,
        drop="DROP INDEX enterprises_enterprise_sounds;",
        models=(Enterprise,),
        needs=(_SOUNDS,),
    ),
    DatabaseObject(
        name="index enterprises_enterprise_code_bigrams",
        create="""
            CREATE INDEX enterprises_enterprise_code_bigrams ON enterprises_enterprise
              USING gin (enterprises_bigrams(credit_code))
              WITH (gin_pending_list_limit = 256);
        """,
        drop="DROP INDEX enterprises_enterprise_code_bigrams;",
        models=(Enterprise,),
        needs=(_BIGRAMS.name,),
    ),
    select_grant("portal_search", Enterprise),
    # What `enterprises_related` asks of shareholders, where it runs past the wall, and no more.
    select_grant(
        "portal_search",
        Shareholder,
        ("organisation_id", "kind", "credit_code", "id_tail", "percent", "identity"),
    ),
    function(
        "enterprises_related(bigint)",
        sql("enterprises_related.sql"),
        models=(Enterprise, Shareholder),
    ),
    function(
        "enterprises_code_search(text, integer)",
        sql("enterprises_code_search.sql"),
        runs_as="portal_search",
        models=(Enterprise,),
        needs=(_BIGRAMS.name,),
    ),
    function(
        "enterprises_search_places(text)",
        sql("enterprises_search_places.sql"),
        runs_as="portal_search",
        models=(Enterprise,),
        needs=(_BIGRAMS.name, _PLAIN),
    ),
    function(
        "enterprises_sound_places(text, text[])",
        sql("enterprises_sound_places.sql"),
        runs_as="portal_search",
        models=(Enterprise,),
        needs=(_SOUNDS, _PLAIN),
    ),
    # Only the owner of an index may read its statistics: it runs as who migrates.
    function(
        "enterprises_common_bigrams()",
        sql("enterprises_common_bigrams.sql"),
        models=(Enterprise,),
        needs=("index enterprises_enterprise_bigrams",),
    ),
    function(
        "enterprises_common_sounds()",
        sql("enterprises_common_sounds.sql"),
        models=(Enterprise,),
        needs=("index enterprises_enterprise_sounds",),
    ),
    function(
        "enterprises_search(text, integer)",
        sql("enterprises_search.sql"),
        runs_as="portal_search",
        models=(Enterprise,),
        needs=(_BIGRAMS.name, _PLAIN),
    ),
)
