"""The walls around what belongs to a claim for money."""

import financing
from accounts.row_security import IS_BUREAU, TENANT, secured
from database.kept_columns import kept_columns
from database.objects import DatabaseObject, function, select_grant, sql_reader
from enterprises.models import Enterprise
from financing.models import (
    LineDecision,
    Payable,
    Recovery,
    SubsidyClaim,
    SubsidyFile,
    SubsidyGoal,
    SubsidyKey,
    SubsidyLine,
    SubsidyUpload,
)
from procedures.models import Application
from schemes.models import SchemeVersion

SEARCH = "portal_search"
RELATED = "enterprises/function enterprises_related"
GRANTED_AROUND = "financing/function financing_granted_around"
OF_CLAIM = {"claim_id": SubsidyClaim}
OF_LINE = {"claim_id": SubsidyClaim, "line_id": SubsidyLine}
sql = sql_reader(financing.__file__)

OBJECTS: tuple[DatabaseObject, ...] = (
    # What others found to be due is not the enterprise's to write.
    kept_columns(
        SubsidyClaim, ("district_amount", "audited_amount", "approved_amount"), unless=IS_BUREAU
    ),
    *secured(SubsidyKey, TENANT, within=OF_LINE),
    *secured(SubsidyFile, TENANT, within=OF_LINE, on_trail=True),
    *secured(SubsidyUpload, TENANT, within=OF_CLAIM),
    *secured(SubsidyGoal, TENANT, within=OF_CLAIM, on_trail=True),
    # What the functions read, and no more.
    select_grant(SEARCH, SubsidyKey),
    select_grant(
        SEARCH,
        SubsidyClaim,
        (
            "id",
            "application_id",
            "organisation_id",
            "district_id",
            "fiscal_year",
            "exclusion_group",
            "project",
            "approved_amount",
        ),
    ),
    select_grant(
        SEARCH,
        Application,
        (
            "id",
            "state",
            "submitted_at",
            "deleted_at",
            "corrects_id",
            "scheme_version_id",
        ),
    ),
    select_grant(SEARCH, SchemeVersion, ("id", "scheme_id")),
    select_grant(SEARCH, LineDecision, ("id", "claim_id", "line_id", "stage", "verdict")),
    select_grant(SEARCH, Payable, ("id", "application_id", "amount", "state")),
    select_grant(SEARCH, Recovery, ("id", "application_id", "received")),
    function(
        "financing_claim_hits(bigint)",
        sql("financing_claim_hits.sql"),
        runs_as=SEARCH,
        models=(SubsidyKey, SubsidyClaim, Application, LineDecision),
        needs=(RELATED,),
    ),
    function(
        "financing_granted_around(bigint)",
        sql("financing_granted_around.sql"),
        runs_as=SEARCH,
        models=(SubsidyClaim, Application, SchemeVersion, Enterprise, Payable, Recovery),
        needs=(RELATED,),
    ),
    function(
        "financing_group_pays(bigint)",
        sql("financing_group_pays.sql"),
        runs_as=SEARCH,
        models=(SubsidyClaim, Application, SchemeVersion),
        needs=(GRANTED_AROUND,),
    ),
)
