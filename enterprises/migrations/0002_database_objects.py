from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_database_objects"),
        ("enterprises", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of enterprises_enterprise",
            create="""
            ALTER TABLE "enterprises_enterprise" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_enterprise" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_enterprise" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_enterprise" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_enterprise" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_enterprise" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_enterprise";
            DROP POLICY tenant_insert ON "enterprises_enterprise";
            DROP POLICY tenant_update ON "enterprises_enterprise";
            DROP POLICY tenant_delete ON "enterprises_enterprise";
            ALTER TABLE "enterprises_enterprise" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_enterprise" DISABLE ROW LEVEL SECURITY;
            """,
            digest="a9d86a8a0342fd30",
        ),
        database.operations.CreateObject(
            name="tenant key of enterprises_enterprise",
            create="""
            ALTER TABLE "enterprises_enterprise" ADD CONSTRAINT enterprises_enterprise_tenant_key UNIQUE (organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "enterprises_enterprise" DROP CONSTRAINT enterprises_enterprise_tenant_key;
            """,
            digest="25e4eb2581dfef25",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_enterprise",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_enterprise"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('organisation_id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_enterprise"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('organisation_id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_enterprise"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('organisation_id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_enterprise";
            DROP TRIGGER trail_update ON "enterprises_enterprise";
            DROP TRIGGER trail_delete ON "enterprises_enterprise";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="205dd360e07984bb",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_yearlyreport",
            create="""
            ALTER TABLE "enterprises_yearlyreport" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_yearlyreport" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_yearlyreport" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_yearlyreport" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_yearlyreport" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_yearlyreport" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_yearlyreport";
            DROP POLICY tenant_insert ON "enterprises_yearlyreport";
            DROP POLICY tenant_update ON "enterprises_yearlyreport";
            DROP POLICY tenant_delete ON "enterprises_yearlyreport";
            ALTER TABLE "enterprises_yearlyreport" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_yearlyreport" DISABLE ROW LEVEL SECURITY;
            """,
            digest="3caf60134975de7a",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of enterprises_yearlyreport",
            create="""
            ALTER TABLE "enterprises_yearlyreport" ADD CONSTRAINT enterprises_yearlyreport_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_yearlyreport" DROP CONSTRAINT enterprises_yearlyreport_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="aa7690d01379b515",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_yearlyreport",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_yearlyreport"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_yearlyreport"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_yearlyreport"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_yearlyreport";
            DROP TRIGGER trail_update ON "enterprises_yearlyreport";
            DROP TRIGGER trail_delete ON "enterprises_yearlyreport";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="d60364b5884a3eb3",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_product",
            create="""
            ALTER TABLE "enterprises_product" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_product" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_product" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_product" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_product" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_product" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_product";
            DROP POLICY tenant_insert ON "enterprises_product";
            DROP POLICY tenant_update ON "enterprises_product";
            DROP POLICY tenant_delete ON "enterprises_product";
            ALTER TABLE "enterprises_product" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_product" DISABLE ROW LEVEL SECURITY;
            """,
            digest="b04c3b1f0b9f296b",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of enterprises_product",
            create="""
            ALTER TABLE "enterprises_product" ADD CONSTRAINT enterprises_product_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_product" DROP CONSTRAINT enterprises_product_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="5a2d1199dd9d1b95",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_product",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_product"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_product"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_product"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_product";
            DROP TRIGGER trail_update ON "enterprises_product";
            DROP TRIGGER trail_delete ON "enterprises_product";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="075166ad4039d46d",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_qualification",
            create="""
            ALTER TABLE "enterprises_qualification" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_qualification" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_qualification" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_qualification" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_qualification" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_qualification" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_qualification";
            DROP POLICY tenant_insert ON "enterprises_qualification";
            DROP POLICY tenant_update ON "enterprises_qualification";
            DROP POLICY tenant_delete ON "enterprises_qualification";
            ALTER TABLE "enterprises_qualification" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_qualification" DISABLE ROW LEVEL SECURITY;
            """,
            digest="a19357d0a5f5f810",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of enterprises_qualification",
            create="""
            ALTER TABLE "enterprises_qualification" ADD CONSTRAINT enterprises_qualification_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_qualification" DROP CONSTRAINT enterprises_qualification_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="b92d3c5cb2ee382a",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_qualification",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_qualification"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_qualification"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_qualification"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_qualification";
            DROP TRIGGER trail_update ON "enterprises_qualification";
            DROP TRIGGER trail_delete ON "enterprises_qualification";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="a2505379e3a9feaf",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_researchunit",
            create="""
            ALTER TABLE "enterprises_researchunit" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_researchunit" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_researchunit" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_researchunit" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_researchunit" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_researchunit" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_researchunit";
            DROP POLICY tenant_insert ON "enterprises_researchunit";
            DROP POLICY tenant_update ON "enterprises_researchunit";
            DROP POLICY tenant_delete ON "enterprises_researchunit";
            ALTER TABLE "enterprises_researchunit" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_researchunit" DISABLE ROW LEVEL SECURITY;
            """,
            digest="28f054cb591436fc",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of enterprises_researchunit",
            create="""
            ALTER TABLE "enterprises_researchunit" ADD CONSTRAINT enterprises_researchunit_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_researchunit" DROP CONSTRAINT enterprises_researchunit_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="ff55c1b1b95e1958",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_researchunit",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_researchunit"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_researchunit"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_researchunit"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_researchunit";
            DROP TRIGGER trail_update ON "enterprises_researchunit";
            DROP TRIGGER trail_delete ON "enterprises_researchunit";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="1c365b8105a4ccb8",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_publishedtitle",
            create="""
            ALTER TABLE "enterprises_publishedtitle" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_publishedtitle" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_publishedtitle" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_publishedtitle" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_publishedtitle" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_publishedtitle" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_publishedtitle";
            DROP POLICY tenant_insert ON "enterprises_publishedtitle";
            DROP POLICY tenant_update ON "enterprises_publishedtitle";
            DROP POLICY tenant_delete ON "enterprises_publishedtitle";
            ALTER TABLE "enterprises_publishedtitle" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_publishedtitle" DISABLE ROW LEVEL SECURITY;
            """,
            digest="60a0505e34c0d948",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of enterprises_publishedtitle",
            create="""
            ALTER TABLE "enterprises_publishedtitle" ADD CONSTRAINT enterprises_publishedtitle_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_publishedtitle" DROP CONSTRAINT enterprises_publishedtitle_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="1e63c399f40b0d20",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_publishedtitle",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_publishedtitle"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_publishedtitle"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_publishedtitle"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_publishedtitle";
            DROP TRIGGER trail_update ON "enterprises_publishedtitle";
            DROP TRIGGER trail_delete ON "enterprises_publishedtitle";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="e67faff8288f1856",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_creditrecord",
            create="""
            ALTER TABLE "enterprises_creditrecord" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_creditrecord" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_creditrecord" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_creditrecord" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_creditrecord" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_creditrecord" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_creditrecord";
            DROP POLICY tenant_insert ON "enterprises_creditrecord";
            DROP POLICY tenant_update ON "enterprises_creditrecord";
            DROP POLICY tenant_delete ON "enterprises_creditrecord";
            ALTER TABLE "enterprises_creditrecord" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_creditrecord" DISABLE ROW LEVEL SECURITY;
            """,
            digest="fef0ff8fdc01e2fc",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of enterprises_creditrecord",
            create="""
            ALTER TABLE "enterprises_creditrecord" ADD CONSTRAINT enterprises_creditrecord_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_creditrecord" DROP CONSTRAINT enterprises_creditrecord_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="31ed098717806e57",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_creditrecord",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_creditrecord"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_creditrecord"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_creditrecord"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_creditrecord";
            DROP TRIGGER trail_update ON "enterprises_creditrecord";
            DROP TRIGGER trail_delete ON "enterprises_creditrecord";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="75ec58b6ff1e6620",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_poolevent",
            create="""
            ALTER TABLE "enterprises_poolevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_poolevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_poolevent" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_poolevent" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_poolevent" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_poolevent" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "enterprises_poolevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_poolevent";
            DROP POLICY tenant_insert ON "enterprises_poolevent";
            DROP POLICY tenant_update ON "enterprises_poolevent";
            DROP POLICY tenant_delete ON "enterprises_poolevent";
            ALTER TABLE "enterprises_poolevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_poolevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "enterprises_poolevent" TO portal_app;
            """,
            digest="3a48dfd9cb51127b",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of enterprises_poolevent",
            create="""
            ALTER TABLE "enterprises_poolevent" ADD CONSTRAINT enterprises_poolevent_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_poolevent" DROP CONSTRAINT enterprises_poolevent_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="f9be15fec4848eb9",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_registrationevent",
            create="""
            ALTER TABLE "enterprises_registrationevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_registrationevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_registrationevent" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_registrationevent" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_registrationevent" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_registrationevent" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "enterprises_registrationevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_registrationevent";
            DROP POLICY tenant_insert ON "enterprises_registrationevent";
            DROP POLICY tenant_update ON "enterprises_registrationevent";
            DROP POLICY tenant_delete ON "enterprises_registrationevent";
            ALTER TABLE "enterprises_registrationevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_registrationevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "enterprises_registrationevent" TO portal_app;
            """,
            digest="ac4b614bc5b9feca",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of enterprises_registrationevent",
            create="""
            ALTER TABLE "enterprises_registrationevent" ADD CONSTRAINT enterprises_registrationevent_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_registrationevent" DROP CONSTRAINT enterprises_registrationevent_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="63c85d2b10b22051",
        ),
        database.operations.CreateObject(
            name="state guard of enterprises_enterprise",
            create="""
            CREATE FUNCTION enterprises_enterprise_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "enterprises_registrationevent"
                             WHERE "enterprise_id" = NEW.organisation_id AND target = NEW.registration_state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'enterprises_enterprise % changed to % without an event', NEW.organisation_id, NEW.registration_state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "enterprises_enterprise"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.registration_state IS DISTINCT FROM NEW.registration_state)
              EXECUTE FUNCTION enterprises_enterprise_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "enterprises_enterprise";
            DROP FUNCTION enterprises_enterprise_needs_event();
            """,
            digest="633ffdbe4cab0d7e",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_enterpriseclaim",
            create="""
            ALTER TABLE "enterprises_enterpriseclaim" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_enterpriseclaim" FORCE ROW LEVEL SECURITY;
            CREATE POLICY claimant_read ON "enterprises_enterpriseclaim" FOR SELECT
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            CREATE POLICY claimant_insert ON "enterprises_enterpriseclaim" FOR INSERT
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            CREATE POLICY claimant_update ON "enterprises_enterpriseclaim" FOR UPDATE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))))
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            CREATE POLICY claimant_delete ON "enterprises_enterpriseclaim" FOR DELETE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            """,
            drop="""
            DROP POLICY claimant_read ON "enterprises_enterpriseclaim";
            DROP POLICY claimant_insert ON "enterprises_enterpriseclaim";
            DROP POLICY claimant_update ON "enterprises_enterpriseclaim";
            DROP POLICY claimant_delete ON "enterprises_enterpriseclaim";
            ALTER TABLE "enterprises_enterpriseclaim" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_enterpriseclaim" DISABLE ROW LEVEL SECURITY;
            """,
            digest="54f8685106eaf36e",
        ),
        database.operations.CreateObject(
            name="tenant key of enterprises_enterpriseclaim",
            create="""
            ALTER TABLE "enterprises_enterpriseclaim" ADD CONSTRAINT enterprises_enterpriseclaim_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "enterprises_enterpriseclaim" DROP CONSTRAINT enterprises_enterpriseclaim_tenant_key;
            """,
            digest="6719c2403e130ba8",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_enterpriseclaim",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_enterpriseclaim"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_enterpriseclaim"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_enterpriseclaim"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_enterpriseclaim";
            DROP TRIGGER trail_update ON "enterprises_enterpriseclaim";
            DROP TRIGGER trail_delete ON "enterprises_enterpriseclaim";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="6a8f3c4c6ee36c82",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_claimevent",
            create="""
            ALTER TABLE "enterprises_claimevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_claimevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY claimant_read ON "enterprises_claimevent" FOR SELECT
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            CREATE POLICY claimant_insert ON "enterprises_claimevent" FOR INSERT
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            CREATE POLICY claimant_update ON "enterprises_claimevent" FOR UPDATE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))))
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            CREATE POLICY claimant_delete ON "enterprises_claimevent" FOR DELETE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR claimant_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            REVOKE UPDATE, DELETE ON "enterprises_claimevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY claimant_read ON "enterprises_claimevent";
            DROP POLICY claimant_insert ON "enterprises_claimevent";
            DROP POLICY claimant_update ON "enterprises_claimevent";
            DROP POLICY claimant_delete ON "enterprises_claimevent";
            ALTER TABLE "enterprises_claimevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_claimevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "enterprises_claimevent" TO portal_app;
            """,
            digest="f2c49f81b468bfe7",
        ),
        database.operations.CreateObject(
            name="tenant key claim_id of enterprises_claimevent",
            create="""
            ALTER TABLE "enterprises_claimevent" ADD CONSTRAINT enterprises_claimevent_claim_id_tenant
              FOREIGN KEY (claim_id, organisation_id, district_id)
              REFERENCES "enterprises_enterpriseclaim" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_claimevent" DROP CONSTRAINT enterprises_claimevent_claim_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterpriseclaim",),
            digest="d093451ab69c0141",
        ),
        database.operations.CreateObject(
            name="state guard of enterprises_enterpriseclaim",
            create="""
            CREATE FUNCTION enterprises_enterpriseclaim_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "enterprises_claimevent"
                             WHERE "claim_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'enterprises_enterpriseclaim % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "enterprises_enterpriseclaim"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION enterprises_enterpriseclaim_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "enterprises_enterpriseclaim";
            DROP FUNCTION enterprises_enterpriseclaim_needs_event();
            """,
            digest="07319468ebcf59e5",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_importbatch",
            create="""
            ALTER TABLE "enterprises_importbatch" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_importbatch" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_importbatch" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_importbatch" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_importbatch" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_importbatch" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_importbatch";
            DROP POLICY tenant_insert ON "enterprises_importbatch";
            DROP POLICY tenant_update ON "enterprises_importbatch";
            DROP POLICY tenant_delete ON "enterprises_importbatch";
            ALTER TABLE "enterprises_importbatch" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_importbatch" DISABLE ROW LEVEL SECURITY;
            """,
            digest="7d1304ec841c34eb",
        ),
        database.operations.CreateObject(
            name="tenant key of enterprises_importbatch",
            create="""
            ALTER TABLE "enterprises_importbatch" ADD CONSTRAINT enterprises_importbatch_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "enterprises_importbatch" DROP CONSTRAINT enterprises_importbatch_tenant_key;
            """,
            digest="a696ddcadeca0bb6",
        ),
        database.operations.CreateObject(
            name="trail of enterprises_importbatch",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "enterprises_importbatch"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "enterprises_importbatch"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "enterprises_importbatch"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "enterprises_importbatch";
            DROP TRIGGER trail_update ON "enterprises_importbatch";
            DROP TRIGGER trail_delete ON "enterprises_importbatch";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="4f90769304a99254",
        ),
        database.operations.CreateObject(
            name="row security of enterprises_importrow",
            create="""
            ALTER TABLE "enterprises_importrow" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_importrow" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "enterprises_importrow" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "enterprises_importrow" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "enterprises_importrow" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "enterprises_importrow" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "enterprises_importrow";
            DROP POLICY tenant_insert ON "enterprises_importrow";
            DROP POLICY tenant_update ON "enterprises_importrow";
            DROP POLICY tenant_delete ON "enterprises_importrow";
            ALTER TABLE "enterprises_importrow" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "enterprises_importrow" DISABLE ROW LEVEL SECURITY;
            """,
            digest="de6b2965b28d6c33",
        ),
        database.operations.CreateObject(
            name="tenant key batch_id of enterprises_importrow",
            create="""
            ALTER TABLE "enterprises_importrow" ADD CONSTRAINT enterprises_importrow_batch_id_tenant
              FOREIGN KEY (batch_id, organisation_id, district_id)
              REFERENCES "enterprises_importbatch" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "enterprises_importrow" DROP CONSTRAINT enterprises_importrow_batch_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_importbatch",),
            digest="e29259f0f5465b9f",
        ),
        database.operations.CreateObject(
            name="function enterprises_bigrams",
            create="""
            CREATE OR REPLACE FUNCTION enterprises_bigrams(name text) RETURNS text[]
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
              SELECT array(SELECT DISTINCT substr(lower(name), place, 2)
                           FROM generate_series(1, greatest(length(name) - 1, 1)) AS place)
            $$;
            """,
            drop="""
            DROP FUNCTION enterprises_bigrams(text);
            """,
            digest="6a74aae6bfccdfb6",
        ),
        database.operations.CreateObject(
            name="index enterprises_enterprise_bigrams",
            create="""
            CREATE INDEX enterprises_enterprise_bigrams ON enterprises_enterprise
              USING gin (enterprises_bigrams(name))
              -- Kept short, in kB: a search reads the list of entries not in the index proper yet.
              WITH (gin_pending_list_limit = 256);
            """,
            drop="""
            DROP INDEX enterprises_enterprise_bigrams;
            """,
            needs=("function enterprises_bigrams",),
            digest="9476c2dc6ee949f3",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on enterprises_enterprise",
            create="""
            GRANT SELECT ON "enterprises_enterprise" TO portal_search;
            """,
            drop="""
            REVOKE SELECT ON "enterprises_enterprise" FROM portal_search;
            """,
            digest="ceb325be9a95d4cf",
        ),
        database.operations.CreateObject(
            name="function enterprises_search_places",
            create=r"""
            -- All rows of the scope whose name contains a part, as places in the table: to fetch a row by its
            -- place costs a third of finding it by its key, and a search for two characters fetches thousands.
            -- Runs as portal_search and repeats the tenant filter, as enterprises_search does .
            -- STABLE, so that it sees the table as the query that calls it: places of rows do not change
            -- between the two.
            CREATE OR REPLACE FUNCTION enterprises_search_places(part text) RETURNS SETOF tid
            LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS $$
              SELECT ctid FROM public.enterprises_enterprise
              WHERE enterprises_bigrams(name) @> enterprises_bigrams(part)
                AND lower(name) LIKE '%' || replace(replace(replace(lower(part), '\', '\\'), '%', '\%'), '_', '\_') || '%'
                AND (district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])) IS TRUE
                AND (nullif(current_setting('app.sees_organisation', true), '')::bigint IN (0, organisation_id)) IS TRUE
            $$;
            REVOKE ALL ON FUNCTION enterprises_search_places(text) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION enterprises_search_places(text) TO portal_app;
            ALTER FUNCTION enterprises_search_places(text) OWNER TO portal_search;
            """,
            drop="""
            DROP FUNCTION enterprises_search_places(text);
            """,
            needs=("function enterprises_bigrams",),
            digest="2b3bdc6078b00303",
        ),
        database.operations.CreateObject(
            name="function enterprises_common_bigrams",
            create="""
            -- The bigrams that many names have, and which share of the names has them, as ANALYZE last found:
            -- they tell whether a search is better answered from the index of bigrams or row by row. Only the
            -- owner of an index may read its statistics; they name nobody.
            CREATE OR REPLACE FUNCTION enterprises_common_bigrams() RETURNS TABLE (bigram text, share real)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
              SELECT found.bigram, found.share
                FROM pg_stats,
                     -- Three numbers about all elements follow the shares, and an element for NULL may.
                     unnest(most_common_elems::text::text[], most_common_elem_freqs) AS found (bigram, share)
               WHERE schemaname = 'public' AND tablename = 'enterprises_enterprise_bigrams'
                 AND length(found.bigram) = 2
            $$;
            REVOKE ALL ON FUNCTION enterprises_common_bigrams() FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION enterprises_common_bigrams() TO portal_app;
            REVOKE ALL ON FUNCTION enterprises_common_bigrams() FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION enterprises_common_bigrams() TO portal_app;
            """,
            drop="""
            DROP FUNCTION enterprises_common_bigrams();
            """,
            needs=("index enterprises_enterprise_bigrams",),
            digest="a2db5f12da0960d0",
        ),
        database.operations.CreateObject(
            name="function enterprises_search",
            create=r"""
            -- Text operators are not leakproof, so under a policy the planner would not use the index. The
            -- function runs as portal_search, which the policy does not bind, and repeats the tenant filter.
            -- IS TRUE keeps the planner from adding a scan of the district's whole index; a missing
            -- setting gives NULL, which is not true, so that no scope finds nothing.
            CREATE OR REPLACE FUNCTION enterprises_search(part text, most integer) RETURNS SETOF bigint
            LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS $$
              SELECT organisation_id FROM public.enterprises_enterprise
              WHERE enterprises_bigrams(name) @> enterprises_bigrams(part)
                AND lower(name) LIKE '%' || replace(replace(replace(lower(part), '\', '\\'), '%', '\%'), '_', '\_') || '%'
                AND (district_id = ANY (nullif(current_setting('app.districts', true), '')::bigint[])) IS TRUE
                AND (nullif(current_setting('app.sees_organisation', true), '')::bigint IN (0, organisation_id)) IS TRUE
              LIMIT most
            $$;
            REVOKE ALL ON FUNCTION enterprises_search(text, integer) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION enterprises_search(text, integer) TO portal_app;
            ALTER FUNCTION enterprises_search(text, integer) OWNER TO portal_search;
            """,
            drop="""
            DROP FUNCTION enterprises_search(text, integer);
            """,
            needs=("function enterprises_bigrams",),
            digest="aaa3771bca811d5b",
        ),
    ]
