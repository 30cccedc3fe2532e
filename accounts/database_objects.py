"""The wall around people, organisations and the outbox."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken

from accounts.models import (
    District,
    Invitation,
    Job,
    LeaveCover,
    MailChoice,
    Membership,
    Notification,
    Organisation,
    OutboxMessage,
    User,
)
from accounts.row_security import (
    DISTRICT_ROWS,
    IS_SYSTEM,
    PUBLIC_READ,
    RECIPIENT,
    TENANT,
    TENANT_ROWS,
    secured,
)
from audit.trail_trigger import trail
from database.objects import DatabaseObject, function, select_grant, sql_reader, trigger
from database.row_security import Policy, flag, own

sql = sql_reader(__file__)
SEARCH = "portal_search"
MEMBERSHIP_READ = (
    "id", "organisation_id", "district_id", "user_id", "duty", "is_administrator", "is_active",
    "is_program", "since",
)  # fmt: skip
_OWN_ORGANISATION = f"{DISTRICT_ROWS} AND {own('id', 'organisation')}"
# Authorities and banks are known to all; enterprises to those whose districts they are in. None is
# changed by others for being known to them.
ORGANISATION = Policy(
    "organisation",
    f"kind <> 'enterprise' OR ({_OWN_ORGANISATION})",
    _OWN_ORGANISATION,
    _OWN_ORGANISATION,
)
# The portal's own, and its operator sees what could not be delivered.
UNDELIVERED = Policy("undelivered", f"{IS_SYSTEM} OR {flag('operator')}", IS_SYSTEM, IS_SYSTEM)
# A trigger that owes a message runs as the role of functions.
OWES_FOR_TRIGGERS = DatabaseObject(
    name="right of triggers to owe messages",
    create=f'GRANT INSERT ON "{OutboxMessage._meta.db_table}" TO {SEARCH};',
    drop=f'REVOKE INSERT ON "{OutboxMessage._meta.db_table}" FROM {SEARCH};',
    models=(OutboxMessage,),
)
MEMBERSHIP = Policy("membership", f"({own('user_id', 'user')}) OR ({TENANT_ROWS})", TENANT_ROWS)

DATABASE_OBJECTS = (
    trail(User),
    trail(Authenticator, hidden=("data",)),
    trail(EmailAddress),
    trail(SocialAccount, hidden=("extra_data",)),
    trail(SocialToken, hidden=("token_secret",)),
    *secured(District, PUBLIC_READ, on_trail=True),
    *secured(Organisation, ORGANISATION, on_trail=True),
    *secured(Membership, MEMBERSHIP, is_parent=True, on_trail=True),
    function("accounts_membership_kept()", sql("accounts_membership_kept.sql")),
    trigger(
        "membership_kept",
        Membership,
        "BEFORE UPDATE OF user_id, organisation_id, duty",
        "FOR EACH ROW WHEN ((OLD.user_id, OLD.organisation_id, OLD.duty)"
        " IS DISTINCT FROM (NEW.user_id, NEW.organisation_id, NEW.duty))",
        function="accounts_membership_kept",
    ),
    *secured(Invitation, TENANT, on_trail=True),
    *secured(
        LeaveCover, TENANT, within={"absent_id": Membership, "cover_id": Membership}, on_trail=True
    ),
    *secured(Notification, RECIPIENT),
    *secured(MailChoice, RECIPIENT),
    *secured(OutboxMessage, UNDELIVERED),
    OWES_FOR_TRIGGERS,
    *secured(Job, TENANT),
    # What accounts_present_duties reads, and no more.
    select_grant(SEARCH, Membership, MEMBERSHIP_READ),
    select_grant(SEARCH, Organisation, ("id", "kind", "name", "district_id", "is_active")),
    function(
        "accounts_present_duties(bigint)",
        sql("accounts_present_duties.sql"),
        runs_as=SEARCH,
        models=(Membership, Organisation),
    ),
)

# Tables of the frameworks, read before anybody is known to the portal or without any tenant's data.
TABLES_WITHOUT_POLICY: dict[str, str] = {
    "django_migrations": "schema history",
    "django_content_type": "names of models",
    "django_session": "opaque session data, looked up by its secret key",
    "auth_permission": "names of permissions",
    "auth_group": "names of groups",
    "auth_group_permissions": "names of permissions",
    "accounts_user": "read at sign-in, before a scope exists",
    "accounts_user_groups": "read at sign-in",
    "accounts_user_user_permissions": "read at sign-in",
    "account_emailaddress": "read at sign-in",
    "account_emailconfirmation": "read when an address is confirmed",
    "mfa_authenticator": "read at sign-in",
    "usersessions_usersession": "written at sign-in; read by user_id in the person's own list",
    "socialaccount_socialaccount": "read at sign-in",
    "socialaccount_socialapp": "configuration",
    "socialaccount_socialapp_sites": "configuration",
    "socialaccount_socialtoken": "read at sign-in",
}
