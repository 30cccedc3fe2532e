from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_database_objects"),
        ("enterprises", "0002_database_objects"),
        ("schemes", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of schemes_scheme",
            create="""
            ALTER TABLE "schemes_scheme" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "schemes_scheme" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "schemes_scheme" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "schemes_scheme" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "schemes_scheme" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "schemes_scheme" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "schemes_scheme";
            DROP POLICY public_read_insert ON "schemes_scheme";
            DROP POLICY public_read_update ON "schemes_scheme";
            DROP POLICY public_read_delete ON "schemes_scheme";
            ALTER TABLE "schemes_scheme" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "schemes_scheme" DISABLE ROW LEVEL SECURITY;
            """,
            digest="0fe9e13710c75dcc",
        ),
        database.operations.CreateObject(
            name="trail of schemes_scheme",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "schemes_scheme"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "schemes_scheme"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "schemes_scheme"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "schemes_scheme";
            DROP TRIGGER trail_update ON "schemes_scheme";
            DROP TRIGGER trail_delete ON "schemes_scheme";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="7ed561a66bddd582",
        ),
        database.operations.CreateObject(
            name="row security of schemes_schemeversion",
            create="""
            ALTER TABLE "schemes_schemeversion" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "schemes_schemeversion" FORCE ROW LEVEL SECURITY;
            CREATE POLICY published_read ON "schemes_schemeversion" FOR SELECT
              USING (state IN ('published', 'retired') OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY published_insert ON "schemes_schemeversion" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY published_update ON "schemes_schemeversion" FOR UPDATE
              USING (state IN ('published', 'retired') OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY published_delete ON "schemes_schemeversion" FOR DELETE
              USING (state IN ('published', 'retired') OR (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            """,
            drop="""
            DROP POLICY published_read ON "schemes_schemeversion";
            DROP POLICY published_insert ON "schemes_schemeversion";
            DROP POLICY published_update ON "schemes_schemeversion";
            DROP POLICY published_delete ON "schemes_schemeversion";
            ALTER TABLE "schemes_schemeversion" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "schemes_schemeversion" DISABLE ROW LEVEL SECURITY;
            """,
            digest="84d774b53c962e89",
        ),
        database.operations.CreateObject(
            name="trail of schemes_schemeversion",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "schemes_schemeversion"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "schemes_schemeversion"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "schemes_schemeversion"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "schemes_schemeversion";
            DROP TRIGGER trail_update ON "schemes_schemeversion";
            DROP TRIGGER trail_delete ON "schemes_schemeversion";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="14ebc761d4904aeb",
        ),
        database.operations.CreateObject(
            name="function schemes_frozen_version",
            create="""
            -- A published version is frozen for ever: its content does not change, it does not become a draft
            -- again, and it is not deleted.
            CREATE OR REPLACE FUNCTION schemes_frozen_version() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF TG_OP = 'DELETE' THEN
                RAISE EXCEPTION 'a published scheme version is frozen' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              IF NEW.definition IS DISTINCT FROM OLD.definition OR NEW.scheme_id <> OLD.scheme_id
                 OR NEW.label <> OLD.label OR NEW.source_document <> OLD.source_document
                 OR NEW.valid_from <> OLD.valid_from THEN
                RAISE EXCEPTION 'a published scheme version is frozen' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              IF OLD.state IN ('published', 'retired') AND NEW.state NOT IN ('published', 'retired') THEN
                RAISE EXCEPTION 'a published scheme version is frozen' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NEW;
            END $$;
            """,
            drop="""
            DROP FUNCTION schemes_frozen_version();
            """,
            digest="a504ffed706791c4",
        ),
        database.operations.CreateObject(
            name="trigger frozen_version on schemes_schemeversion",
            create="""
            CREATE TRIGGER frozen_version BEFORE UPDATE ON "schemes_schemeversion"
              FOR EACH ROW WHEN (OLD.state <> 'draft')
              EXECUTE FUNCTION schemes_frozen_version();
            """,
            drop="""
            DROP TRIGGER frozen_version ON "schemes_schemeversion";
            """,
            needs=("function schemes_frozen_version",),
            digest="558da4d8335e31ef",
        ),
        database.operations.CreateObject(
            name="trigger undeleted_version on schemes_schemeversion",
            create="""
            CREATE TRIGGER undeleted_version BEFORE DELETE ON "schemes_schemeversion"
              FOR EACH ROW WHEN (OLD.state IN ('published', 'retired'))
              EXECUTE FUNCTION schemes_frozen_version();
            """,
            drop="""
            DROP TRIGGER undeleted_version ON "schemes_schemeversion";
            """,
            needs=("function schemes_frozen_version",),
            digest="fa08e274ea8236fe",
        ),
        database.operations.CreateObject(
            name="row security of schemes_schemeversionevent",
            create="""
            ALTER TABLE "schemes_schemeversionevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "schemes_schemeversionevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY bureaus_read ON "schemes_schemeversionevent" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_insert ON "schemes_schemeversionevent" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_update ON "schemes_schemeversionevent" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            CREATE POLICY bureaus_delete ON "schemes_schemeversionevent" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0));
            REVOKE UPDATE, DELETE ON "schemes_schemeversionevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY bureaus_read ON "schemes_schemeversionevent";
            DROP POLICY bureaus_insert ON "schemes_schemeversionevent";
            DROP POLICY bureaus_update ON "schemes_schemeversionevent";
            DROP POLICY bureaus_delete ON "schemes_schemeversionevent";
            ALTER TABLE "schemes_schemeversionevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "schemes_schemeversionevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "schemes_schemeversionevent" TO portal_app;
            """,
            digest="665a30ee26407a2e",
        ),
        database.operations.CreateObject(
            name="key of schemes_schemeversionevent",
            create="""
            ALTER TABLE schemes_schemeversionevent ADD CONSTRAINT scheme_version_event_of FOREIGN KEY (version_id) REFERENCES schemes_schemeversion (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE schemes_schemeversionevent DROP CONSTRAINT scheme_version_event_of;
            """,
            digest="b62eaaeb8bd3e26d",
        ),
        database.operations.CreateObject(
            name="state guard of schemes_schemeversion",
            create="""
            CREATE FUNCTION schemes_schemeversion_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "schemes_schemeversionevent"
                             WHERE "version_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'schemes_schemeversion % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "schemes_schemeversion"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION schemes_schemeversion_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "schemes_schemeversion";
            DROP FUNCTION schemes_schemeversion_needs_event();
            """,
            digest="5843be131ff99340",
        ),
        database.operations.CreateObject(
            name="row security of schemes_schemewatch",
            create="""
            ALTER TABLE "schemes_schemewatch" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "schemes_schemewatch" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "schemes_schemewatch" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "schemes_schemewatch" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "schemes_schemewatch" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "schemes_schemewatch" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "schemes_schemewatch";
            DROP POLICY tenant_insert ON "schemes_schemewatch";
            DROP POLICY tenant_update ON "schemes_schemewatch";
            DROP POLICY tenant_delete ON "schemes_schemewatch";
            ALTER TABLE "schemes_schemewatch" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "schemes_schemewatch" DISABLE ROW LEVEL SECURITY;
            """,
            digest="96a18772335e9018",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of schemes_schemewatch",
            create="""
            ALTER TABLE "schemes_schemewatch" ADD CONSTRAINT schemes_schemewatch_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "schemes_schemewatch" DROP CONSTRAINT schemes_schemewatch_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="ee769dc180bee305",
        ),
        database.operations.CreateObject(
            name="trail of schemes_schemewatch",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "schemes_schemewatch"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "schemes_schemewatch"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "schemes_schemewatch"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "schemes_schemewatch";
            DROP TRIGGER trail_update ON "schemes_schemewatch";
            DROP TRIGGER trail_delete ON "schemes_schemewatch";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="ff32e221622a5f0a",
        ),
    ]
