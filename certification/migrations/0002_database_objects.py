from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_database_objects"),
        ("certification", "0001_initial"),
        ("enterprises", "0002_database_objects"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of certification_certificate",
            create="""
            ALTER TABLE "certification_certificate" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "certification_certificate" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "certification_certificate" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "certification_certificate" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "certification_certificate" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "certification_certificate" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "certification_certificate";
            DROP POLICY tenant_insert ON "certification_certificate";
            DROP POLICY tenant_update ON "certification_certificate";
            DROP POLICY tenant_delete ON "certification_certificate";
            ALTER TABLE "certification_certificate" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "certification_certificate" DISABLE ROW LEVEL SECURITY;
            """,
            digest="50fff7f7813216e1",
        ),
        database.operations.CreateObject(
            name="tenant key of certification_certificate",
            create="""
            ALTER TABLE "certification_certificate" ADD CONSTRAINT certification_certificate_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "certification_certificate" DROP CONSTRAINT certification_certificate_tenant_key;
            """,
            digest="4d790f0f9e4c97f2",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of certification_certificate",
            create="""
            ALTER TABLE "certification_certificate" ADD CONSTRAINT certification_certificate_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "certification_certificate" DROP CONSTRAINT certification_certificate_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="25726ec085d49ff3",
        ),
        database.operations.CreateObject(
            name="trail of certification_certificate",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "certification_certificate"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "certification_certificate"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "certification_certificate"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "certification_certificate";
            DROP TRIGGER trail_update ON "certification_certificate";
            DROP TRIGGER trail_delete ON "certification_certificate";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="0b5283d20cbdedb1",
        ),
        database.operations.CreateObject(
            name="row security of certification_certificateevent",
            create="""
            ALTER TABLE "certification_certificateevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "certification_certificateevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "certification_certificateevent" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "certification_certificateevent" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "certification_certificateevent" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "certification_certificateevent" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "certification_certificateevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "certification_certificateevent";
            DROP POLICY tenant_insert ON "certification_certificateevent";
            DROP POLICY tenant_update ON "certification_certificateevent";
            DROP POLICY tenant_delete ON "certification_certificateevent";
            ALTER TABLE "certification_certificateevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "certification_certificateevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "certification_certificateevent" TO portal_app;
            """,
            digest="6a3b535619f4c8d5",
        ),
        database.operations.CreateObject(
            name="tenant key certificate_id of certification_certificateevent",
            create="""
            ALTER TABLE "certification_certificateevent" ADD CONSTRAINT certification_certificateevent_certificate_id_tenant
              FOREIGN KEY (certificate_id, organisation_id, district_id)
              REFERENCES "certification_certificate" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "certification_certificateevent" DROP CONSTRAINT certification_certificateevent_certificate_id_tenant;
            """,
            needs=("certification/tenant key of certification_certificate",),
            digest="e30a33c10926be76",
        ),
        database.operations.CreateObject(
            name="state guard of certification_certificate",
            create="""
            CREATE FUNCTION certification_certificate_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "certification_certificateevent"
                             WHERE "certificate_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'certification_certificate % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "certification_certificate"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state
                OR OLD.valid_to IS DISTINCT FROM NEW.valid_to
                OR OLD.holder_name IS DISTINCT FROM NEW.holder_name
                OR OLD.organisation_id IS DISTINCT FROM NEW.organisation_id)
              EXECUTE FUNCTION certification_certificate_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "certification_certificate";
            DROP FUNCTION certification_certificate_needs_event();
            """,
            digest="cc8e97ed55329d7e",
        ),
        database.operations.CreateObject(
            name="sequence certification_certificate_number",
            create="""
            CREATE SEQUENCE certification_certificate_number;
            GRANT USAGE, SELECT ON SEQUENCE certification_certificate_number TO portal_app;
            """,
            drop="""
            DROP SEQUENCE certification_certificate_number;
            """,
            digest="aed4e2bfddf23ba2",
        ),
    ]
