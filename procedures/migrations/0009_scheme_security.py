"""Applications get their version; the new tables their policies; published versions their guard."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from accounts.row_security import CompositeTenantKey, RowSecurity, TrailTrigger

GUARD = Path(__file__).resolve().parent.parent / "version_guard.sql"
# The release beside, which knows no version of an application, goes on inserting until it stops.
FILL_VERSION = """
CREATE FUNCTION procedures_fill_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.scheme_version_id IS NULL THEN
    SELECT version_id INTO NEW.scheme_version_id FROM procedures_batch WHERE id = NEW.batch_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fill_version BEFORE INSERT ON procedures_application
  FOR EACH ROW EXECUTE FUNCTION procedures_fill_version();
"""
# The owner, who migrates, is under the policies too: for one statement he is not.
GIVE_VERSIONS = """
ALTER TABLE procedures_application NO FORCE ROW LEVEL SECURITY;
UPDATE procedures_application SET scheme_version_id = batch.version_id
  FROM procedures_batch batch WHERE batch.id = batch_id AND scheme_version_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE procedures_application FORCE ROW LEVEL SECURITY;
ALTER TABLE procedures_application ADD CONSTRAINT application_has_version
  CHECK (scheme_version_id IS NOT NULL) NOT VALID;
ALTER TABLE procedures_application VALIDATE CONSTRAINT application_has_version;
"""
UNPUBLISHED_TO_BUREAUS = "".join(
    f'DROP POLICY public_read_{act} ON "procedures_schemeversion";'
    for act in ("read", "insert", "update", "delete")
)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0008_scheme_designer")]

    operations = [
        migrations.RunSQL(
            FILL_VERSION,
            "DROP TRIGGER fill_version ON procedures_application;"
            "DROP FUNCTION procedures_fill_version();",
        ),
        migrations.RunSQL(
            GIVE_VERSIONS,
            "ALTER TABLE procedures_application DROP CONSTRAINT application_has_version;",
            # The check keeps out what NOT NULL would, without a lock on all of the table.
            state_operations=[
                migrations.AlterField(
                    "application",
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="procedures.schemeversion",
                    ),
                )
            ],
        ),
        migrations.RunSQL(UNPUBLISHED_TO_BUREAUS, migrations.RunSQL.noop),
        RowSecurity("procedures_schemeversion", "published"),
        RowSecurity("procedures_simulation", "bureaus"),
        RowSecurity("procedures_schemewatch", "tenant"),
        CompositeTenantKey(
            "procedures_schemewatch", "enterprises_enterprise", "organisation_id", "organisation_id"
        ),
        TrailTrigger("procedures_simulation"),
        TrailTrigger("procedures_schemewatch"),
        migrations.RunSQL(
            GUARD.read_text(encoding="utf-8"),
            "DROP TRIGGER undeleted_version ON procedures_schemeversion;",
        ),
    ]
