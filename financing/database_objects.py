"""The wall around whitelist, consents, demands, feedback and the bank line."""

from oauth2_provider.models import AccessToken

from accounts.database_objects import OWES_FOR_TRIGGERS
from accounts.models import Membership, Organisation, OutboxMessage, User
from accounts.row_security import PUBLIC_READ, TENANT, secured
from database.objects import function, select_grant, sequence, sql_reader, trigger
from enterprises.database_objects import OF_ENTERPRISE
from enterprises.models import Enterprise, YearlyReport
from financing.models import (
    BankAccessChange,
    BankClient,
    ClientRefusal,
    ClientSecret,
    ClientUsage,
    Consent,
    CreditFeedback,
    DemandEvent,
    DemandFile,
    DemandHandling,
    Disclosure,
    FeedbackUpload,
    FeedPurge,
    FeedRow,
    IdempotentAnswer,
    LoanDemand,
    LoanDemandEvent,
    LoanOffer,
    MarketRate,
    Pull,
    SubsidyClaim,
    SubsidyLine,
    SupportPlan,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookSecret,
    WhitelistEntry,
    WhitelistEvent,
)
from financing.row_security import (
    BETWEEN_TWO,
    CONSENT,
    DEMAND,
    DISCLOSED,
    FEED,
    PUT_TO_BANK,
    WHITELIST,
)
from financing.walls import claims as walls_of_claims
from financing.walls.auto import AUTO_GRANTS
from financing.walls.effect import EFFECT
from financing.walls.ledger import LEDGER_OBJECTS
from financing.walls.listings import LISTINGS
from financing.walls.review import CLAIM, LINE, REVIEW
from lifecycle.state_guard import state_guard
from procedures.database_objects import OF_CASE

sql = sql_reader(__file__)
SEARCH = "portal_search"
OF_HANDLING = {"handling_id": DemandHandling}
OF_CLAIM = {"claim_id": SubsidyClaim}
OF_CLIENT = {"client_id": BankClient}
OF_WEBHOOK = {"webhook_id": Webhook}
_CHANGED = "financing_registry_changed"
_EACH_CHANGE = "REFERENCING NEW TABLE AS changed FOR EACH STATEMENT"

_WHITELIST = (
    *secured(WhitelistEntry, WHITELIST, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(WhitelistEvent, TENANT, within={"entry_id": WhitelistEntry}, append_only=True),
    state_guard(WhitelistEntry, WhitelistEvent, "entry_id"),
    *secured(Consent, CONSENT, within=OF_ENTERPRISE, on_trail=True),
    *secured(Disclosure, DISCLOSED, within=OF_ENTERPRISE, append_only=True),
    *secured(SupportPlan, PUT_TO_BANK, within=OF_ENTERPRISE, on_trail=True),
    select_grant(SEARCH, WhitelistEntry),
    function(
        "financing_search(text, integer)",
        sql("financing_search.sql"),
        runs_as=SEARCH,
        models=(WhitelistEntry,),
        needs=(
            "enterprises/function enterprises_bigrams",
            "documents/function documents_plain",
        ),
    ),
    function(
        "financing_sound_search(text, text[], integer)",
        sql("financing_sound_search.sql"),
        runs_as=SEARCH,
        models=(WhitelistEntry,),
        needs=("documents/function documents_sounds", "documents/function documents_plain"),
    ),
)

_DEMANDS = (
    *secured(LoanDemand, DEMAND, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(LoanDemandEvent, TENANT, within={"demand_id": LoanDemand}, append_only=True),
    state_guard(LoanDemand, LoanDemandEvent, "demand_id"),
    *secured(
        DemandHandling, PUT_TO_BANK, within={"demand_id": LoanDemand}, is_parent=True, on_trail=True
    ),
    *secured(LoanOffer, PUT_TO_BANK, within=OF_HANDLING, append_only=True),
    *secured(DemandFile, BETWEEN_TWO, within=OF_HANDLING, append_only=True),
    *secured(DemandEvent, PUT_TO_BANK, within=OF_HANDLING, append_only=True),
    state_guard(DemandHandling, DemandEvent, "handling_id"),
)

_FEEDBACK = (
    *secured(CreditFeedback, PUT_TO_BANK, within=OF_ENTERPRISE, on_trail=True),
    *secured(FeedbackUpload, TENANT),
    *secured(MarketRate, PUBLIC_READ, on_trail=True),
)

_LINE = (
    *secured(BankClient, TENANT, is_parent=True, on_trail=True),
    *secured(ClientSecret, TENANT, within=OF_CLIENT, on_trail=True, hidden=("sha256",)),
    *secured(ClientUsage, TENANT, within=OF_CLIENT),
    *secured(ClientRefusal, TENANT, within=OF_CLIENT),
    *secured(IdempotentAnswer, TENANT, within=OF_CLIENT),
    *secured(BankAccessChange, TENANT, append_only=True),
    *secured(Pull, TENANT),
    *secured(FeedRow, FEED, within=OF_ENTERPRISE),
    *secured(FeedPurge, PUBLIC_READ, append_only=True),
    sequence("financing_feed_seq"),
    *secured(Webhook, TENANT, is_parent=True, on_trail=True),
    *secured(WebhookSecret, TENANT, within=OF_WEBHOOK, on_trail=True, hidden=("sealed",)),
    *secured(WebhookDelivery, TENANT, within=OF_WEBHOOK, is_parent=True),
    *secured(WebhookAttempt, TENANT, within={"delivery_id": WebhookDelivery}),
    function(
        f"{_CHANGED}()",
        sql(f"{_CHANGED}.sql"),
        runs_as=SEARCH,
        models=(WhitelistEntry, OutboxMessage),
        needs=(f"accounts/{OWES_FOR_TRIGGERS.name}",),
    ),
    trigger("tell_banks", Enterprise, "AFTER UPDATE", _EACH_CHANGE, function=_CHANGED),
    trigger("tell_banks_new", YearlyReport, "AFTER INSERT", _EACH_CHANGE, function=_CHANGED),
    trigger("tell_banks", YearlyReport, "AFTER UPDATE", _EACH_CHANGE, function=_CHANGED),
)

# What financing_token_holder reads, and no more.
_SIGN_IN = (
    select_grant(
        SEARCH,
        AccessToken,
        ("id", "user_id", "application_id", "expires", "scope", "resource", "token_checksum"),
    ),
    select_grant(
        SEARCH,
        BankClient,
        (
            "id",
            "name",
            "organisation_id",
            "district_id",
            "membership_id",
            "scopes",
            "allowed_networks",
            "rate_per_minute",
            "disabled_at",
        ),
    ),
    select_grant(
        SEARCH,
        Membership,
        (
            "id",
            "organisation_id",
            "district_id",
            "user_id",
            "duty",
            "is_administrator",
            "is_active",
        ),
    ),
    select_grant(SEARCH, Organisation, ("id", "kind", "name", "is_active")),
    select_grant(SEARCH, User, ("id", "username", "name", "is_active")),
    function(
        "financing_token_holder(text)",
        sql("financing_token_holder.sql"),
        runs_as=SEARCH,
        models=(AccessToken, BankClient, Membership, Organisation, User),
    ),
)

_SUBSIDIES = (
    *secured(SubsidyClaim, CLAIM, within=OF_CASE, is_parent=True, on_trail=True),
    *secured(SubsidyLine, LINE, within=OF_CLAIM, is_parent=True, on_trail=True),
)

DATABASE_OBJECTS = (
    *_WHITELIST,
    *_DEMANDS,
    *_FEEDBACK,
    *_LINE,
    *_SIGN_IN,
    *_SUBSIDIES,
    *walls_of_claims.OBJECTS,
    *REVIEW,
    *LEDGER_OBJECTS,
    *LISTINGS,
    *EFFECT,
    *AUTO_GRANTS,
)

TABLES_WITHOUT_POLICY: dict[str, str] = {
    "oauth2_provider_accesstoken": "read when a bank's program signs in; keeps no token, its hash",
    "oauth2_provider_refreshtoken": "not used by programs; kept by the library",
    "oauth2_provider_grant": "not used by programs; kept by the library",
    "oauth2_provider_idtoken": "not used by programs; kept by the library",
    "oauth2_provider_devicegrant": "not used by programs; kept by the library",
}
