"""The wall around people, organisations, the outbox and the trail."""

from django.db import migrations

from accounts.row_security import RowSecurity, TrailTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("audit", "0002_trail_functions"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        RowSecurity("audit_trailentry", "trail", append_only=True),
        RowSecurity("audit_readentry", "read_log", append_only=True),
        RowSecurity("audit_seal", "trail", append_only=True),
        RowSecurity("accounts_district", "public_read"),
        RowSecurity("accounts_organisation", "organisation"),
        RowSecurity("accounts_membership", "membership"),
        RowSecurity("accounts_invitation", "tenant"),
        RowSecurity("accounts_job", "tenant"),
        RowSecurity("accounts_outboxmessage", "internal"),
        RowSecurity("accounts_notification", "recipient"),
        TrailTrigger("accounts_user"),
        TrailTrigger("accounts_district"),
        TrailTrigger("accounts_organisation"),
        TrailTrigger("accounts_membership"),
        TrailTrigger("accounts_invitation"),
        TrailTrigger("mfa_authenticator", "id", ("data",)),
    ]
