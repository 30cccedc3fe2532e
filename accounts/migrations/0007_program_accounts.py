"""Accounts of programs are told from people."""

from django.db import migrations, models

# Programs were made before the column was: their accounts are named after them.
MARK = """
SELECT set_config('app.sees_organisation', '0', true), set_config('app.sees_user', '0', true),
       set_config('app.system', 'on', true),
       set_config('app.reason', 'tell the accounts of programs from people', true),
       set_config('app.districts',
                  (SELECT COALESCE(array_agg(id), '{}')::text FROM accounts_district), true);
UPDATE accounts_membership SET is_program = true
 WHERE user_id IN (SELECT id FROM accounts_user WHERE username LIKE 'program-%');
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_leave_cover")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="is_program",
            field=models.BooleanField(db_default=False, default=False, verbose_name="程序账号"),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
