from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_database_objects"),
        ("audit", "0002_database_objects"),
        ("pages", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of pages_listpreference",
            create="""
            ALTER TABLE "pages_listpreference" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "pages_listpreference" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "pages_listpreference" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "pages_listpreference" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "pages_listpreference" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "pages_listpreference" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "pages_listpreference";
            DROP POLICY tenant_insert ON "pages_listpreference";
            DROP POLICY tenant_update ON "pages_listpreference";
            DROP POLICY tenant_delete ON "pages_listpreference";
            ALTER TABLE "pages_listpreference" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "pages_listpreference" DISABLE ROW LEVEL SECURITY;
            """,
            digest="4181d8aaa057aa9e",
        ),
        database.operations.CreateObject(
            name="tenant key membership_id of pages_listpreference",
            create="""
            ALTER TABLE "pages_listpreference" ADD CONSTRAINT pages_listpreference_membership_id_tenant
              FOREIGN KEY (membership_id, organisation_id, district_id)
              REFERENCES "accounts_membership" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "pages_listpreference" DROP CONSTRAINT pages_listpreference_membership_id_tenant;
            """,
            needs=("accounts/tenant key of accounts_membership",),
            digest="95908c05f5cda7b3",
        ),
        database.operations.CreateObject(
            name="row security of pages_listexport",
            create="""
            ALTER TABLE "pages_listexport" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "pages_listexport" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "pages_listexport" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "pages_listexport" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "pages_listexport" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "pages_listexport" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "pages_listexport" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "pages_listexport";
            DROP POLICY tenant_insert ON "pages_listexport";
            DROP POLICY tenant_update ON "pages_listexport";
            DROP POLICY tenant_delete ON "pages_listexport";
            ALTER TABLE "pages_listexport" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "pages_listexport" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "pages_listexport" TO portal_app;
            """,
            digest="00bbcb5c676cacb1",
        ),
        database.operations.CreateObject(
            name="trail of pages_listexport",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "pages_listexport"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "pages_listexport"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "pages_listexport"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "pages_listexport";
            DROP TRIGGER trail_update ON "pages_listexport";
            DROP TRIGGER trail_delete ON "pages_listexport";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="8fcb31711a089aaa",
        ),
        database.operations.CreateObject(
            name="row security of pages_stagedimport",
            create="""
            ALTER TABLE "pages_stagedimport" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "pages_stagedimport" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "pages_stagedimport" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "pages_stagedimport" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "pages_stagedimport" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "pages_stagedimport" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "pages_stagedimport";
            DROP POLICY tenant_insert ON "pages_stagedimport";
            DROP POLICY tenant_update ON "pages_stagedimport";
            DROP POLICY tenant_delete ON "pages_stagedimport";
            ALTER TABLE "pages_stagedimport" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "pages_stagedimport" DISABLE ROW LEVEL SECURITY;
            """,
            digest="8ad4251a7a824a3c",
        ),
        database.operations.CreateObject(
            name="trail of pages_stagedimport",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "pages_stagedimport"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token', 'rows', 'problems');
            CREATE TRIGGER trail_update AFTER UPDATE ON "pages_stagedimport"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token', 'rows', 'problems');
            CREATE TRIGGER trail_delete AFTER DELETE ON "pages_stagedimport"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token', 'rows', 'problems');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "pages_stagedimport";
            DROP TRIGGER trail_update ON "pages_stagedimport";
            DROP TRIGGER trail_delete ON "pages_stagedimport";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="90cff85738f15125",
        ),
    ]
