from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("audit", "0002_database_objects"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        database.operations.CreateObject(
            name="trail of accounts_user",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "accounts_user"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "accounts_user"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "accounts_user"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "accounts_user";
            DROP TRIGGER trail_update ON "accounts_user";
            DROP TRIGGER trail_delete ON "accounts_user";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="54328fd16bcd901f",
        ),
        database.operations.CreateObject(
            name="trail of mfa_authenticator",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "mfa_authenticator"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token', 'data');
            CREATE TRIGGER trail_update AFTER UPDATE ON "mfa_authenticator"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token', 'data');
            CREATE TRIGGER trail_delete AFTER DELETE ON "mfa_authenticator"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token', 'data');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "mfa_authenticator";
            DROP TRIGGER trail_update ON "mfa_authenticator";
            DROP TRIGGER trail_delete ON "mfa_authenticator";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="78e6dcec79f03f4f",
        ),
        database.operations.CreateObject(
            name="row security of accounts_district",
            create="""
            ALTER TABLE "accounts_district" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_district" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "accounts_district" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "accounts_district" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "accounts_district" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "accounts_district" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "accounts_district";
            DROP POLICY public_read_insert ON "accounts_district";
            DROP POLICY public_read_update ON "accounts_district";
            DROP POLICY public_read_delete ON "accounts_district";
            ALTER TABLE "accounts_district" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_district" DISABLE ROW LEVEL SECURITY;
            """,
            digest="5127b7f4b55a07cd",
        ),
        database.operations.CreateObject(
            name="trail of accounts_district",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "accounts_district"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "accounts_district"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "accounts_district"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "accounts_district";
            DROP TRIGGER trail_update ON "accounts_district";
            DROP TRIGGER trail_delete ON "accounts_district";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="94d380318e99f0c6",
        ),
        database.operations.CreateObject(
            name="row security of accounts_organisation",
            create="""
            ALTER TABLE "accounts_organisation" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_organisation" FORCE ROW LEVEL SECURITY;
            CREATE POLICY organisation_read ON "accounts_organisation" FOR SELECT
              USING (kind <> 'enterprise' OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            CREATE POLICY organisation_insert ON "accounts_organisation" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY organisation_update ON "accounts_organisation" FOR UPDATE
              USING (kind <> 'enterprise' OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY organisation_delete ON "accounts_organisation" FOR DELETE
              USING (kind <> 'enterprise' OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            """,
            drop="""
            DROP POLICY organisation_read ON "accounts_organisation";
            DROP POLICY organisation_insert ON "accounts_organisation";
            DROP POLICY organisation_update ON "accounts_organisation";
            DROP POLICY organisation_delete ON "accounts_organisation";
            ALTER TABLE "accounts_organisation" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_organisation" DISABLE ROW LEVEL SECURITY;
            """,
            digest="414a9cd8b1efb6c4",
        ),
        database.operations.CreateObject(
            name="trail of accounts_organisation",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "accounts_organisation"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "accounts_organisation"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "accounts_organisation"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "accounts_organisation";
            DROP TRIGGER trail_update ON "accounts_organisation";
            DROP TRIGGER trail_delete ON "accounts_organisation";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="6efcf83acf303075",
        ),
        database.operations.CreateObject(
            name="row security of accounts_membership",
            create="""
            ALTER TABLE "accounts_membership" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_membership" FORCE ROW LEVEL SECURITY;
            CREATE POLICY membership_read ON "accounts_membership" FOR SELECT
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            CREATE POLICY membership_insert ON "accounts_membership" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY membership_update ON "accounts_membership" FOR UPDATE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY membership_delete ON "accounts_membership" FOR DELETE
              USING ((((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR user_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint))) OR (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))));
            """,
            drop="""
            DROP POLICY membership_read ON "accounts_membership";
            DROP POLICY membership_insert ON "accounts_membership";
            DROP POLICY membership_update ON "accounts_membership";
            DROP POLICY membership_delete ON "accounts_membership";
            ALTER TABLE "accounts_membership" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_membership" DISABLE ROW LEVEL SECURITY;
            """,
            digest="8beb78d0e37b0026",
        ),
        database.operations.CreateObject(
            name="tenant key of accounts_membership",
            create="""
            ALTER TABLE "accounts_membership" ADD CONSTRAINT accounts_membership_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "accounts_membership" DROP CONSTRAINT accounts_membership_tenant_key;
            """,
            digest="70f5c6a3c1d78bd2",
        ),
        database.operations.CreateObject(
            name="trail of accounts_membership",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "accounts_membership"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "accounts_membership"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "accounts_membership"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "accounts_membership";
            DROP TRIGGER trail_update ON "accounts_membership";
            DROP TRIGGER trail_delete ON "accounts_membership";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="353da72f1d42a943",
        ),
        database.operations.CreateObject(
            name="row security of accounts_invitation",
            create="""
            ALTER TABLE "accounts_invitation" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_invitation" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "accounts_invitation" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "accounts_invitation" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "accounts_invitation" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "accounts_invitation" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "accounts_invitation";
            DROP POLICY tenant_insert ON "accounts_invitation";
            DROP POLICY tenant_update ON "accounts_invitation";
            DROP POLICY tenant_delete ON "accounts_invitation";
            ALTER TABLE "accounts_invitation" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_invitation" DISABLE ROW LEVEL SECURITY;
            """,
            digest="7af01c07a77712a1",
        ),
        database.operations.CreateObject(
            name="trail of accounts_invitation",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "accounts_invitation"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "accounts_invitation"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "accounts_invitation"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "accounts_invitation";
            DROP TRIGGER trail_update ON "accounts_invitation";
            DROP TRIGGER trail_delete ON "accounts_invitation";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="27aa55bd305ead2c",
        ),
        database.operations.CreateObject(
            name="row security of accounts_leavecover",
            create="""
            ALTER TABLE "accounts_leavecover" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_leavecover" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "accounts_leavecover" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "accounts_leavecover" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "accounts_leavecover" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "accounts_leavecover" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "accounts_leavecover";
            DROP POLICY tenant_insert ON "accounts_leavecover";
            DROP POLICY tenant_update ON "accounts_leavecover";
            DROP POLICY tenant_delete ON "accounts_leavecover";
            ALTER TABLE "accounts_leavecover" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_leavecover" DISABLE ROW LEVEL SECURITY;
            """,
            digest="a0ed6ce42a09000f",
        ),
        database.operations.CreateObject(
            name="tenant key absent_id of accounts_leavecover",
            create="""
            ALTER TABLE "accounts_leavecover" ADD CONSTRAINT accounts_leavecover_absent_id_tenant
              FOREIGN KEY (absent_id, organisation_id, district_id)
              REFERENCES "accounts_membership" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "accounts_leavecover" DROP CONSTRAINT accounts_leavecover_absent_id_tenant;
            """,
            needs=("accounts/tenant key of accounts_membership",),
            digest="e892ea4e5e87cfdb",
        ),
        database.operations.CreateObject(
            name="tenant key cover_id of accounts_leavecover",
            create="""
            ALTER TABLE "accounts_leavecover" ADD CONSTRAINT accounts_leavecover_cover_id_tenant
              FOREIGN KEY (cover_id, organisation_id, district_id)
              REFERENCES "accounts_membership" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "accounts_leavecover" DROP CONSTRAINT accounts_leavecover_cover_id_tenant;
            """,
            needs=("accounts/tenant key of accounts_membership",),
            digest="15807b6c48c58835",
        ),
        database.operations.CreateObject(
            name="trail of accounts_leavecover",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "accounts_leavecover"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "accounts_leavecover"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "accounts_leavecover"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "accounts_leavecover";
            DROP TRIGGER trail_update ON "accounts_leavecover";
            DROP TRIGGER trail_delete ON "accounts_leavecover";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="f9b685eebd850712",
        ),
        database.operations.CreateObject(
            name="row security of accounts_notification",
            create="""
            ALTER TABLE "accounts_notification" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_notification" FORCE ROW LEVEL SECURITY;
            CREATE POLICY recipient_read ON "accounts_notification" FOR SELECT
              USING (((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR recipient_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint)));
            CREATE POLICY recipient_insert ON "accounts_notification" FOR INSERT
              WITH CHECK (((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR recipient_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint)));
            CREATE POLICY recipient_update ON "accounts_notification" FOR UPDATE
              USING (((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR recipient_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint)))
              WITH CHECK (((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR recipient_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint)));
            CREATE POLICY recipient_delete ON "accounts_notification" FOR DELETE
              USING (((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint = 0) OR recipient_id = (SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY recipient_read ON "accounts_notification";
            DROP POLICY recipient_insert ON "accounts_notification";
            DROP POLICY recipient_update ON "accounts_notification";
            DROP POLICY recipient_delete ON "accounts_notification";
            ALTER TABLE "accounts_notification" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_notification" DISABLE ROW LEVEL SECURITY;
            """,
            digest="e1c3e11803fbebe7",
        ),
        database.operations.CreateObject(
            name="row security of accounts_outboxmessage",
            create="""
            ALTER TABLE "accounts_outboxmessage" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_outboxmessage" FORCE ROW LEVEL SECURITY;
            CREATE POLICY internal_read ON "accounts_outboxmessage" FOR SELECT
              USING ((SELECT current_setting('app.system', true)) = 'on');
            CREATE POLICY internal_insert ON "accounts_outboxmessage" FOR INSERT
              WITH CHECK (true);
            CREATE POLICY internal_update ON "accounts_outboxmessage" FOR UPDATE
              USING ((SELECT current_setting('app.system', true)) = 'on')
              WITH CHECK (true);
            CREATE POLICY internal_delete ON "accounts_outboxmessage" FOR DELETE
              USING ((SELECT current_setting('app.system', true)) = 'on');
            """,
            drop="""
            DROP POLICY internal_read ON "accounts_outboxmessage";
            DROP POLICY internal_insert ON "accounts_outboxmessage";
            DROP POLICY internal_update ON "accounts_outboxmessage";
            DROP POLICY internal_delete ON "accounts_outboxmessage";
            ALTER TABLE "accounts_outboxmessage" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_outboxmessage" DISABLE ROW LEVEL SECURITY;
            """,
            digest="08965a8f693d0d06",
        ),
        database.operations.CreateObject(
            name="row security of accounts_job",
            create="""
            ALTER TABLE "accounts_job" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_job" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "accounts_job" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "accounts_job" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "accounts_job" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "accounts_job" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "accounts_job";
            DROP POLICY tenant_insert ON "accounts_job";
            DROP POLICY tenant_update ON "accounts_job";
            DROP POLICY tenant_delete ON "accounts_job";
            ALTER TABLE "accounts_job" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "accounts_job" DISABLE ROW LEVEL SECURITY;
            """,
            digest="89e9478c09c9c921",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on accounts_membership",
            create="""
            GRANT SELECT (id, organisation_id, district_id, user_id, duty, is_administrator, is_active, is_program, since) ON "accounts_membership" TO portal_search;
            """,
            drop="""
            REVOKE SELECT (id, organisation_id, district_id, user_id, duty, is_administrator, is_active, is_program, since) ON "accounts_membership" FROM portal_search;
            """,
            digest="0d949f1a954b1e1c",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on accounts_organisation",
            create="""
            GRANT SELECT (id, kind, name, district_id, is_active) ON "accounts_organisation" TO portal_search;
            """,
            drop="""
            REVOKE SELECT (id, kind, name, district_id, is_active) ON "accounts_organisation" FROM portal_search;
            """,
            digest="539f00f4a24e1ba9",
        ),
        database.operations.CreateObject(
            name="function accounts_present_duties",
            create="""
            -- The duties that a person has now, with their organisations. The person is not known to the portal
            -- yet when it is asked, so it runs as portal_search, which the policies do not bind, and finds the
            -- rows of this one person. In plpgsql, for its plan is kept: every page asks.
            CREATE OR REPLACE FUNCTION accounts_present_duties(person bigint) RETURNS TABLE (
              membership_id bigint, membership_organisation_id bigint, membership_district_id bigint,
              membership_user_id bigint, membership_duty text, membership_is_administrator boolean,
              membership_is_active boolean, membership_is_program boolean, membership_since timestamptz,
              organisation_id bigint, organisation_kind text, organisation_name text,
              organisation_district_id bigint, organisation_is_active boolean
            ) LANGUAGE plpgsql STABLE STRICT ROWS 2
            SECURITY DEFINER SET search_path = pg_catalog, public AS $$
            BEGIN
              RETURN QUERY
              SELECT membership.id, membership.organisation_id, membership.district_id, membership.user_id,
                     membership.duty::text, membership.is_administrator, membership.is_active,
                     membership.is_program, membership.since,
                     organisation.id, organisation.kind::text, organisation.name::text,
                     organisation.district_id, organisation.is_active
                FROM public.accounts_membership membership
                JOIN public.accounts_organisation organisation ON organisation.id = membership.organisation_id
               WHERE membership.user_id = person AND membership.is_active AND organisation.is_active;
            END $$;
            REVOKE ALL ON FUNCTION accounts_present_duties(bigint) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION accounts_present_duties(bigint) TO portal_app;
            ALTER FUNCTION accounts_present_duties(bigint) OWNER TO portal_search;
            """,
            drop="""
            DROP FUNCTION accounts_present_duties(bigint);
            """,
            digest="df2faedf7c8137db",
        ),
    ]
