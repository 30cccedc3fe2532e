from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_database_objects"),
        ("enterprises", "0002_database_objects"),
        ("procedures", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of procedures_simulation",
            create="""
            ALTER TABLE "procedures_simulation" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_simulation" FORCE ROW LEVEL SECURITY;
            CREATE POLICY bureaus_read ON "procedures_simulation" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_insert ON "procedures_simulation" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_update ON "procedures_simulation" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_delete ON "procedures_simulation" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            """,
            drop="""
            DROP POLICY bureaus_read ON "procedures_simulation";
            DROP POLICY bureaus_insert ON "procedures_simulation";
            DROP POLICY bureaus_update ON "procedures_simulation";
            DROP POLICY bureaus_delete ON "procedures_simulation";
            ALTER TABLE "procedures_simulation" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_simulation" DISABLE ROW LEVEL SECURITY;
            """,
            digest="13a5b5c6b8af4b63",
        ),
        database.operations.CreateObject(
            name="trail of procedures_simulation",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_simulation"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_simulation"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_simulation"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_simulation";
            DROP TRIGGER trail_update ON "procedures_simulation";
            DROP TRIGGER trail_delete ON "procedures_simulation";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="963bf0aa97aa47e7",
        ),
        database.operations.CreateObject(
            name="row security of procedures_simulationpart",
            create="""
            ALTER TABLE "procedures_simulationpart" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_simulationpart" FORCE ROW LEVEL SECURITY;
            CREATE POLICY bureaus_read ON "procedures_simulationpart" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_insert ON "procedures_simulationpart" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_update ON "procedures_simulationpart" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_delete ON "procedures_simulationpart" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            """,
            drop="""
            DROP POLICY bureaus_read ON "procedures_simulationpart";
            DROP POLICY bureaus_insert ON "procedures_simulationpart";
            DROP POLICY bureaus_update ON "procedures_simulationpart";
            DROP POLICY bureaus_delete ON "procedures_simulationpart";
            ALTER TABLE "procedures_simulationpart" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_simulationpart" DISABLE ROW LEVEL SECURITY;
            """,
            digest="66b73435dd14e9d0",
        ),
        database.operations.CreateObject(
            name="row security of procedures_batch",
            create="""
            ALTER TABLE "procedures_batch" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_batch" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "procedures_batch" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "procedures_batch" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "procedures_batch" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "procedures_batch" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "procedures_batch";
            DROP POLICY public_read_insert ON "procedures_batch";
            DROP POLICY public_read_update ON "procedures_batch";
            DROP POLICY public_read_delete ON "procedures_batch";
            ALTER TABLE "procedures_batch" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_batch" DISABLE ROW LEVEL SECURITY;
            """,
            digest="69c1616921e3d330",
        ),
        database.operations.CreateObject(
            name="trail of procedures_batch",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_batch"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_batch"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_batch"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_batch";
            DROP TRIGGER trail_update ON "procedures_batch";
            DROP TRIGGER trail_delete ON "procedures_batch";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="c844425c76ac8d05",
        ),
        database.operations.CreateObject(
            name="row security of procedures_batchextension",
            create="""
            ALTER TABLE "procedures_batchextension" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_batchextension" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "procedures_batchextension" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "procedures_batchextension" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "procedures_batchextension" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "procedures_batchextension" FOR DELETE
              USING (true);
            REVOKE UPDATE, DELETE ON "procedures_batchextension" FROM portal_app;
            """,
            drop="""
            DROP POLICY public_read_read ON "procedures_batchextension";
            DROP POLICY public_read_insert ON "procedures_batchextension";
            DROP POLICY public_read_update ON "procedures_batchextension";
            DROP POLICY public_read_delete ON "procedures_batchextension";
            ALTER TABLE "procedures_batchextension" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_batchextension" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_batchextension" TO portal_app;
            """,
            digest="c925658d8f0e7686",
        ),
        database.operations.CreateObject(
            name="trail of procedures_batchextension",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_batchextension"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_batchextension"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_batchextension"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_batchextension";
            DROP TRIGGER trail_update ON "procedures_batchextension";
            DROP TRIGGER trail_delete ON "procedures_batchextension";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="e5789dd4ea94ddd5",
        ),
        database.operations.CreateObject(
            name="row security of procedures_districtquota",
            create="""
            ALTER TABLE "procedures_districtquota" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_districtquota" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "procedures_districtquota" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "procedures_districtquota" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "procedures_districtquota" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "procedures_districtquota" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "procedures_districtquota";
            DROP POLICY public_read_insert ON "procedures_districtquota";
            DROP POLICY public_read_update ON "procedures_districtquota";
            DROP POLICY public_read_delete ON "procedures_districtquota";
            ALTER TABLE "procedures_districtquota" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_districtquota" DISABLE ROW LEVEL SECURITY;
            """,
            digest="7b2f590da3d900a8",
        ),
        database.operations.CreateObject(
            name="trail of procedures_districtquota",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_districtquota"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_districtquota"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_districtquota"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_districtquota";
            DROP TRIGGER trail_update ON "procedures_districtquota";
            DROP TRIGGER trail_delete ON "procedures_districtquota";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="711a8d907dd08586",
        ),
        database.operations.CreateObject(
            name="row security of procedures_application",
            create="""
            ALTER TABLE "procedures_application" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_application" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "procedures_application" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "procedures_application" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "procedures_application" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "procedures_application" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "procedures_application";
            DROP POLICY tenant_insert ON "procedures_application";
            DROP POLICY tenant_update ON "procedures_application";
            DROP POLICY tenant_delete ON "procedures_application";
            ALTER TABLE "procedures_application" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_application" DISABLE ROW LEVEL SECURITY;
            """,
            digest="30801ebb49b3253a",
        ),
        database.operations.CreateObject(
            name="tenant key of procedures_application",
            create="""
            ALTER TABLE "procedures_application" ADD CONSTRAINT procedures_application_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "procedures_application" DROP CONSTRAINT procedures_application_tenant_key;
            """,
            digest="4bfeeae5c547aeed",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of procedures_application",
            create="""
            ALTER TABLE "procedures_application" ADD CONSTRAINT procedures_application_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_application" DROP CONSTRAINT procedures_application_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="4574a69b98eecfd4",
        ),
        database.operations.CreateObject(
            name="trail of procedures_application",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_application"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_application"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_application"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_application";
            DROP TRIGGER trail_update ON "procedures_application";
            DROP TRIGGER trail_delete ON "procedures_application";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="62136533bd435293",
        ),
        database.operations.CreateObject(
            name="row security of procedures_applicationfile",
            create="""
            ALTER TABLE "procedures_applicationfile" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_applicationfile" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "procedures_applicationfile" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "procedures_applicationfile" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "procedures_applicationfile" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "procedures_applicationfile" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "procedures_applicationfile";
            DROP POLICY tenant_insert ON "procedures_applicationfile";
            DROP POLICY tenant_update ON "procedures_applicationfile";
            DROP POLICY tenant_delete ON "procedures_applicationfile";
            ALTER TABLE "procedures_applicationfile" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_applicationfile" DISABLE ROW LEVEL SECURITY;
            """,
            digest="0437ea8e65cbe57c",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_applicationfile",
            create="""
            ALTER TABLE "procedures_applicationfile" ADD CONSTRAINT procedures_applicationfile_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_applicationfile" DROP CONSTRAINT procedures_applicationfile_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="b92a5f35a564775e",
        ),
        database.operations.CreateObject(
            name="trail of procedures_applicationfile",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_applicationfile"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_applicationfile"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_applicationfile"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_applicationfile";
            DROP TRIGGER trail_update ON "procedures_applicationfile";
            DROP TRIGGER trail_delete ON "procedures_applicationfile";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="9998ee7efad35595",
        ),
        database.operations.CreateObject(
            name="row security of procedures_snapshot",
            create="""
            ALTER TABLE "procedures_snapshot" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_snapshot" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "procedures_snapshot" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "procedures_snapshot" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "procedures_snapshot" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "procedures_snapshot" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "procedures_snapshot" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "procedures_snapshot";
            DROP POLICY tenant_insert ON "procedures_snapshot";
            DROP POLICY tenant_update ON "procedures_snapshot";
            DROP POLICY tenant_delete ON "procedures_snapshot";
            ALTER TABLE "procedures_snapshot" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_snapshot" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_snapshot" TO portal_app;
            """,
            digest="800d30a1574aed2a",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_snapshot",
            create="""
            ALTER TABLE "procedures_snapshot" ADD CONSTRAINT procedures_snapshot_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_snapshot" DROP CONSTRAINT procedures_snapshot_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="6ee1f99cb01fba4c",
        ),
        database.operations.CreateObject(
            name="row security of procedures_caseevent",
            create="""
            ALTER TABLE "procedures_caseevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_caseevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "procedures_caseevent" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "procedures_caseevent" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "procedures_caseevent" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "procedures_caseevent" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "procedures_caseevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "procedures_caseevent";
            DROP POLICY tenant_insert ON "procedures_caseevent";
            DROP POLICY tenant_update ON "procedures_caseevent";
            DROP POLICY tenant_delete ON "procedures_caseevent";
            ALTER TABLE "procedures_caseevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_caseevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_caseevent" TO portal_app;
            """,
            digest="1f5cb3d26b85711c",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_caseevent",
            create="""
            ALTER TABLE "procedures_caseevent" ADD CONSTRAINT procedures_caseevent_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_caseevent" DROP CONSTRAINT procedures_caseevent_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="09ff66bf5e7355c7",
        ),
        database.operations.CreateObject(
            name="state guard of procedures_application",
            create="""
            CREATE FUNCTION procedures_application_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "procedures_caseevent"
                             WHERE "application_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'procedures_application % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "procedures_application"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION procedures_application_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "procedures_application";
            DROP FUNCTION procedures_application_needs_event();
            """,
            digest="b157cde20032644a",
        ),
        database.operations.CreateObject(
            name="row security of procedures_returnitem",
            create="""
            ALTER TABLE "procedures_returnitem" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_returnitem" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "procedures_returnitem" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "procedures_returnitem" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "procedures_returnitem" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "procedures_returnitem" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "procedures_returnitem";
            DROP POLICY tenant_insert ON "procedures_returnitem";
            DROP POLICY tenant_update ON "procedures_returnitem";
            DROP POLICY tenant_delete ON "procedures_returnitem";
            ALTER TABLE "procedures_returnitem" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_returnitem" DISABLE ROW LEVEL SECURITY;
            """,
            digest="e736bb2835741c23",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_returnitem",
            create="""
            ALTER TABLE "procedures_returnitem" ADD CONSTRAINT procedures_returnitem_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_returnitem" DROP CONSTRAINT procedures_returnitem_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="08aff55ce16a04ca",
        ),
        database.operations.CreateObject(
            name="trail of procedures_returnitem",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_returnitem"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_returnitem"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_returnitem"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_returnitem";
            DROP TRIGGER trail_update ON "procedures_returnitem";
            DROP TRIGGER trail_delete ON "procedures_returnitem";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="bc9de81c2cc0d4e4",
        ),
        database.operations.CreateObject(
            name="row security of procedures_waiver",
            create="""
            ALTER TABLE "procedures_waiver" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_waiver" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "procedures_waiver" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "procedures_waiver" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "procedures_waiver" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "procedures_waiver" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "procedures_waiver";
            DROP POLICY tenant_insert ON "procedures_waiver";
            DROP POLICY tenant_update ON "procedures_waiver";
            DROP POLICY tenant_delete ON "procedures_waiver";
            ALTER TABLE "procedures_waiver" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_waiver" DISABLE ROW LEVEL SECURITY;
            """,
            digest="e4dc0294ecf069c3",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_waiver",
            create="""
            ALTER TABLE "procedures_waiver" ADD CONSTRAINT procedures_waiver_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_waiver" DROP CONSTRAINT procedures_waiver_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="6d35f1da6e9948d5",
        ),
        database.operations.CreateObject(
            name="trail of procedures_waiver",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_waiver"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_waiver"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_waiver"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_waiver";
            DROP TRIGGER trail_update ON "procedures_waiver";
            DROP TRIGGER trail_delete ON "procedures_waiver";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="6627ba121505e027",
        ),
        database.operations.CreateObject(
            name="row security of procedures_caseassignment",
            create="""
            ALTER TABLE "procedures_caseassignment" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_caseassignment" FORCE ROW LEVEL SECURITY;
            CREATE POLICY bureau_notes_read ON "procedures_caseassignment" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureau_notes_insert ON "procedures_caseassignment" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureau_notes_update ON "procedures_caseassignment" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureau_notes_delete ON "procedures_caseassignment" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            REVOKE UPDATE, DELETE ON "procedures_caseassignment" FROM portal_app;
            """,
            drop="""
            DROP POLICY bureau_notes_read ON "procedures_caseassignment";
            DROP POLICY bureau_notes_insert ON "procedures_caseassignment";
            DROP POLICY bureau_notes_update ON "procedures_caseassignment";
            DROP POLICY bureau_notes_delete ON "procedures_caseassignment";
            ALTER TABLE "procedures_caseassignment" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_caseassignment" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_caseassignment" TO portal_app;
            """,
            digest="3ceff130d2c5eb9f",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_caseassignment",
            create="""
            ALTER TABLE "procedures_caseassignment" ADD CONSTRAINT procedures_caseassignment_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_caseassignment" DROP CONSTRAINT procedures_caseassignment_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="4250a0ee14a3417f",
        ),
        database.operations.CreateObject(
            name="trail of procedures_caseassignment",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_caseassignment"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_caseassignment"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_caseassignment"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_caseassignment";
            DROP TRIGGER trail_update ON "procedures_caseassignment";
            DROP TRIGGER trail_delete ON "procedures_caseassignment";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="f025751e969f20c6",
        ),
        database.operations.CreateObject(
            name="row security of procedures_conditionjudgement",
            create="""
            ALTER TABLE "procedures_conditionjudgement" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_conditionjudgement" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "procedures_conditionjudgement" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "procedures_conditionjudgement" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "procedures_conditionjudgement" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "procedures_conditionjudgement" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "procedures_conditionjudgement";
            DROP POLICY tenant_insert ON "procedures_conditionjudgement";
            DROP POLICY tenant_update ON "procedures_conditionjudgement";
            DROP POLICY tenant_delete ON "procedures_conditionjudgement";
            ALTER TABLE "procedures_conditionjudgement" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_conditionjudgement" DISABLE ROW LEVEL SECURITY;
            """,
            digest="ca3f84c4491543cb",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_conditionjudgement",
            create="""
            ALTER TABLE "procedures_conditionjudgement" ADD CONSTRAINT procedures_conditionjudgement_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_conditionjudgement" DROP CONSTRAINT procedures_conditionjudgement_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="3b18391de51ffa23",
        ),
        database.operations.CreateObject(
            name="trail of procedures_conditionjudgement",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_conditionjudgement"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_conditionjudgement"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_conditionjudgement"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_conditionjudgement";
            DROP TRIGGER trail_update ON "procedures_conditionjudgement";
            DROP TRIGGER trail_delete ON "procedures_conditionjudgement";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="d298a7a2b459afcb",
        ),
        database.operations.CreateObject(
            name="row security of procedures_decisionrun",
            create="""
            ALTER TABLE "procedures_decisionrun" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_decisionrun" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "procedures_decisionrun" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "procedures_decisionrun" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "procedures_decisionrun" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "procedures_decisionrun" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "procedures_decisionrun";
            DROP POLICY tenant_insert ON "procedures_decisionrun";
            DROP POLICY tenant_update ON "procedures_decisionrun";
            DROP POLICY tenant_delete ON "procedures_decisionrun";
            ALTER TABLE "procedures_decisionrun" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_decisionrun" DISABLE ROW LEVEL SECURITY;
            """,
            digest="98349190cf3b3fe5",
        ),
        database.operations.CreateObject(
            name="trail of procedures_decisionrun",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_decisionrun"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_decisionrun"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_decisionrun"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_decisionrun";
            DROP TRIGGER trail_update ON "procedures_decisionrun";
            DROP TRIGGER trail_delete ON "procedures_decisionrun";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="3d3f4e6b404b0f97",
        ),
        database.operations.CreateObject(
            name="row security of procedures_decisionitem",
            create="""
            ALTER TABLE "procedures_decisionitem" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_decisionitem" FORCE ROW LEVEL SECURITY;
            CREATE POLICY reviewing_read ON "procedures_decisionitem" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_insert ON "procedures_decisionitem" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_update ON "procedures_decisionitem" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_delete ON "procedures_decisionitem" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            """,
            drop="""
            DROP POLICY reviewing_read ON "procedures_decisionitem";
            DROP POLICY reviewing_insert ON "procedures_decisionitem";
            DROP POLICY reviewing_update ON "procedures_decisionitem";
            DROP POLICY reviewing_delete ON "procedures_decisionitem";
            ALTER TABLE "procedures_decisionitem" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_decisionitem" DISABLE ROW LEVEL SECURITY;
            """,
            digest="82552da3755c4f09",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_decisionitem",
            create="""
            ALTER TABLE "procedures_decisionitem" ADD CONSTRAINT procedures_decisionitem_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_decisionitem" DROP CONSTRAINT procedures_decisionitem_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="dd5e037e75f5061a",
        ),
        database.operations.CreateObject(
            name="row security of procedures_expert",
            create="""
            ALTER TABLE "procedures_expert" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_expert" FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_or_bureaus_read ON "procedures_expert" FOR SELECT
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY own_or_bureaus_insert ON "procedures_expert" FOR INSERT
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY own_or_bureaus_update ON "procedures_expert" FOR UPDATE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY own_or_bureaus_delete ON "procedures_expert" FOR DELETE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            """,
            drop="""
            DROP POLICY own_or_bureaus_read ON "procedures_expert";
            DROP POLICY own_or_bureaus_insert ON "procedures_expert";
            DROP POLICY own_or_bureaus_update ON "procedures_expert";
            DROP POLICY own_or_bureaus_delete ON "procedures_expert";
            ALTER TABLE "procedures_expert" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_expert" DISABLE ROW LEVEL SECURITY;
            """,
            digest="dcffb7f75cbc12b3",
        ),
        database.operations.CreateObject(
            name="trail of procedures_expert",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_expert"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_expert"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_expert"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_expert";
            DROP TRIGGER trail_update ON "procedures_expert";
            DROP TRIGGER trail_delete ON "procedures_expert";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="b457abffd7233249",
        ),
        database.operations.CreateObject(
            name="row security of procedures_experttie",
            create="""
            ALTER TABLE "procedures_experttie" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_experttie" FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_or_bureaus_read ON "procedures_experttie" FOR SELECT
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY own_or_bureaus_insert ON "procedures_experttie" FOR INSERT
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY own_or_bureaus_update ON "procedures_experttie" FOR UPDATE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY own_or_bureaus_delete ON "procedures_experttie" FOR DELETE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            """,
            drop="""
            DROP POLICY own_or_bureaus_read ON "procedures_experttie";
            DROP POLICY own_or_bureaus_insert ON "procedures_experttie";
            DROP POLICY own_or_bureaus_update ON "procedures_experttie";
            DROP POLICY own_or_bureaus_delete ON "procedures_experttie";
            ALTER TABLE "procedures_experttie" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_experttie" DISABLE ROW LEVEL SECURITY;
            """,
            digest="c10c47d17e5e355d",
        ),
        database.operations.CreateObject(
            name="trail of procedures_experttie",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_experttie"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_experttie"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_experttie"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_experttie";
            DROP TRIGGER trail_update ON "procedures_experttie";
            DROP TRIGGER trail_delete ON "procedures_experttie";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="116e3fa73a80fd86",
        ),
        database.operations.CreateObject(
            name="row security of procedures_reviewpanel",
            create="""
            ALTER TABLE "procedures_reviewpanel" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_reviewpanel" FORCE ROW LEVEL SECURITY;
            CREATE POLICY bureaus_read ON "procedures_reviewpanel" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_insert ON "procedures_reviewpanel" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_update ON "procedures_reviewpanel" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_delete ON "procedures_reviewpanel" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            """,
            drop="""
            DROP POLICY bureaus_read ON "procedures_reviewpanel";
            DROP POLICY bureaus_insert ON "procedures_reviewpanel";
            DROP POLICY bureaus_update ON "procedures_reviewpanel";
            DROP POLICY bureaus_delete ON "procedures_reviewpanel";
            ALTER TABLE "procedures_reviewpanel" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_reviewpanel" DISABLE ROW LEVEL SECURITY;
            """,
            digest="c5894ebe744ac23a",
        ),
        database.operations.CreateObject(
            name="trail of procedures_reviewpanel",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_reviewpanel"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_reviewpanel"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_reviewpanel"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_reviewpanel";
            DROP TRIGGER trail_update ON "procedures_reviewpanel";
            DROP TRIGGER trail_delete ON "procedures_reviewpanel";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="1fe029568127fa12",
        ),
        database.operations.CreateObject(
            name="row security of procedures_reviewpanelevent",
            create="""
            ALTER TABLE "procedures_reviewpanelevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_reviewpanelevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY bureaus_read ON "procedures_reviewpanelevent" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_insert ON "procedures_reviewpanelevent" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_update ON "procedures_reviewpanelevent" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_delete ON "procedures_reviewpanelevent" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            REVOKE UPDATE, DELETE ON "procedures_reviewpanelevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY bureaus_read ON "procedures_reviewpanelevent";
            DROP POLICY bureaus_insert ON "procedures_reviewpanelevent";
            DROP POLICY bureaus_update ON "procedures_reviewpanelevent";
            DROP POLICY bureaus_delete ON "procedures_reviewpanelevent";
            ALTER TABLE "procedures_reviewpanelevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_reviewpanelevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_reviewpanelevent" TO portal_app;
            """,
            digest="84b383af197dc2b9",
        ),
        database.operations.CreateObject(
            name="state guard of procedures_reviewpanel",
            create="""
            CREATE FUNCTION procedures_reviewpanel_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "procedures_reviewpanelevent"
                             WHERE "panel_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'procedures_reviewpanel % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "procedures_reviewpanel"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION procedures_reviewpanel_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "procedures_reviewpanel";
            DROP FUNCTION procedures_reviewpanel_needs_event();
            """,
            digest="2cb238c79d9f9d1d",
        ),
        database.operations.CreateObject(
            name="row security of procedures_panelcase",
            create="""
            ALTER TABLE "procedures_panelcase" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_panelcase" FORCE ROW LEVEL SECURITY;
            CREATE POLICY reviewing_read ON "procedures_panelcase" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_insert ON "procedures_panelcase" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_update ON "procedures_panelcase" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_delete ON "procedures_panelcase" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            """,
            drop="""
            DROP POLICY reviewing_read ON "procedures_panelcase";
            DROP POLICY reviewing_insert ON "procedures_panelcase";
            DROP POLICY reviewing_update ON "procedures_panelcase";
            DROP POLICY reviewing_delete ON "procedures_panelcase";
            ALTER TABLE "procedures_panelcase" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_panelcase" DISABLE ROW LEVEL SECURITY;
            """,
            digest="8ab919ab3f064d4e",
        ),
        database.operations.CreateObject(
            name="tenant key of procedures_panelcase",
            create="""
            ALTER TABLE "procedures_panelcase" ADD CONSTRAINT procedures_panelcase_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "procedures_panelcase" DROP CONSTRAINT procedures_panelcase_tenant_key;
            """,
            digest="4d14de19d5d28ffa",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_panelcase",
            create="""
            ALTER TABLE "procedures_panelcase" ADD CONSTRAINT procedures_panelcase_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_panelcase" DROP CONSTRAINT procedures_panelcase_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="614cdd674f9fadd9",
        ),
        database.operations.CreateObject(
            name="trail of procedures_panelcase",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_panelcase"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_panelcase"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_panelcase"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_panelcase";
            DROP TRIGGER trail_update ON "procedures_panelcase";
            DROP TRIGGER trail_delete ON "procedures_panelcase";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="1f91a67473f1a0a9",
        ),
        database.operations.CreateObject(
            name="row security of procedures_panelcaseevent",
            create="""
            ALTER TABLE "procedures_panelcaseevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_panelcaseevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY reviewing_read ON "procedures_panelcaseevent" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_insert ON "procedures_panelcaseevent" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_update ON "procedures_panelcaseevent" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY reviewing_delete ON "procedures_panelcaseevent" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            REVOKE UPDATE, DELETE ON "procedures_panelcaseevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY reviewing_read ON "procedures_panelcaseevent";
            DROP POLICY reviewing_insert ON "procedures_panelcaseevent";
            DROP POLICY reviewing_update ON "procedures_panelcaseevent";
            DROP POLICY reviewing_delete ON "procedures_panelcaseevent";
            ALTER TABLE "procedures_panelcaseevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_panelcaseevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_panelcaseevent" TO portal_app;
            """,
            digest="a62222db95d2814e",
        ),
        database.operations.CreateObject(
            name="tenant key panel_case_id of procedures_panelcaseevent",
            create="""
            ALTER TABLE "procedures_panelcaseevent" ADD CONSTRAINT procedures_panelcaseevent_panel_case_id_tenant
              FOREIGN KEY (panel_case_id, organisation_id, district_id)
              REFERENCES "procedures_panelcase" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_panelcaseevent" DROP CONSTRAINT procedures_panelcaseevent_panel_case_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_panelcase",),
            digest="695b1c1b6209210d",
        ),
        database.operations.CreateObject(
            name="state guard of procedures_panelcase",
            create="""
            CREATE FUNCTION procedures_panelcase_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "procedures_panelcaseevent"
                             WHERE "panel_case_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'procedures_panelcase % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "procedures_panelcase"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION procedures_panelcase_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "procedures_panelcase";
            DROP FUNCTION procedures_panelcase_needs_event();
            """,
            digest="cd983031ff3721f9",
        ),
        database.operations.CreateObject(
            name="row security of procedures_scoresheet",
            create="""
            ALTER TABLE "procedures_scoresheet" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_scoresheet" FORCE ROW LEVEL SECURITY;
            CREATE POLICY score_sheet_read ON "procedures_scoresheet" FOR SELECT
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            CREATE POLICY score_sheet_insert ON "procedures_scoresheet" FOR INSERT
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            CREATE POLICY score_sheet_update ON "procedures_scoresheet" FOR UPDATE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])))
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            CREATE POLICY score_sheet_delete ON "procedures_scoresheet" FOR DELETE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            """,
            drop="""
            DROP POLICY score_sheet_read ON "procedures_scoresheet";
            DROP POLICY score_sheet_insert ON "procedures_scoresheet";
            DROP POLICY score_sheet_update ON "procedures_scoresheet";
            DROP POLICY score_sheet_delete ON "procedures_scoresheet";
            ALTER TABLE "procedures_scoresheet" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_scoresheet" DISABLE ROW LEVEL SECURITY;
            """,
            digest="9abf0b66e75093da",
        ),
        database.operations.CreateObject(
            name="tenant key of procedures_scoresheet",
            create="""
            ALTER TABLE "procedures_scoresheet" ADD CONSTRAINT procedures_scoresheet_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "procedures_scoresheet" DROP CONSTRAINT procedures_scoresheet_tenant_key;
            """,
            digest="5174c90d4e10d642",
        ),
        database.operations.CreateObject(
            name="tenant key panel_case_id of procedures_scoresheet",
            create="""
            ALTER TABLE "procedures_scoresheet" ADD CONSTRAINT procedures_scoresheet_panel_case_id_tenant
              FOREIGN KEY (panel_case_id, organisation_id, district_id)
              REFERENCES "procedures_panelcase" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_scoresheet" DROP CONSTRAINT procedures_scoresheet_panel_case_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_panelcase",),
            digest="f522ab2c88eae278",
        ),
        database.operations.CreateObject(
            name="trail of procedures_scoresheet",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_scoresheet"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_scoresheet"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_scoresheet"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_scoresheet";
            DROP TRIGGER trail_update ON "procedures_scoresheet";
            DROP TRIGGER trail_delete ON "procedures_scoresheet";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="e640d0f1ffcc940b",
        ),
        database.operations.CreateObject(
            name="row security of procedures_scoresheetevent",
            create="""
            ALTER TABLE "procedures_scoresheetevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_scoresheetevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY score_sheet_read ON "procedures_scoresheetevent" FOR SELECT
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            CREATE POLICY score_sheet_insert ON "procedures_scoresheetevent" FOR INSERT
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            CREATE POLICY score_sheet_update ON "procedures_scoresheetevent" FOR UPDATE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])))
              WITH CHECK ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            CREATE POLICY score_sheet_delete ON "procedures_scoresheetevent" FOR DELETE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR reviewer_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            REVOKE UPDATE, DELETE ON "procedures_scoresheetevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY score_sheet_read ON "procedures_scoresheetevent";
            DROP POLICY score_sheet_insert ON "procedures_scoresheetevent";
            DROP POLICY score_sheet_update ON "procedures_scoresheetevent";
            DROP POLICY score_sheet_delete ON "procedures_scoresheetevent";
            ALTER TABLE "procedures_scoresheetevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_scoresheetevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_scoresheetevent" TO portal_app;
            """,
            digest="c88e5b0f88c6b7d8",
        ),
        database.operations.CreateObject(
            name="tenant key sheet_id of procedures_scoresheetevent",
            create="""
            ALTER TABLE "procedures_scoresheetevent" ADD CONSTRAINT procedures_scoresheetevent_sheet_id_tenant
              FOREIGN KEY (sheet_id, organisation_id, district_id)
              REFERENCES "procedures_scoresheet" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_scoresheetevent" DROP CONSTRAINT procedures_scoresheetevent_sheet_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_scoresheet",),
            digest="9bbfd766b24e8982",
        ),
        database.operations.CreateObject(
            name="state guard of procedures_scoresheet",
            create="""
            CREATE FUNCTION procedures_scoresheet_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "procedures_scoresheetevent"
                             WHERE "sheet_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'procedures_scoresheet % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "procedures_scoresheet"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION procedures_scoresheet_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "procedures_scoresheet";
            DROP FUNCTION procedures_scoresheet_needs_event();
            """,
            digest="9ccc19ecfdceef12",
        ),
        database.operations.CreateObject(
            name="row security of procedures_publicnotice",
            create="""
            ALTER TABLE "procedures_publicnotice" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_publicnotice" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "procedures_publicnotice" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "procedures_publicnotice" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "procedures_publicnotice" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "procedures_publicnotice" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "procedures_publicnotice";
            DROP POLICY public_read_insert ON "procedures_publicnotice";
            DROP POLICY public_read_update ON "procedures_publicnotice";
            DROP POLICY public_read_delete ON "procedures_publicnotice";
            ALTER TABLE "procedures_publicnotice" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_publicnotice" DISABLE ROW LEVEL SECURITY;
            """,
            digest="861aea0d4c3c6803",
        ),
        database.operations.CreateObject(
            name="trail of procedures_publicnotice",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_publicnotice"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_publicnotice"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_publicnotice"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_publicnotice";
            DROP TRIGGER trail_update ON "procedures_publicnotice";
            DROP TRIGGER trail_delete ON "procedures_publicnotice";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="b9028f4e30970b6c",
        ),
        database.operations.CreateObject(
            name="row security of procedures_publicnoticeevent",
            create="""
            ALTER TABLE "procedures_publicnoticeevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_publicnoticeevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY bureaus_read ON "procedures_publicnoticeevent" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_insert ON "procedures_publicnoticeevent" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_update ON "procedures_publicnoticeevent" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_delete ON "procedures_publicnoticeevent" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            REVOKE UPDATE, DELETE ON "procedures_publicnoticeevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY bureaus_read ON "procedures_publicnoticeevent";
            DROP POLICY bureaus_insert ON "procedures_publicnoticeevent";
            DROP POLICY bureaus_update ON "procedures_publicnoticeevent";
            DROP POLICY bureaus_delete ON "procedures_publicnoticeevent";
            ALTER TABLE "procedures_publicnoticeevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_publicnoticeevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_publicnoticeevent" TO portal_app;
            """,
            digest="d327f931a4a70920",
        ),
        database.operations.CreateObject(
            name="state guard of procedures_publicnotice",
            create="""
            CREATE FUNCTION procedures_publicnotice_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "procedures_publicnoticeevent"
                             WHERE "notice_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'procedures_publicnotice % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "procedures_publicnotice"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION procedures_publicnotice_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "procedures_publicnotice";
            DROP FUNCTION procedures_publicnotice_needs_event();
            """,
            digest="76b16e323333d423",
        ),
        database.operations.CreateObject(
            name="row security of procedures_noticeentry",
            create="""
            ALTER TABLE "procedures_noticeentry" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_noticeentry" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "procedures_noticeentry" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "procedures_noticeentry" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "procedures_noticeentry" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "procedures_noticeentry" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "procedures_noticeentry";
            DROP POLICY public_read_insert ON "procedures_noticeentry";
            DROP POLICY public_read_update ON "procedures_noticeentry";
            DROP POLICY public_read_delete ON "procedures_noticeentry";
            ALTER TABLE "procedures_noticeentry" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_noticeentry" DISABLE ROW LEVEL SECURITY;
            """,
            digest="d2556d4c381fa98d",
        ),
        database.operations.CreateObject(
            name="trail of procedures_noticeentry",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_noticeentry"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_noticeentry"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_noticeentry"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_noticeentry";
            DROP TRIGGER trail_update ON "procedures_noticeentry";
            DROP TRIGGER trail_delete ON "procedures_noticeentry";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="23b2b9fe1792eefc",
        ),
        database.operations.CreateObject(
            name="row security of procedures_objection",
            create="""
            ALTER TABLE "procedures_objection" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_objection" FORCE ROW LEVEL SECURITY;
            CREATE POLICY investigation_read ON "procedures_objection" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_insert ON "procedures_objection" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_update ON "procedures_objection" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on')
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_delete ON "procedures_objection" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            """,
            drop="""
            DROP POLICY investigation_read ON "procedures_objection";
            DROP POLICY investigation_insert ON "procedures_objection";
            DROP POLICY investigation_update ON "procedures_objection";
            DROP POLICY investigation_delete ON "procedures_objection";
            ALTER TABLE "procedures_objection" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_objection" DISABLE ROW LEVEL SECURITY;
            """,
            digest="f329f280de17c47b",
        ),
        database.operations.CreateObject(
            name="tenant key of procedures_objection",
            create="""
            ALTER TABLE "procedures_objection" ADD CONSTRAINT procedures_objection_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "procedures_objection" DROP CONSTRAINT procedures_objection_tenant_key;
            """,
            digest="224b69c96b10f935",
        ),
        database.operations.CreateObject(
            name="tenant key application_id of procedures_objection",
            create="""
            ALTER TABLE "procedures_objection" ADD CONSTRAINT procedures_objection_application_id_tenant
              FOREIGN KEY (application_id, organisation_id, district_id)
              REFERENCES "procedures_application" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_objection" DROP CONSTRAINT procedures_objection_application_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_application",),
            digest="c49ae95d24943099",
        ),
        database.operations.CreateObject(
            name="trail of procedures_objection",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_objection"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token', 'name', 'contact', 'text');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_objection"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token', 'name', 'contact', 'text');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_objection"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token', 'name', 'contact', 'text');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_objection";
            DROP TRIGGER trail_update ON "procedures_objection";
            DROP TRIGGER trail_delete ON "procedures_objection";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="4c882d588f3843c1",
        ),
        database.operations.CreateObject(
            name="row security of procedures_objectionevent",
            create="""
            ALTER TABLE "procedures_objectionevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_objectionevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY investigation_read ON "procedures_objectionevent" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_insert ON "procedures_objectionevent" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_update ON "procedures_objectionevent" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on')
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_delete ON "procedures_objectionevent" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            REVOKE UPDATE, DELETE ON "procedures_objectionevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY investigation_read ON "procedures_objectionevent";
            DROP POLICY investigation_insert ON "procedures_objectionevent";
            DROP POLICY investigation_update ON "procedures_objectionevent";
            DROP POLICY investigation_delete ON "procedures_objectionevent";
            ALTER TABLE "procedures_objectionevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_objectionevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_objectionevent" TO portal_app;
            """,
            digest="c6bb23ddf4d61bec",
        ),
        database.operations.CreateObject(
            name="tenant key objection_id of procedures_objectionevent",
            create="""
            ALTER TABLE "procedures_objectionevent" ADD CONSTRAINT procedures_objectionevent_objection_id_tenant
              FOREIGN KEY (objection_id, organisation_id, district_id)
              REFERENCES "procedures_objection" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_objectionevent" DROP CONSTRAINT procedures_objectionevent_objection_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_objection",),
            digest="f84372b0e27e7a01",
        ),
        database.operations.CreateObject(
            name="state guard of procedures_objection",
            create="""
            CREATE FUNCTION procedures_objection_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "procedures_objectionevent"
                             WHERE "objection_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'procedures_objection % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "procedures_objection"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION procedures_objection_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "procedures_objection";
            DROP FUNCTION procedures_objection_needs_event();
            """,
            digest="84e52be9042c4471",
        ),
        database.operations.CreateObject(
            name="row security of procedures_objectionevidence",
            create="""
            ALTER TABLE "procedures_objectionevidence" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_objectionevidence" FORCE ROW LEVEL SECURITY;
            CREATE POLICY investigation_read ON "procedures_objectionevidence" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_insert ON "procedures_objectionevidence" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_update ON "procedures_objectionevidence" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on')
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_delete ON "procedures_objectionevidence" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            REVOKE UPDATE, DELETE ON "procedures_objectionevidence" FROM portal_app;
            """,
            drop="""
            DROP POLICY investigation_read ON "procedures_objectionevidence";
            DROP POLICY investigation_insert ON "procedures_objectionevidence";
            DROP POLICY investigation_update ON "procedures_objectionevidence";
            DROP POLICY investigation_delete ON "procedures_objectionevidence";
            ALTER TABLE "procedures_objectionevidence" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_objectionevidence" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_objectionevidence" TO portal_app;
            """,
            digest="d6a0c7182a70fad2",
        ),
        database.operations.CreateObject(
            name="tenant key objection_id of procedures_objectionevidence",
            create="""
            ALTER TABLE "procedures_objectionevidence" ADD CONSTRAINT procedures_objectionevidence_objection_id_tenant
              FOREIGN KEY (objection_id, organisation_id, district_id)
              REFERENCES "procedures_objection" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_objectionevidence" DROP CONSTRAINT procedures_objectionevidence_objection_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_objection",),
            digest="064cdaaee93ceb93",
        ),
        database.operations.CreateObject(
            name="trail of procedures_objectionevidence",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_objectionevidence"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token', 'attachment_id');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_objectionevidence"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token', 'attachment_id');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_objectionevidence"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token', 'attachment_id');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_objectionevidence";
            DROP TRIGGER trail_update ON "procedures_objectionevidence";
            DROP TRIGGER trail_delete ON "procedures_objectionevidence";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="44d82fbe968af151",
        ),
        database.operations.CreateObject(
            name="row security of procedures_investigationnote",
            create="""
            ALTER TABLE "procedures_investigationnote" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_investigationnote" FORCE ROW LEVEL SECURITY;
            CREATE POLICY investigation_read ON "procedures_investigationnote" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_insert ON "procedures_investigationnote" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_update ON "procedures_investigationnote" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on')
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY investigation_delete ON "procedures_investigationnote" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND (SELECT current_setting('app.city', true)) = 'on');
            REVOKE UPDATE, DELETE ON "procedures_investigationnote" FROM portal_app;
            """,
            drop="""
            DROP POLICY investigation_read ON "procedures_investigationnote";
            DROP POLICY investigation_insert ON "procedures_investigationnote";
            DROP POLICY investigation_update ON "procedures_investigationnote";
            DROP POLICY investigation_delete ON "procedures_investigationnote";
            ALTER TABLE "procedures_investigationnote" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "procedures_investigationnote" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "procedures_investigationnote" TO portal_app;
            """,
            digest="186dc9cb9798bc82",
        ),
        database.operations.CreateObject(
            name="tenant key objection_id of procedures_investigationnote",
            create="""
            ALTER TABLE "procedures_investigationnote" ADD CONSTRAINT procedures_investigationnote_objection_id_tenant
              FOREIGN KEY (objection_id, organisation_id, district_id)
              REFERENCES "procedures_objection" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "procedures_investigationnote" DROP CONSTRAINT procedures_investigationnote_objection_id_tenant;
            """,
            needs=("procedures/tenant key of procedures_objection",),
            digest="f75c1fb46710079b",
        ),
        database.operations.CreateObject(
            name="trail of procedures_investigationnote",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "procedures_investigationnote"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token', 'text');
            CREATE TRIGGER trail_update AFTER UPDATE ON "procedures_investigationnote"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token', 'text');
            CREATE TRIGGER trail_delete AFTER DELETE ON "procedures_investigationnote"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token', 'text');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "procedures_investigationnote";
            DROP TRIGGER trail_update ON "procedures_investigationnote";
            DROP TRIGGER trail_delete ON "procedures_investigationnote";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="4e6124584aeb5d04",
        ),
    ]
