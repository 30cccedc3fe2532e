from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_database_objects"),
        ("audit", "0002_database_objects"),
        ("enterprises", "0002_database_objects"),
        ("financing", "0001_initial"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of financing_whitelistentry",
            create="""
            ALTER TABLE "financing_whitelistentry" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_whitelistentry" FORCE ROW LEVEL SECURITY;
            CREATE POLICY whitelist_read ON "financing_whitelistentry" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND listed_at IS NOT NULL));
            CREATE POLICY whitelist_insert ON "financing_whitelistentry" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY whitelist_update ON "financing_whitelistentry" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY whitelist_delete ON "financing_whitelistentry" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY whitelist_read ON "financing_whitelistentry";
            DROP POLICY whitelist_insert ON "financing_whitelistentry";
            DROP POLICY whitelist_update ON "financing_whitelistentry";
            DROP POLICY whitelist_delete ON "financing_whitelistentry";
            ALTER TABLE "financing_whitelistentry" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_whitelistentry" DISABLE ROW LEVEL SECURITY;
            """,
            digest="743e615a2aa5597c",
        ),
        database.operations.CreateObject(
            name="tenant key of financing_whitelistentry",
            create="""
            ALTER TABLE "financing_whitelistentry" ADD CONSTRAINT financing_whitelistentry_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "financing_whitelistentry" DROP CONSTRAINT financing_whitelistentry_tenant_key;
            """,
            digest="34ab1ea6c47f272a",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of financing_whitelistentry",
            create="""
            ALTER TABLE "financing_whitelistentry" ADD CONSTRAINT financing_whitelistentry_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_whitelistentry" DROP CONSTRAINT financing_whitelistentry_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="a18b51779eae4383",
        ),
        database.operations.CreateObject(
            name="trail of financing_whitelistentry",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_whitelistentry"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_whitelistentry"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_whitelistentry"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_whitelistentry";
            DROP TRIGGER trail_update ON "financing_whitelistentry";
            DROP TRIGGER trail_delete ON "financing_whitelistentry";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="af9b66df20d0396f",
        ),
        database.operations.CreateObject(
            name="row security of financing_whitelistevent",
            create="""
            ALTER TABLE "financing_whitelistevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_whitelistevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_whitelistevent" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_whitelistevent" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_whitelistevent" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_whitelistevent" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "financing_whitelistevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_whitelistevent";
            DROP POLICY tenant_insert ON "financing_whitelistevent";
            DROP POLICY tenant_update ON "financing_whitelistevent";
            DROP POLICY tenant_delete ON "financing_whitelistevent";
            ALTER TABLE "financing_whitelistevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_whitelistevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "financing_whitelistevent" TO portal_app;
            """,
            digest="c49f9f119d6a7955",
        ),
        database.operations.CreateObject(
            name="tenant key entry_id of financing_whitelistevent",
            create="""
            ALTER TABLE "financing_whitelistevent" ADD CONSTRAINT financing_whitelistevent_entry_id_tenant
              FOREIGN KEY (entry_id, organisation_id, district_id)
              REFERENCES "financing_whitelistentry" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_whitelistevent" DROP CONSTRAINT financing_whitelistevent_entry_id_tenant;
            """,
            needs=("financing/tenant key of financing_whitelistentry",),
            digest="2c581edc94d239be",
        ),
        database.operations.CreateObject(
            name="state guard of financing_whitelistentry",
            create="""
            CREATE FUNCTION financing_whitelistentry_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "financing_whitelistevent"
                             WHERE "entry_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'financing_whitelistentry % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "financing_whitelistentry"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION financing_whitelistentry_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "financing_whitelistentry";
            DROP FUNCTION financing_whitelistentry_needs_event();
            """,
            digest="1711b909aa8a1586",
        ),
        database.operations.CreateObject(
            name="row security of financing_consent",
            create="""
            ALTER TABLE "financing_consent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_consent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY consent_read ON "financing_consent" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY consent_insert ON "financing_consent" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY consent_update ON "financing_consent" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY consent_delete ON "financing_consent" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY consent_read ON "financing_consent";
            DROP POLICY consent_insert ON "financing_consent";
            DROP POLICY consent_update ON "financing_consent";
            DROP POLICY consent_delete ON "financing_consent";
            ALTER TABLE "financing_consent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_consent" DISABLE ROW LEVEL SECURITY;
            """,
            digest="72300f9c4fdd75e4",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of financing_consent",
            create="""
            ALTER TABLE "financing_consent" ADD CONSTRAINT financing_consent_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_consent" DROP CONSTRAINT financing_consent_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="6222fe51ca979811",
        ),
        database.operations.CreateObject(
            name="trail of financing_consent",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_consent"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_consent"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_consent"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_consent";
            DROP TRIGGER trail_update ON "financing_consent";
            DROP TRIGGER trail_delete ON "financing_consent";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="4e6dbb7c8dad7043",
        ),
        database.operations.CreateObject(
            name="row security of financing_disclosure",
            create="""
            ALTER TABLE "financing_disclosure" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_disclosure" FORCE ROW LEVEL SECURITY;
            CREATE POLICY disclosed_read ON "financing_disclosure" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY disclosed_insert ON "financing_disclosure" FOR INSERT
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY disclosed_update ON "financing_disclosure" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY disclosed_delete ON "financing_disclosure" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "financing_disclosure" FROM portal_app;
            """,
            drop="""
            DROP POLICY disclosed_read ON "financing_disclosure";
            DROP POLICY disclosed_insert ON "financing_disclosure";
            DROP POLICY disclosed_update ON "financing_disclosure";
            DROP POLICY disclosed_delete ON "financing_disclosure";
            ALTER TABLE "financing_disclosure" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_disclosure" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "financing_disclosure" TO portal_app;
            """,
            digest="4a30fd3593b52cf3",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of financing_disclosure",
            create="""
            ALTER TABLE "financing_disclosure" ADD CONSTRAINT financing_disclosure_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_disclosure" DROP CONSTRAINT financing_disclosure_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="61a1dfac679e5d49",
        ),
        database.operations.CreateObject(
            name="row security of financing_supportplan",
            create="""
            ALTER TABLE "financing_supportplan" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_supportplan" FORCE ROW LEVEL SECURITY;
            CREATE POLICY put_to_bank_read ON "financing_supportplan" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_insert ON "financing_supportplan" FOR INSERT
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_update ON "financing_supportplan" FOR UPDATE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_delete ON "financing_supportplan" FOR DELETE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY put_to_bank_read ON "financing_supportplan";
            DROP POLICY put_to_bank_insert ON "financing_supportplan";
            DROP POLICY put_to_bank_update ON "financing_supportplan";
            DROP POLICY put_to_bank_delete ON "financing_supportplan";
            ALTER TABLE "financing_supportplan" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_supportplan" DISABLE ROW LEVEL SECURITY;
            """,
            digest="fb241d680c11c0cc",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of financing_supportplan",
            create="""
            ALTER TABLE "financing_supportplan" ADD CONSTRAINT financing_supportplan_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_supportplan" DROP CONSTRAINT financing_supportplan_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="6a1901b54953d7aa",
        ),
        database.operations.CreateObject(
            name="trail of financing_supportplan",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_supportplan"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_supportplan"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_supportplan"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_supportplan";
            DROP TRIGGER trail_update ON "financing_supportplan";
            DROP TRIGGER trail_delete ON "financing_supportplan";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="4e47d50c35ea8bff",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on financing_whitelistentry",
            create="""
            GRANT SELECT ON "financing_whitelistentry" TO portal_search;
            """,
            drop="""
            REVOKE SELECT ON "financing_whitelistentry" FROM portal_search;
            """,
            digest="c6770c6f4ad2783a",
        ),
        database.operations.CreateObject(
            name="function financing_search",
            create=r"""
            -- Names of enterprises on the list, for banks: the registry itself they may not read. As
            -- enterprises_search does, the function runs as portal_search, so that the index of name parts is
            -- used; it finds who is on the list and nobody else, and nothing without a scope.
            CREATE OR REPLACE FUNCTION financing_search(part text, most integer) RETURNS SETOF bigint
            LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS $$
              SELECT enterprise.organisation_id FROM public.enterprises_enterprise AS enterprise
              WHERE enterprises_bigrams(enterprise.name) @> enterprises_bigrams(part)
                AND lower(enterprise.name) LIKE
                  '%' || replace(replace(replace(lower(part), '\', '\\'), '%', '\%'), '_', '\_') || '%'
                AND (nullif(current_setting('app.districts', true), '') IS NOT NULL) IS TRUE
                AND EXISTS (
                  SELECT FROM public.financing_whitelistentry AS entry
                  WHERE entry.organisation_id = enterprise.organisation_id AND entry.state = 'listed'
                )
              LIMIT most
            $$;
            REVOKE ALL ON FUNCTION financing_search(text, integer) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION financing_search(text, integer) TO portal_app;
            ALTER FUNCTION financing_search(text, integer) OWNER TO portal_search;
            """,
            drop="""
            DROP FUNCTION financing_search(text, integer);
            """,
            needs=("enterprises/function enterprises_bigrams",),
            digest="e1857ef496ce58c2",
        ),
        database.operations.CreateObject(
            name="row security of financing_loandemand",
            create="""
            ALTER TABLE "financing_loandemand" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_loandemand" FORCE ROW LEVEL SECURITY;
            CREATE POLICY demand_read ON "financing_loandemand" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint) = ANY (bank_ids)));
            CREATE POLICY demand_insert ON "financing_loandemand" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY demand_update ON "financing_loandemand" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY demand_delete ON "financing_loandemand" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY demand_read ON "financing_loandemand";
            DROP POLICY demand_insert ON "financing_loandemand";
            DROP POLICY demand_update ON "financing_loandemand";
            DROP POLICY demand_delete ON "financing_loandemand";
            ALTER TABLE "financing_loandemand" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_loandemand" DISABLE ROW LEVEL SECURITY;
            """,
            digest="a812840e7503b0e9",
        ),
        database.operations.CreateObject(
            name="tenant key of financing_loandemand",
            create="""
            ALTER TABLE "financing_loandemand" ADD CONSTRAINT financing_loandemand_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "financing_loandemand" DROP CONSTRAINT financing_loandemand_tenant_key;
            """,
            digest="1ff3a9bb10bafc46",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of financing_loandemand",
            create="""
            ALTER TABLE "financing_loandemand" ADD CONSTRAINT financing_loandemand_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_loandemand" DROP CONSTRAINT financing_loandemand_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="4f6cc7eee0b4ef41",
        ),
        database.operations.CreateObject(
            name="trail of financing_loandemand",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_loandemand"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_loandemand"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_loandemand"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_loandemand";
            DROP TRIGGER trail_update ON "financing_loandemand";
            DROP TRIGGER trail_delete ON "financing_loandemand";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="f1ef39a140d26739",
        ),
        database.operations.CreateObject(
            name="row security of financing_loandemandevent",
            create="""
            ALTER TABLE "financing_loandemandevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_loandemandevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_loandemandevent" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_loandemandevent" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_loandemandevent" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_loandemandevent" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "financing_loandemandevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_loandemandevent";
            DROP POLICY tenant_insert ON "financing_loandemandevent";
            DROP POLICY tenant_update ON "financing_loandemandevent";
            DROP POLICY tenant_delete ON "financing_loandemandevent";
            ALTER TABLE "financing_loandemandevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_loandemandevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "financing_loandemandevent" TO portal_app;
            """,
            digest="d626b54264512f38",
        ),
        database.operations.CreateObject(
            name="tenant key demand_id of financing_loandemandevent",
            create="""
            ALTER TABLE "financing_loandemandevent" ADD CONSTRAINT financing_loandemandevent_demand_id_tenant
              FOREIGN KEY (demand_id, organisation_id, district_id)
              REFERENCES "financing_loandemand" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_loandemandevent" DROP CONSTRAINT financing_loandemandevent_demand_id_tenant;
            """,
            needs=("financing/tenant key of financing_loandemand",),
            digest="a39521c0310331e1",
        ),
        database.operations.CreateObject(
            name="state guard of financing_loandemand",
            create="""
            CREATE FUNCTION financing_loandemand_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "financing_loandemandevent"
                             WHERE "demand_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'financing_loandemand % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "financing_loandemand"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION financing_loandemand_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "financing_loandemand";
            DROP FUNCTION financing_loandemand_needs_event();
            """,
            digest="c162c3eeaef79fb7",
        ),
        database.operations.CreateObject(
            name="row security of financing_demandhandling",
            create="""
            ALTER TABLE "financing_demandhandling" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_demandhandling" FORCE ROW LEVEL SECURITY;
            CREATE POLICY put_to_bank_read ON "financing_demandhandling" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_insert ON "financing_demandhandling" FOR INSERT
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_update ON "financing_demandhandling" FOR UPDATE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_delete ON "financing_demandhandling" FOR DELETE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY put_to_bank_read ON "financing_demandhandling";
            DROP POLICY put_to_bank_insert ON "financing_demandhandling";
            DROP POLICY put_to_bank_update ON "financing_demandhandling";
            DROP POLICY put_to_bank_delete ON "financing_demandhandling";
            ALTER TABLE "financing_demandhandling" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_demandhandling" DISABLE ROW LEVEL SECURITY;
            """,
            digest="4985fc0adcc92b40",
        ),
        database.operations.CreateObject(
            name="tenant key of financing_demandhandling",
            create="""
            ALTER TABLE "financing_demandhandling" ADD CONSTRAINT financing_demandhandling_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "financing_demandhandling" DROP CONSTRAINT financing_demandhandling_tenant_key;
            """,
            digest="425be6e30b4bbcc7",
        ),
        database.operations.CreateObject(
            name="tenant key demand_id of financing_demandhandling",
            create="""
            ALTER TABLE "financing_demandhandling" ADD CONSTRAINT financing_demandhandling_demand_id_tenant
              FOREIGN KEY (demand_id, organisation_id, district_id)
              REFERENCES "financing_loandemand" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_demandhandling" DROP CONSTRAINT financing_demandhandling_demand_id_tenant;
            """,
            needs=("financing/tenant key of financing_loandemand",),
            digest="75afe931b75990bb",
        ),
        database.operations.CreateObject(
            name="trail of financing_demandhandling",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_demandhandling"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_demandhandling"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_demandhandling"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_demandhandling";
            DROP TRIGGER trail_update ON "financing_demandhandling";
            DROP TRIGGER trail_delete ON "financing_demandhandling";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="ec0757108f121ef5",
        ),
        database.operations.CreateObject(
            name="row security of financing_loanoffer",
            create="""
            ALTER TABLE "financing_loanoffer" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_loanoffer" FORCE ROW LEVEL SECURITY;
            CREATE POLICY put_to_bank_read ON "financing_loanoffer" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_insert ON "financing_loanoffer" FOR INSERT
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_update ON "financing_loanoffer" FOR UPDATE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_delete ON "financing_loanoffer" FOR DELETE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "financing_loanoffer" FROM portal_app;
            """,
            drop="""
            DROP POLICY put_to_bank_read ON "financing_loanoffer";
            DROP POLICY put_to_bank_insert ON "financing_loanoffer";
            DROP POLICY put_to_bank_update ON "financing_loanoffer";
            DROP POLICY put_to_bank_delete ON "financing_loanoffer";
            ALTER TABLE "financing_loanoffer" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_loanoffer" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "financing_loanoffer" TO portal_app;
            """,
            digest="448f87d3850318c0",
        ),
        database.operations.CreateObject(
            name="tenant key handling_id of financing_loanoffer",
            create="""
            ALTER TABLE "financing_loanoffer" ADD CONSTRAINT financing_loanoffer_handling_id_tenant
              FOREIGN KEY (handling_id, organisation_id, district_id)
              REFERENCES "financing_demandhandling" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_loanoffer" DROP CONSTRAINT financing_loanoffer_handling_id_tenant;
            """,
            needs=("financing/tenant key of financing_demandhandling",),
            digest="af133725176ef23d",
        ),
        database.operations.CreateObject(
            name="row security of financing_demandfile",
            create="""
            ALTER TABLE "financing_demandfile" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_demandfile" FORCE ROW LEVEL SECURITY;
            CREATE POLICY between_two_read ON "financing_demandfile" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND NOT (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0)) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) OR (SELECT current_setting('app.system', true)) = 'on');
            CREATE POLICY between_two_insert ON "financing_demandfile" FOR INSERT
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND NOT (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0)) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) OR (SELECT current_setting('app.system', true)) = 'on');
            CREATE POLICY between_two_update ON "financing_demandfile" FOR UPDATE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND NOT (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0)) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) OR (SELECT current_setting('app.system', true)) = 'on')
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND NOT (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0)) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) OR (SELECT current_setting('app.system', true)) = 'on');
            CREATE POLICY between_two_delete ON "financing_demandfile" FOR DELETE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) AND NOT (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0)) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) OR (SELECT current_setting('app.system', true)) = 'on');
            REVOKE UPDATE, DELETE ON "financing_demandfile" FROM portal_app;
            """,
            drop="""
            DROP POLICY between_two_read ON "financing_demandfile";
            DROP POLICY between_two_insert ON "financing_demandfile";
            DROP POLICY between_two_update ON "financing_demandfile";
            DROP POLICY between_two_delete ON "financing_demandfile";
            ALTER TABLE "financing_demandfile" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_demandfile" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "financing_demandfile" TO portal_app;
            """,
            digest="73086233037532ed",
        ),
        database.operations.CreateObject(
            name="tenant key handling_id of financing_demandfile",
            create="""
            ALTER TABLE "financing_demandfile" ADD CONSTRAINT financing_demandfile_handling_id_tenant
              FOREIGN KEY (handling_id, organisation_id, district_id)
              REFERENCES "financing_demandhandling" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_demandfile" DROP CONSTRAINT financing_demandfile_handling_id_tenant;
            """,
            needs=("financing/tenant key of financing_demandhandling",),
            digest="aa12d5c52827ac81",
        ),
        database.operations.CreateObject(
            name="row security of financing_demandevent",
            create="""
            ALTER TABLE "financing_demandevent" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_demandevent" FORCE ROW LEVEL SECURITY;
            CREATE POLICY put_to_bank_read ON "financing_demandevent" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_insert ON "financing_demandevent" FOR INSERT
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_update ON "financing_demandevent" FOR UPDATE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_delete ON "financing_demandevent" FOR DELETE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "financing_demandevent" FROM portal_app;
            """,
            drop="""
            DROP POLICY put_to_bank_read ON "financing_demandevent";
            DROP POLICY put_to_bank_insert ON "financing_demandevent";
            DROP POLICY put_to_bank_update ON "financing_demandevent";
            DROP POLICY put_to_bank_delete ON "financing_demandevent";
            ALTER TABLE "financing_demandevent" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_demandevent" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "financing_demandevent" TO portal_app;
            """,
            digest="891809288ba15e66",
        ),
        database.operations.CreateObject(
            name="tenant key handling_id of financing_demandevent",
            create="""
            ALTER TABLE "financing_demandevent" ADD CONSTRAINT financing_demandevent_handling_id_tenant
              FOREIGN KEY (handling_id, organisation_id, district_id)
              REFERENCES "financing_demandhandling" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_demandevent" DROP CONSTRAINT financing_demandevent_handling_id_tenant;
            """,
            needs=("financing/tenant key of financing_demandhandling",),
            digest="781d65cc582ce320",
        ),
        database.operations.CreateObject(
            name="state guard of financing_demandhandling",
            create="""
            CREATE FUNCTION financing_demandhandling_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM "financing_demandevent"
                             WHERE "handling_id" = NEW.id AND target = NEW.state
                               AND xid = pg_current_xact_id()::text::bigint) THEN
                RAISE EXCEPTION 'financing_demandhandling % changed to % without an event', NEW.id, NEW.state
                  USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER needs_event AFTER UPDATE ON "financing_demandhandling"
              DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
              WHEN (OLD.state IS DISTINCT FROM NEW.state)
              EXECUTE FUNCTION financing_demandhandling_needs_event();
            """,
            drop="""
            DROP TRIGGER needs_event ON "financing_demandhandling";
            DROP FUNCTION financing_demandhandling_needs_event();
            """,
            digest="0a0ccea0d20b3763",
        ),
        database.operations.CreateObject(
            name="row security of financing_creditfeedback",
            create="""
            ALTER TABLE "financing_creditfeedback" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_creditfeedback" FORCE ROW LEVEL SECURITY;
            CREATE POLICY put_to_bank_read ON "financing_creditfeedback" FOR SELECT
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_insert ON "financing_creditfeedback" FOR INSERT
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_update ON "financing_creditfeedback" FOR UPDATE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY put_to_bank_delete ON "financing_creditfeedback" FOR DELETE
              USING ((district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))) OR ((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY put_to_bank_read ON "financing_creditfeedback";
            DROP POLICY put_to_bank_insert ON "financing_creditfeedback";
            DROP POLICY put_to_bank_update ON "financing_creditfeedback";
            DROP POLICY put_to_bank_delete ON "financing_creditfeedback";
            ALTER TABLE "financing_creditfeedback" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_creditfeedback" DISABLE ROW LEVEL SECURITY;
            """,
            digest="454941b80bea2fcc",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of financing_creditfeedback",
            create="""
            ALTER TABLE "financing_creditfeedback" ADD CONSTRAINT financing_creditfeedback_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_creditfeedback" DROP CONSTRAINT financing_creditfeedback_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="995314dad65fbcda",
        ),
        database.operations.CreateObject(
            name="trail of financing_creditfeedback",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_creditfeedback"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_creditfeedback"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_creditfeedback"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_creditfeedback";
            DROP TRIGGER trail_update ON "financing_creditfeedback";
            DROP TRIGGER trail_delete ON "financing_creditfeedback";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="fc9968412f9b88f5",
        ),
        database.operations.CreateObject(
            name="row security of financing_feedbackupload",
            create="""
            ALTER TABLE "financing_feedbackupload" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_feedbackupload" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_feedbackupload" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_feedbackupload" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_feedbackupload" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_feedbackupload" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_feedbackupload";
            DROP POLICY tenant_insert ON "financing_feedbackupload";
            DROP POLICY tenant_update ON "financing_feedbackupload";
            DROP POLICY tenant_delete ON "financing_feedbackupload";
            ALTER TABLE "financing_feedbackupload" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_feedbackupload" DISABLE ROW LEVEL SECURITY;
            """,
            digest="11d827ed83b2f8f7",
        ),
        database.operations.CreateObject(
            name="row security of financing_marketrate",
            create="""
            ALTER TABLE "financing_marketrate" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_marketrate" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "financing_marketrate" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "financing_marketrate" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "financing_marketrate" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "financing_marketrate" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "financing_marketrate";
            DROP POLICY public_read_insert ON "financing_marketrate";
            DROP POLICY public_read_update ON "financing_marketrate";
            DROP POLICY public_read_delete ON "financing_marketrate";
            ALTER TABLE "financing_marketrate" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_marketrate" DISABLE ROW LEVEL SECURITY;
            """,
            digest="cd5f0d7dd4d0cc5e",
        ),
        database.operations.CreateObject(
            name="trail of financing_marketrate",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_marketrate"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_marketrate"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_marketrate"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_marketrate";
            DROP TRIGGER trail_update ON "financing_marketrate";
            DROP TRIGGER trail_delete ON "financing_marketrate";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="87edbaf97136a2a0",
        ),
        database.operations.CreateObject(
            name="row security of financing_bankclient",
            create="""
            ALTER TABLE "financing_bankclient" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_bankclient" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_bankclient" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_bankclient" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_bankclient" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_bankclient" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_bankclient";
            DROP POLICY tenant_insert ON "financing_bankclient";
            DROP POLICY tenant_update ON "financing_bankclient";
            DROP POLICY tenant_delete ON "financing_bankclient";
            ALTER TABLE "financing_bankclient" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_bankclient" DISABLE ROW LEVEL SECURITY;
            """,
            digest="d220380d1e712075",
        ),
        database.operations.CreateObject(
            name="tenant key of financing_bankclient",
            create="""
            ALTER TABLE "financing_bankclient" ADD CONSTRAINT financing_bankclient_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "financing_bankclient" DROP CONSTRAINT financing_bankclient_tenant_key;
            """,
            digest="7bfe6770eaa3e92f",
        ),
        database.operations.CreateObject(
            name="trail of financing_bankclient",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_bankclient"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_bankclient"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_bankclient"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_bankclient";
            DROP TRIGGER trail_update ON "financing_bankclient";
            DROP TRIGGER trail_delete ON "financing_bankclient";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="d0c5259cfa9ca1e3",
        ),
        database.operations.CreateObject(
            name="row security of financing_clientsecret",
            create="""
            ALTER TABLE "financing_clientsecret" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_clientsecret" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_clientsecret" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_clientsecret" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_clientsecret" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_clientsecret" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_clientsecret";
            DROP POLICY tenant_insert ON "financing_clientsecret";
            DROP POLICY tenant_update ON "financing_clientsecret";
            DROP POLICY tenant_delete ON "financing_clientsecret";
            ALTER TABLE "financing_clientsecret" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_clientsecret" DISABLE ROW LEVEL SECURITY;
            """,
            digest="d1807d93bf472951",
        ),
        database.operations.CreateObject(
            name="tenant key client_id of financing_clientsecret",
            create="""
            ALTER TABLE "financing_clientsecret" ADD CONSTRAINT financing_clientsecret_client_id_tenant
              FOREIGN KEY (client_id, organisation_id, district_id)
              REFERENCES "financing_bankclient" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_clientsecret" DROP CONSTRAINT financing_clientsecret_client_id_tenant;
            """,
            needs=("financing/tenant key of financing_bankclient",),
            digest="2905e95d7666e679",
        ),
        database.operations.CreateObject(
            name="row security of financing_clientusage",
            create="""
            ALTER TABLE "financing_clientusage" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_clientusage" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_clientusage" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_clientusage" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_clientusage" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_clientusage" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_clientusage";
            DROP POLICY tenant_insert ON "financing_clientusage";
            DROP POLICY tenant_update ON "financing_clientusage";
            DROP POLICY tenant_delete ON "financing_clientusage";
            ALTER TABLE "financing_clientusage" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_clientusage" DISABLE ROW LEVEL SECURITY;
            """,
            digest="f84a721b126bab5f",
        ),
        database.operations.CreateObject(
            name="tenant key client_id of financing_clientusage",
            create="""
            ALTER TABLE "financing_clientusage" ADD CONSTRAINT financing_clientusage_client_id_tenant
              FOREIGN KEY (client_id, organisation_id, district_id)
              REFERENCES "financing_bankclient" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_clientusage" DROP CONSTRAINT financing_clientusage_client_id_tenant;
            """,
            needs=("financing/tenant key of financing_bankclient",),
            digest="c451ea21e2bddb66",
        ),
        database.operations.CreateObject(
            name="row security of financing_idempotentanswer",
            create="""
            ALTER TABLE "financing_idempotentanswer" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_idempotentanswer" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_idempotentanswer" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_idempotentanswer" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_idempotentanswer" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_idempotentanswer" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_idempotentanswer";
            DROP POLICY tenant_insert ON "financing_idempotentanswer";
            DROP POLICY tenant_update ON "financing_idempotentanswer";
            DROP POLICY tenant_delete ON "financing_idempotentanswer";
            ALTER TABLE "financing_idempotentanswer" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_idempotentanswer" DISABLE ROW LEVEL SECURITY;
            """,
            digest="93c1890d445aa615",
        ),
        database.operations.CreateObject(
            name="tenant key client_id of financing_idempotentanswer",
            create="""
            ALTER TABLE "financing_idempotentanswer" ADD CONSTRAINT financing_idempotentanswer_client_id_tenant
              FOREIGN KEY (client_id, organisation_id, district_id)
              REFERENCES "financing_bankclient" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_idempotentanswer" DROP CONSTRAINT financing_idempotentanswer_client_id_tenant;
            """,
            needs=("financing/tenant key of financing_bankclient",),
            digest="dcd0b37f81f290a5",
        ),
        database.operations.CreateObject(
            name="row security of financing_bankaccesschange",
            create="""
            ALTER TABLE "financing_bankaccesschange" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_bankaccesschange" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_bankaccesschange" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_bankaccesschange" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_bankaccesschange" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_bankaccesschange" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            REVOKE UPDATE, DELETE ON "financing_bankaccesschange" FROM portal_app;
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_bankaccesschange";
            DROP POLICY tenant_insert ON "financing_bankaccesschange";
            DROP POLICY tenant_update ON "financing_bankaccesschange";
            DROP POLICY tenant_delete ON "financing_bankaccesschange";
            ALTER TABLE "financing_bankaccesschange" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_bankaccesschange" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "financing_bankaccesschange" TO portal_app;
            """,
            digest="9c8cb9d60ad02a70",
        ),
        database.operations.CreateObject(
            name="row security of financing_pull",
            create="""
            ALTER TABLE "financing_pull" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_pull" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_pull" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_pull" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_pull" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_pull" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_pull";
            DROP POLICY tenant_insert ON "financing_pull";
            DROP POLICY tenant_update ON "financing_pull";
            DROP POLICY tenant_delete ON "financing_pull";
            ALTER TABLE "financing_pull" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_pull" DISABLE ROW LEVEL SECURITY;
            """,
            digest="9123ac9f85d0d85f",
        ),
        database.operations.CreateObject(
            name="row security of financing_feedrow",
            create="""
            ALTER TABLE "financing_feedrow" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_feedrow" FORCE ROW LEVEL SECURITY;
            CREATE POLICY feed_read ON "financing_feedrow" FOR SELECT
              USING (((SELECT current_setting('app.bank', true)) = 'on' AND bank_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)) OR ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[])));
            CREATE POLICY feed_insert ON "financing_feedrow" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY feed_update ON "financing_feedrow" FOR UPDATE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]))
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            CREATE POLICY feed_delete ON "financing_feedrow" FOR DELETE
              USING ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) AND district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]));
            """,
            drop="""
            DROP POLICY feed_read ON "financing_feedrow";
            DROP POLICY feed_insert ON "financing_feedrow";
            DROP POLICY feed_update ON "financing_feedrow";
            DROP POLICY feed_delete ON "financing_feedrow";
            ALTER TABLE "financing_feedrow" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_feedrow" DISABLE ROW LEVEL SECURITY;
            """,
            digest="7e4d46f7d3e0c762",
        ),
        database.operations.CreateObject(
            name="tenant key organisation_id of financing_feedrow",
            create="""
            ALTER TABLE "financing_feedrow" ADD CONSTRAINT financing_feedrow_organisation_id_tenant
              FOREIGN KEY (organisation_id, district_id)
              REFERENCES "enterprises_enterprise" (organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_feedrow" DROP CONSTRAINT financing_feedrow_organisation_id_tenant;
            """,
            needs=("enterprises/tenant key of enterprises_enterprise",),
            digest="194f1759568e928a",
        ),
        database.operations.CreateObject(
            name="row security of financing_feedpurge",
            create="""
            ALTER TABLE "financing_feedpurge" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_feedpurge" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "financing_feedpurge" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "financing_feedpurge" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "financing_feedpurge" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "financing_feedpurge" FOR DELETE
              USING (true);
            REVOKE UPDATE, DELETE ON "financing_feedpurge" FROM portal_app;
            """,
            drop="""
            DROP POLICY public_read_read ON "financing_feedpurge";
            DROP POLICY public_read_insert ON "financing_feedpurge";
            DROP POLICY public_read_update ON "financing_feedpurge";
            DROP POLICY public_read_delete ON "financing_feedpurge";
            ALTER TABLE "financing_feedpurge" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_feedpurge" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "financing_feedpurge" TO portal_app;
            """,
            digest="8eef248f28876205",
        ),
        database.operations.CreateObject(
            name="sequence financing_feed_seq",
            create="""
            CREATE SEQUENCE financing_feed_seq;
            GRANT USAGE, SELECT ON SEQUENCE financing_feed_seq TO portal_app;
            """,
            drop="""
            DROP SEQUENCE financing_feed_seq;
            """,
            digest="2bfdf8dcd861b3cf",
        ),
        database.operations.CreateObject(
            name="row security of financing_webhook",
            create="""
            ALTER TABLE "financing_webhook" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_webhook" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_webhook" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_webhook" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_webhook" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_webhook" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_webhook";
            DROP POLICY tenant_insert ON "financing_webhook";
            DROP POLICY tenant_update ON "financing_webhook";
            DROP POLICY tenant_delete ON "financing_webhook";
            ALTER TABLE "financing_webhook" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_webhook" DISABLE ROW LEVEL SECURITY;
            """,
            digest="19ecb4d3f822f571",
        ),
        database.operations.CreateObject(
            name="tenant key of financing_webhook",
            create="""
            ALTER TABLE "financing_webhook" ADD CONSTRAINT financing_webhook_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "financing_webhook" DROP CONSTRAINT financing_webhook_tenant_key;
            """,
            digest="8bf0be1758873538",
        ),
        database.operations.CreateObject(
            name="trail of financing_webhook",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "financing_webhook"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "financing_webhook"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "financing_webhook"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "financing_webhook";
            DROP TRIGGER trail_update ON "financing_webhook";
            DROP TRIGGER trail_delete ON "financing_webhook";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="70606d3910bc9b1a",
        ),
        database.operations.CreateObject(
            name="row security of financing_webhooksecret",
            create="""
            ALTER TABLE "financing_webhooksecret" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_webhooksecret" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_webhooksecret" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_webhooksecret" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_webhooksecret" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_webhooksecret" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_webhooksecret";
            DROP POLICY tenant_insert ON "financing_webhooksecret";
            DROP POLICY tenant_update ON "financing_webhooksecret";
            DROP POLICY tenant_delete ON "financing_webhooksecret";
            ALTER TABLE "financing_webhooksecret" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_webhooksecret" DISABLE ROW LEVEL SECURITY;
            """,
            digest="67d50b39935a48b1",
        ),
        database.operations.CreateObject(
            name="tenant key webhook_id of financing_webhooksecret",
            create="""
            ALTER TABLE "financing_webhooksecret" ADD CONSTRAINT financing_webhooksecret_webhook_id_tenant
              FOREIGN KEY (webhook_id, organisation_id, district_id)
              REFERENCES "financing_webhook" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_webhooksecret" DROP CONSTRAINT financing_webhooksecret_webhook_id_tenant;
            """,
            needs=("financing/tenant key of financing_webhook",),
            digest="79af8e168ed9029a",
        ),
        database.operations.CreateObject(
            name="row security of financing_webhookdelivery",
            create="""
            ALTER TABLE "financing_webhookdelivery" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_webhookdelivery" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_webhookdelivery" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_webhookdelivery" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_webhookdelivery" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_webhookdelivery" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_webhookdelivery";
            DROP POLICY tenant_insert ON "financing_webhookdelivery";
            DROP POLICY tenant_update ON "financing_webhookdelivery";
            DROP POLICY tenant_delete ON "financing_webhookdelivery";
            ALTER TABLE "financing_webhookdelivery" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_webhookdelivery" DISABLE ROW LEVEL SECURITY;
            """,
            digest="e04a5aaf9c9b42aa",
        ),
        database.operations.CreateObject(
            name="tenant key of financing_webhookdelivery",
            create="""
            ALTER TABLE "financing_webhookdelivery" ADD CONSTRAINT financing_webhookdelivery_tenant_key UNIQUE (id, organisation_id, district_id);
            """,
            drop="""
            ALTER TABLE "financing_webhookdelivery" DROP CONSTRAINT financing_webhookdelivery_tenant_key;
            """,
            digest="594df569a4a28185",
        ),
        database.operations.CreateObject(
            name="tenant key webhook_id of financing_webhookdelivery",
            create="""
            ALTER TABLE "financing_webhookdelivery" ADD CONSTRAINT financing_webhookdelivery_webhook_id_tenant
              FOREIGN KEY (webhook_id, organisation_id, district_id)
              REFERENCES "financing_webhook" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_webhookdelivery" DROP CONSTRAINT financing_webhookdelivery_webhook_id_tenant;
            """,
            needs=("financing/tenant key of financing_webhook",),
            digest="cf34df1ab52f1c27",
        ),
        database.operations.CreateObject(
            name="row security of financing_webhookattempt",
            create="""
            ALTER TABLE "financing_webhookattempt" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "financing_webhookattempt" FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant_read ON "financing_webhookattempt" FOR SELECT
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_insert ON "financing_webhookattempt" FOR INSERT
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_update ON "financing_webhookattempt" FOR UPDATE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)))
              WITH CHECK (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            CREATE POLICY tenant_delete ON "financing_webhookattempt" FOR DELETE
              USING (district_id = ANY ((SELECT NULLIF(current_setting('app.districts', true), '')::bigint[])::bigint[]) AND ((SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint = 0) OR organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint)));
            """,
            drop="""
            DROP POLICY tenant_read ON "financing_webhookattempt";
            DROP POLICY tenant_insert ON "financing_webhookattempt";
            DROP POLICY tenant_update ON "financing_webhookattempt";
            DROP POLICY tenant_delete ON "financing_webhookattempt";
            ALTER TABLE "financing_webhookattempt" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "financing_webhookattempt" DISABLE ROW LEVEL SECURITY;
            """,
            digest="f59cc137079a79fc",
        ),
        database.operations.CreateObject(
            name="tenant key delivery_id of financing_webhookattempt",
            create="""
            ALTER TABLE "financing_webhookattempt" ADD CONSTRAINT financing_webhookattempt_delivery_id_tenant
              FOREIGN KEY (delivery_id, organisation_id, district_id)
              REFERENCES "financing_webhookdelivery" (id, organisation_id, district_id)
              ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            drop="""
            ALTER TABLE "financing_webhookattempt" DROP CONSTRAINT financing_webhookattempt_delivery_id_tenant;
            """,
            needs=("financing/tenant key of financing_webhookdelivery",),
            digest="89def5a255452790",
        ),
        database.operations.CreateObject(
            name="function financing_registry_changed",
            create="""
            -- Whatever changes the registry, be it a page, a file or a bureau: banks are shown it right after.
            -- One message for a statement, however many rows; only enterprises that are on the list count.
            CREATE OR REPLACE FUNCTION financing_registry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
              listed bigint[];
            BEGIN
              SELECT array_agg(DISTINCT changed.organisation_id) INTO listed
                FROM changed JOIN financing_whitelistentry entry
                  ON entry.organisation_id = changed.organisation_id AND entry.state = 'listed';
              IF listed IS NOT NULL THEN
                INSERT INTO accounts_outboxmessage
                  (id, topic, payload, dedupe_key, created_at, available_at, attempts, last_error)
                VALUES (gen_random_uuid(), 'financing.refresh',
                        jsonb_build_object('organisation_ids', to_jsonb(listed)),
                        'financing.refresh:' || gen_random_uuid(), now(), now(), 0, '');
              END IF;
              RETURN NULL;
            END $$;
            """,
            drop="""
            DROP FUNCTION financing_registry_changed();
            """,
            digest="03d49c1b556b6b45",
        ),
        database.operations.CreateObject(
            name="trigger tell_banks on enterprises_enterprise",
            create="""
            CREATE TRIGGER tell_banks AFTER UPDATE ON "enterprises_enterprise"
              REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
              EXECUTE FUNCTION financing_registry_changed();
            """,
            drop="""
            DROP TRIGGER tell_banks ON "enterprises_enterprise";
            """,
            needs=("function financing_registry_changed",),
            digest="be532d3947955e8c",
        ),
        database.operations.CreateObject(
            name="trigger tell_banks_new on enterprises_yearlyreport",
            create="""
            CREATE TRIGGER tell_banks_new AFTER INSERT ON "enterprises_yearlyreport"
              REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
              EXECUTE FUNCTION financing_registry_changed();
            """,
            drop="""
            DROP TRIGGER tell_banks_new ON "enterprises_yearlyreport";
            """,
            needs=("function financing_registry_changed",),
            digest="f1e54516d6f6bad1",
        ),
        database.operations.CreateObject(
            name="trigger tell_banks on enterprises_yearlyreport",
            create="""
            CREATE TRIGGER tell_banks AFTER UPDATE ON "enterprises_yearlyreport"
              REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
              EXECUTE FUNCTION financing_registry_changed();
            """,
            drop="""
            DROP TRIGGER tell_banks ON "enterprises_yearlyreport";
            """,
            needs=("function financing_registry_changed",),
            digest="d2b6da969d910024",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on oauth2_provider_accesstoken",
            create="""
            GRANT SELECT (id, user_id, application_id, expires, scope, resource, token_checksum) ON "oauth2_provider_accesstoken" TO portal_search;
            """,
            drop="""
            REVOKE SELECT (id, user_id, application_id, expires, scope, resource, token_checksum) ON "oauth2_provider_accesstoken" FROM portal_search;
            """,
            digest="2e658417bd492deb",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on financing_bankclient",
            create="""
            GRANT SELECT (id, name, organisation_id, district_id, membership_id, scopes, allowed_networks, rate_per_minute, disabled_at) ON "financing_bankclient" TO portal_search;
            """,
            drop="""
            REVOKE SELECT (id, name, organisation_id, district_id, membership_id, scopes, allowed_networks, rate_per_minute, disabled_at) ON "financing_bankclient" FROM portal_search;
            """,
            digest="99d349ca7abecdb1",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on accounts_membership",
            create="""
            GRANT SELECT (id, organisation_id, district_id, user_id, duty, is_administrator, is_active) ON "accounts_membership" TO portal_search;
            """,
            drop="""
            REVOKE SELECT (id, organisation_id, district_id, user_id, duty, is_administrator, is_active) ON "accounts_membership" FROM portal_search;
            """,
            digest="9962e0324f9763a5",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on accounts_organisation",
            create="""
            GRANT SELECT (id, kind, name, is_active) ON "accounts_organisation" TO portal_search;
            """,
            drop="""
            REVOKE SELECT (id, kind, name, is_active) ON "accounts_organisation" FROM portal_search;
            """,
            digest="ea793413c777ba1f",
        ),
        database.operations.CreateObject(
            name="grant to portal_search on accounts_user",
            create="""
            GRANT SELECT (id, username, name, is_active) ON "accounts_user" TO portal_search;
            """,
            drop="""
            REVOKE SELECT (id, username, name, is_active) ON "accounts_user" FROM portal_search;
            """,
            digest="7fd888b358c24598",
        ),
        database.operations.CreateObject(
            name="function financing_token_holder",
            create="""
            -- Who bears an access token: the program, the service account it acts as, and its bank. Nobody is
            -- known yet when it is asked, so it runs as portal_search, which the policies do not bind, and finds
            -- the one row of a checksum that only who has the token can tell. In plpgsql, for its plan is kept:
            -- to plan the five tables anew takes longer than to read them, and every request of a program asks.
            CREATE OR REPLACE FUNCTION financing_token_holder(checksum text) RETURNS TABLE (
              token_id bigint, token_user_id bigint, token_application_id bigint, token_expires timestamptz,
              token_scope text, token_resource jsonb,
              client_id bigint, client_name text, client_organisation_id bigint, client_district_id bigint,
              client_membership_id bigint, client_scopes text[], client_allowed_networks text[],
              client_rate_per_minute integer, client_disabled_at timestamptz,
              membership_id bigint, membership_organisation_id bigint, membership_district_id bigint,
              membership_user_id bigint, membership_duty text, membership_is_administrator boolean,
              membership_is_active boolean,
              bank_id bigint, bank_kind text, bank_name text, bank_is_active boolean,
              person_id bigint, person_username text, person_name text, person_is_active boolean
            ) LANGUAGE plpgsql STABLE STRICT ROWS 1
            SECURITY DEFINER SET search_path = pg_catalog, public AS $$
            BEGIN
              RETURN QUERY
              SELECT token.id, token.user_id, token.application_id, token.expires, token.scope::text,
                     token.resource,
                     client.id, client.name::text, client.organisation_id, client.district_id,
                     client.membership_id, client.scopes::text[], client.allowed_networks::text[],
                     client.rate_per_minute, client.disabled_at,
                     membership.id, membership.organisation_id, membership.district_id, membership.user_id,
                     membership.duty::text, membership.is_administrator, membership.is_active,
                     bank.id, bank.kind::text, bank.name::text, bank.is_active,
                     person.id, person.username::text, person.name::text, person.is_active
                FROM public.oauth2_provider_accesstoken token
                JOIN public.financing_bankclient client ON client.id = token.application_id
                JOIN public.accounts_membership membership ON membership.id = client.membership_id
                JOIN public.accounts_organisation bank ON bank.id = membership.organisation_id
                JOIN public.accounts_user person ON person.id = membership.user_id
               WHERE token.token_checksum = checksum;
            END $$;
            REVOKE ALL ON FUNCTION financing_token_holder(text) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION financing_token_holder(text) TO portal_app;
            ALTER FUNCTION financing_token_holder(text) OWNER TO portal_search;
            """,
            drop="""
            DROP FUNCTION financing_token_holder(text);
            """,
            digest="3cd64480447d1780",
        ),
    ]
