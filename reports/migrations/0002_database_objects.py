from django.db import migrations

import database.operations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
    ]

    operations = [
        database.operations.CreateObject(
            name="row security of reports_plan",
            create="""
            ALTER TABLE "reports_plan" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "reports_plan" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "reports_plan" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "reports_plan" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "reports_plan" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "reports_plan" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "reports_plan";
            DROP POLICY public_read_insert ON "reports_plan";
            DROP POLICY public_read_update ON "reports_plan";
            DROP POLICY public_read_delete ON "reports_plan";
            ALTER TABLE "reports_plan" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "reports_plan" DISABLE ROW LEVEL SECURITY;
            """,
            digest="f30b5862f95670b1",
        ),
        database.operations.CreateObject(
            name="row security of reports_target",
            create="""
            ALTER TABLE "reports_target" ENABLE ROW LEVEL SECURITY;
            ALTER TABLE "reports_target" FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_read_read ON "reports_target" FOR SELECT
              USING (true);
            CREATE POLICY public_read_insert ON "reports_target" FOR INSERT
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_update ON "reports_target" FOR UPDATE
              USING (true)
              WITH CHECK ((SELECT NULLIF(current_setting('app.sees_user', true), '')::bigint) IS NOT NULL);
            CREATE POLICY public_read_delete ON "reports_target" FOR DELETE
              USING (true);
            """,
            drop="""
            DROP POLICY public_read_read ON "reports_target";
            DROP POLICY public_read_insert ON "reports_target";
            DROP POLICY public_read_update ON "reports_target";
            DROP POLICY public_read_delete ON "reports_target";
            ALTER TABLE "reports_target" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "reports_target" DISABLE ROW LEVEL SECURITY;
            """,
            digest="e757d16845167d9d",
        ),
    ]
