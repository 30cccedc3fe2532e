from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="role portal_app",
            create="""
            DO $$ BEGIN
              IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'portal_app') THEN
                CREATE ROLE portal_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
                EXECUTE format('GRANT portal_app TO %I', current_user);
              END IF;
            END $$;
            GRANT USAGE ON SCHEMA public TO portal_app;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_app;
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_app;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
            """,
            drop="""
            ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM portal_app;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM portal_app;
            REVOKE ALL ON ALL TABLES IN SCHEMA public FROM portal_app;
            REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM portal_app;
            """,
            digest="c6789920aa0bd5af",
        ),
        database.operations.CreateObject(
            name="function audit_visible",
            create="""
            CREATE OR REPLACE FUNCTION audit_visible(row_data jsonb, hidden text[]) RETURNS jsonb
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
              SELECT coalesce(jsonb_object_agg(key, CASE WHEN key = ANY (hidden) THEN '"***"'::jsonb ELSE value END), '{}')
              FROM jsonb_each(row_data)
            $$;
            """,
            drop="""
            DROP FUNCTION audit_visible(jsonb, text[]);
            """,
            digest="235550dccb7c966d",
        ),
        database.operations.CreateObject(
            name="function audit_difference",
            create="""
            CREATE OR REPLACE FUNCTION audit_difference(old_data jsonb, new_data jsonb, hidden text[]) RETURNS jsonb
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
              SELECT coalesce(jsonb_object_agg(n.key, CASE WHEN n.key = ANY (hidden) THEN '["***", "***"]'::jsonb
                                                      ELSE jsonb_build_array(o.value, n.value) END), '{}')
              FROM jsonb_each(new_data) n JOIN jsonb_each(old_data) o ON o.key = n.key
              WHERE n.value IS DISTINCT FROM o.value
            $$;
            """,
            drop="""
            DROP FUNCTION audit_difference(jsonb, jsonb, text[]);
            """,
            digest="1ccc8c4844e93f6e",
        ),
        database.operations.CreateObject(
            name="function audit_record_insert",
            create="""
            CREATE OR REPLACE FUNCTION audit_record_insert() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO audit_trailentry (at, xid, table_name, object_id, operation, user_id, membership_id,
                  organisation_id, district_id, ip, request_id, scope_reason, changes)
              SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, TG_TABLE_NAME, data ->> TG_ARGV[0], 'I',
                  nullif(current_setting('app.user', true), '')::bigint,
                  nullif(current_setting('app.membership', true), '')::bigint,
                  (data ->> 'organisation_id')::bigint, (data ->> 'district_id')::bigint,
                  coalesce(current_setting('app.ip', true), ''), coalesce(current_setting('app.request_id', true), ''),
                  coalesce(current_setting('app.reason', true), ''), audit_visible(data, TG_ARGV[1:])
              FROM (SELECT to_jsonb(r) AS data FROM new_rows r) rows;
              RETURN NULL;
            END $$;
            """,
            drop="""
            DROP FUNCTION audit_record_insert();
            """,
            needs=("function audit_visible",),
            digest="d1d967099c9edbfb",
        ),
        database.operations.CreateObject(
            name="function audit_record_update",
            create="""
            CREATE OR REPLACE FUNCTION audit_record_update() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO audit_trailentry (at, xid, table_name, object_id, operation, user_id, membership_id,
                  organisation_id, district_id, ip, request_id, scope_reason, changes)
              SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, TG_TABLE_NAME, n.data ->> TG_ARGV[0], 'U',
                  nullif(current_setting('app.user', true), '')::bigint,
                  nullif(current_setting('app.membership', true), '')::bigint,
                  (n.data ->> 'organisation_id')::bigint, (n.data ->> 'district_id')::bigint,
                  coalesce(current_setting('app.ip', true), ''), coalesce(current_setting('app.request_id', true), ''),
                  coalesce(current_setting('app.reason', true), ''), audit_difference(o.data, n.data, TG_ARGV[1:])
              FROM (SELECT to_jsonb(r) AS data FROM new_rows r) n
              JOIN (SELECT to_jsonb(r) AS data FROM old_rows r) o ON o.data ->> TG_ARGV[0] = n.data ->> TG_ARGV[0]
              WHERE n.data IS DISTINCT FROM o.data;
              RETURN NULL;
            END $$;
            """,
            drop="""
            DROP FUNCTION audit_record_update();
            """,
            needs=("function audit_difference",),
            digest="693abb3318b6b28e",
        ),
        database.operations.CreateObject(
            name="function audit_record_delete",
            create="""
            CREATE OR REPLACE FUNCTION audit_record_delete() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO audit_trailentry (at, xid, table_name, object_id, operation, user_id, membership_id,
                  organisation_id, district_id, ip, request_id, scope_reason, changes)
              SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, TG_TABLE_NAME, data ->> TG_ARGV[0], 'D',
                  nullif(current_setting('app.user', true), '')::bigint,
                  nullif(current_setting('app.membership', true), '')::bigint,
                  (data ->> 'organisation_id')::bigint, (data ->> 'district_id')::bigint,
                  coalesce(current_setting('app.ip', true), ''), coalesce(current_setting('app.request_id', true), ''),
                  coalesce(current_setting('app.reason', true), ''), audit_visible(data, TG_ARGV[1:])
              FROM (SELECT to_jsonb(r) AS data FROM old_rows r) rows;
              RETURN NULL;
            END $$;
            """,
            drop="""
            DROP FUNCTION audit_record_delete();
            """,
            needs=("function audit_visible",),
            digest="b0bc56fb6f000e05",
        ),
        database.operations.CreateObject(
            name="row security of audit_trailentry",
            create="""
            ALTER TABLE "audit_trailentry" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "audit_trailentry" FORCE ROW LEVEL SECURITY;
            CREATE POLICY trail_read ON "audit_trailentry" FOR SELECT
              USING ((SELECT current_setting('app.trail', true)) = 'on');
            CREATE POLICY trail_insert ON "audit_trailentry" FOR INSERT
              WITH CHECK (true);
            CREATE POLICY trail_update ON "audit_trailentry" FOR UPDATE
              USING ((SELECT current_setting('app.trail', true)) = 'on')
              WITH CHECK (true);
            CREATE POLICY trail_delete ON "audit_trailentry" FOR DELETE
              USING ((SELECT current_setting('app.trail', true)) = 'on');
            REVOKE UPDATE, DELETE ON "audit_trailentry" FROM portal_app;
            """,
            drop="""
            DROP POLICY trail_read ON "audit_trailentry";
            DROP POLICY trail_insert ON "audit_trailentry";
            DROP POLICY trail_update ON "audit_trailentry";
            DROP POLICY trail_delete ON "audit_trailentry";
            ALTER TABLE "audit_trailentry" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "audit_trailentry" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "audit_trailentry" TO portal_app;
            """,
            digest="b8f26d3cb5a27702",
        ),
        database.operations.CreateObject(
            name="row security of audit_seal",
            create="""
            ALTER TABLE "audit_seal" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "audit_seal" FORCE ROW LEVEL SECURITY;
            CREATE POLICY trail_read ON "audit_seal" FOR SELECT
              USING ((SELECT current_setting('app.trail', true)) = 'on');
            CREATE POLICY trail_insert ON "audit_seal" FOR INSERT
              WITH CHECK (true);
            CREATE POLICY trail_update ON "audit_seal" FOR UPDATE
              USING ((SELECT current_setting('app.trail', true)) = 'on')
              WITH CHECK (true);
            CREATE POLICY trail_delete ON "audit_seal" FOR DELETE
              USING ((SELECT current_setting('app.trail', true)) = 'on');
            REVOKE UPDATE, DELETE ON "audit_seal" FROM portal_app;
            """,
            drop="""
            DROP POLICY trail_read ON "audit_seal";
            DROP POLICY trail_insert ON "audit_seal";
            DROP POLICY trail_update ON "audit_seal";
            DROP POLICY trail_delete ON "audit_seal";
            ALTER TABLE "audit_seal" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "audit_seal" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "audit_seal" TO portal_app;
            """,
            digest="d8b69980aa4ecba1",
        ),
        database.operations.CreateObject(
            name="row security of audit_readentry",
            create="""
            ALTER TABLE "audit_readentry" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "audit_readentry" FORCE ROW LEVEL SECURITY;
            CREATE POLICY read_log_read ON "audit_readentry" FOR SELECT
              USING (organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint));
            CREATE POLICY read_log_insert ON "audit_readentry" FOR INSERT
              WITH CHECK (true);
            CREATE POLICY read_log_update ON "audit_readentry" FOR UPDATE
              USING (organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint))
              WITH CHECK (true);
            CREATE POLICY read_log_delete ON "audit_readentry" FOR DELETE
              USING (organisation_id = (SELECT NULLIF(current_setting('app.sees_organisation', true), '')::bigint));
            REVOKE UPDATE, DELETE ON "audit_readentry" FROM portal_app;
            """,
            drop="""
            DROP POLICY read_log_read ON "audit_readentry";
            DROP POLICY read_log_insert ON "audit_readentry";
            DROP POLICY read_log_update ON "audit_readentry";
            DROP POLICY read_log_delete ON "audit_readentry";
            ALTER TABLE "audit_readentry" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "audit_readentry" DISABLE ROW LEVEL SECURITY;
            GRANT UPDATE, DELETE ON "audit_readentry" TO portal_app;
            """,
            digest="9c62563f167c66f3",
        ),
    ]
