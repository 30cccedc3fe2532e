from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_database_objects"),
        ("documents", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of documents_attachment",
            create="""
            ALTER TABLE "documents_attachment" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "documents_attachment" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "documents_attachment" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "documents_attachment" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "documents_attachment" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "documents_attachment" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "documents_attachment";
            DROP POLICY tenant_insert ON "documents_attachment";
            DROP POLICY tenant_update ON "documents_attachment";
            DROP POLICY tenant_delete ON "documents_attachment";
            ALTER TABLE "documents_attachment" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "documents_attachment" DISABLE ROW LEVEL SECURITY;
            """,
            digest="e629e27c49d80de0",
        ),
        database.operations.CreateObject(
            name="trail of documents_attachment",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "documents_attachment"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token', 'name');
            CREATE TRIGGER trail_update AFTER UPDATE ON "documents_attachment"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token', 'name');
            CREATE TRIGGER trail_delete AFTER DELETE ON "documents_attachment"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token', 'name');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "documents_attachment";
            DROP TRIGGER trail_update ON "documents_attachment";
            DROP TRIGGER trail_delete ON "documents_attachment";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="6ac910b72fc065cf",
        ),
    ]
