from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_database_objects"),
        ("lifecycle", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of lifecycle_bulkrun",
            create="""
            ALTER TABLE "lifecycle_bulkrun" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "lifecycle_bulkrun" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "lifecycle_bulkrun" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "lifecycle_bulkrun" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "lifecycle_bulkrun" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "lifecycle_bulkrun" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "lifecycle_bulkrun";
            DROP POLICY tenant_insert ON "lifecycle_bulkrun";
            DROP POLICY tenant_update ON "lifecycle_bulkrun";
            DROP POLICY tenant_delete ON "lifecycle_bulkrun";
            ALTER TABLE "lifecycle_bulkrun" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "lifecycle_bulkrun" DISABLE ROW LEVEL SECURITY;
            """,
            digest="0832598a9a042eb9",
        ),
        database.operations.CreateObject(
            name="tenant key of lifecycle_bulkrun",
            create="""
            ALTER TABLE "lifecycle_bulkrun" ADD CONSTRAINT lifecycle_bulkrun_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "lifecycle_bulkrun" DROP CONSTRAINT lifecycle_bulkrun_tenant_key;
            """,
            digest="aa299267024e7a1a",
        ),
        database.operations.CreateObject(
            name="trail of lifecycle_bulkrun",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "lifecycle_bulkrun"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "lifecycle_bulkrun"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "lifecycle_bulkrun"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "lifecycle_bulkrun";
            DROP TRIGGER trail_update ON "lifecycle_bulkrun";
            DROP TRIGGER trail_delete ON "lifecycle_bulkrun";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="9400d566ba8822d4",
        ),
        database.operations.CreateObject(
            name="row security of lifecycle_bulkitem",
            create="""
            ALTER TABLE "lifecycle_bulkitem" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "lifecycle_bulkitem" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "lifecycle_bulkitem" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "lifecycle_bulkitem" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "lifecycle_bulkitem" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "lifecycle_bulkitem" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "lifecycle_bulkitem";
            DROP POLICY tenant_insert ON "lifecycle_bulkitem";
            DROP POLICY tenant_update ON "lifecycle_bulkitem";
            DROP POLICY tenant_delete ON "lifecycle_bulkitem";
            ALTER TABLE "lifecycle_bulkitem" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "lifecycle_bulkitem" DISABLE ROW LEVEL SECURITY;
            """,
            digest="c064fd12033eb0a7",
        ),
        database.operations.CreateObject(
            name="tenant key run_id of lifecycle_bulkitem",
            create="""
            ALTER TABLE "lifecycle_bulkitem" ADD CONSTRAINT lifecycle_bulkitem_run_id_tenant
              FOREIGN KEY (run_id, organisation_id, district_id)
              REFERENCES "lifecycle_bulkrun" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "lifecycle_bulkitem" DROP CONSTRAINT lifecycle_bulkitem_run_id_tenant;
            """,
            needs=("lifecycle/tenant key of lifecycle_bulkrun",),
            digest="7aab113efca05912",
        ),
    ]
