from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_database_objects"),
        ("services", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of services_policy",
            create="""
            ALTER TABLE "services_policy" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "services_policy" FORCE ROW LEVEL SECURITY;
            CREATE POLICY city_writes_read ON "services_policy" FOR SELECT
              USING ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY city_writes_insert ON "services_policy" FOR INSERT
              WITH CHECK ((SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY city_writes_update ON "services_policy" FOR UPDATE
              USING ((SELECT current_setting('app.city', true)) = 'on')
              WITH CHECK ((SELECT current_setting('app.city', true)) = 'on');
            CREATE POLICY city_writes_delete ON "services_policy" FOR DELETE
              USING ((SELECT current_setting('app.city', true)) = 'on');
            """,
            drop="""
            DROP POLICY city_writes_read ON "services_policy";
            DROP POLICY city_writes_insert ON "services_policy";
            DROP POLICY city_writes_update ON "services_policy";
            DROP POLICY city_writes_delete ON "services_policy";
            ALTER TABLE "services_policy" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "services_policy" DISABLE ROW LEVEL SECURITY;
            """,
            digest="55d8f9602acbb9e8",
        ),
        database.operations.CreateObject(
            name="trail of services_policy",
            create="""
            CREATE TRIGGER trail_insert AFTER INSERT ON "services_policy"
              REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_insert('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_update AFTER UPDATE ON "services_policy"
              REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_update('id', 'password', 'secret', 'token');
            CREATE TRIGGER trail_delete AFTER DELETE ON "services_policy"
              REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
              EXECUTE FUNCTION audit_record_delete('id', 'password', 'secret', 'token');
            """,
            drop="""
            DROP TRIGGER trail_insert ON "services_policy";
            DROP TRIGGER trail_update ON "services_policy";
            DROP TRIGGER trail_delete ON "services_policy";
            """,
            needs=(
                "audit/function audit_record_insert",
                "audit/function audit_record_update",
                "audit/function audit_record_delete",
            ),
            digest="d5132c492fdeae8a",
        ),
    ]
