"""The wall and the trail around the registry, and its name search."""

from pathlib import Path

from django.db import migrations

from accounts.row_security import CompositeTenantKey, RowSecurity, TrailTrigger

CHILDREN = (
    "enterprises_yearlyreport",
    "enterprises_product",
    "enterprises_qualification",
    "enterprises_researchunit",
    "enterprises_publishedtitle",
)
SEARCH = Path(__file__).resolve().parent.parent / "bigrams.sql"


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]

    operations = [
        RowSecurity("enterprises_enterprise", "tenant"),
        TrailTrigger("enterprises_enterprise", "organisation_id"),
        RowSecurity("enterprises_enterpriseclaim", "claimant"),
        TrailTrigger("enterprises_enterpriseclaim"),
        RowSecurity("enterprises_savedfilter", "tenant"),
        RowSecurity("enterprises_importbatch", "tenant"),
        TrailTrigger("enterprises_importbatch"),
        RowSecurity("enterprises_importrow", "tenant"),
        *(RowSecurity(table, "tenant") for table in CHILDREN),
        *(TrailTrigger(table) for table in CHILDREN),
        *(
            CompositeTenantKey(
                table, "enterprises_enterprise", "organisation_id", "organisation_id"
            )
            for table in CHILDREN
        ),
        migrations.RunSQL(
            SEARCH.read_text(encoding="utf-8"),
            "DROP FUNCTION enterprises_search(text, integer);"
            "DROP INDEX enterprises_enterprise_bigrams; DROP FUNCTION enterprises_bigrams(text);",
        ),
    ]
