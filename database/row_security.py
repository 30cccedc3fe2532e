"""Row-level security: named policies, and the object that puts a table under one.

Settings of the form `app.*` tell the database who acts (accounts/tenancy.py sets them).
"""

from dataclasses import dataclass

from django.db.models import Model

from database.objects import DatabaseObject


def setting(name: str, cast: str) -> str:
    """A setting as a scalar sub-select, so that it is computed once and not for each row."""
    return f"(SELECT NULLIF(current_setting('app.{name}', true), '')::{cast})"


def flag(name: str) -> str:
    """True where the setting of that name is on."""
    return f"(SELECT current_setting('app.{name}', true)) = 'on'"


def own(column: str, name: str) -> str:
    """Rows of the scope's own `name`, or of everyone's where the scope names nobody (0).

    Not a range: the planner takes "between two settings" for one row in two hundred, and walks
    the whole primary key for a bureau, which sees all. Indexes are chosen by lock 1's conditions.
    """
    everyone = f"(SELECT NULLIF(current_setting('app.sees_{name}', true), '')::bigint = 0)"
    return f"({everyone} OR {column} = {setting(f'sees_{name}', 'bigint')})"


@dataclass(frozen=True, slots=True)
class Policy:
    """Conditions in SQL: for the rows that may be read, those that may be written, those that
    may be changed or deleted (the ones that may be read, where nothing is said), and those that
    may be made (the ones that may be written)."""

    name: str
    read: str
    write: str
    change: str = ""
    make: str = ""


def row_security(
    model: type[Model], policy: Policy, *, append_only: bool = False
) -> DatabaseObject:
    """Put a model's table under the policy, forced for its owner too.

    `append_only` takes UPDATE and DELETE from the application's role.
    """
    table, name = model._meta.db_table, policy.name
    change = policy.change or policy.read
    create = f"""
ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
CREATE POLICY {name}_read ON "{table}" FOR SELECT
  USING ({policy.read});
CREATE POLICY {name}_insert ON "{table}" FOR INSERT
  WITH CHECK ({policy.make or policy.write});
CREATE POLICY {name}_update ON "{table}" FOR UPDATE
  USING ({change})
  WITH CHECK ({policy.write});
CREATE POLICY {name}_delete ON "{table}" FOR DELETE
  USING ({change});
"""
    drop = f"""
DROP POLICY {name}_read ON "{table}";
DROP POLICY {name}_insert ON "{table}";
DROP POLICY {name}_update ON "{table}";
DROP POLICY {name}_delete ON "{table}";
ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;
"""
    if append_only:
        create += f'REVOKE UPDATE, DELETE ON "{table}" FROM portal_app;'
        drop += f'GRANT UPDATE, DELETE ON "{table}" TO portal_app;'
    return DatabaseObject(f"row security of {table}", create, drop, models=(model,))
