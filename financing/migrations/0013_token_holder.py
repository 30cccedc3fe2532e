"""Finding the program that bears a token, with a plan that is kept."""

from pathlib import Path

from django.db import migrations

HOLDER = Path(__file__).resolve().parent.parent / "token_holder.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("financing", "0012_bank_console"),
        ("oauth2_provider", "0018_resource_indicators"),
    ]

    operations = [
        migrations.RunSQL(
            HOLDER.read_text(encoding="utf-8"),
            "DROP FUNCTION financing_token_holder(text);"
            "REVOKE ALL ON oauth2_provider_accesstoken, financing_bankclient, accounts_membership,"
            " accounts_organisation, accounts_user FROM portal_search;",
        ),
    ]
