"""Migration operations of database objects: their text is theirs for ever."""

import ast

import pytest
from django.db import connections, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from database.operations import CreateObject, DropObject, EditedMigration, ReplaceObject
from tests.database.conftest import owner_at

pytestmark = pytest.mark.xdist_group("built_from_code")
CREATE = r"""
CREATE FUNCTION tested(part text) RETURNS text LANGUAGE sql AS $$
  SELECT replace(part, '\', '%')
    || 'a'
$$;
"""
DROP = "DROP FUNCTION tested(text);"


def written(operation: object) -> str:
    migration = Migration("0001_tested", "tests")
    migration.operations = [operation]
    return MigrationWriter(migration, include_header=False).as_string()


def read_back(text: str) -> object:
    names: dict[str, object] = {"migrations": migrations}
    exec(text, names)
    return names["Migration"].operations[0]


@pytest.mark.parametrize(
    "operation",
    [
        CreateObject("function tested", CREATE, DROP, ("other/function f",)),
        ReplaceObject("function tested", CREATE, DROP, CREATE.replace("'a'", "'b'")),
        DropObject("function tested", CREATE, DROP),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_a_written_migration_holds_the_same_text(operation):
    again = read_back(written(operation))
    assert type(again) is type(operation)
    assert again.texts == operation.texts
    assert (again.digest, getattr(again, "needs", ())) == (
        operation.digest,
        getattr(operation, "needs", ()),
    )


def test_a_written_migration_is_readable_text_and_no_code():
    text = written(CreateObject("function tested", CREATE, DROP))
    assert "  SELECT replace(part, '\\', '%')\n" in text
    calls = {ast.unparse(n.func) for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)}
    assert calls == {"database.operations.CreateObject"}


def test_an_edited_migration_is_refused():
    text = written(CreateObject("function tested", CREATE, DROP)).replace("'a'", "'b'")
    with pytest.raises(EditedMigration, match="function tested"):
        read_back(text)


def test_a_formatted_migration_is_not_an_edited_one():
    text = written(CreateObject("function tested", CREATE, DROP))
    moved = text.replace("\n            ", "\n        ")
    assert read_back(moved).digest == CreateObject("function tested", CREATE, DROP).digest


def bodies(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'tested'")
        return [row[0].strip() for row in cursor.fetchall()]


def test_operations_run_forwards_and_backwards(built_from_code, django_db_blocker):
    one = CreateObject("function tested", CREATE.replace("CREATE", "CREATE OR REPLACE"), DROP)
    other = one.create.replace("'a'", "'b'")
    two = ReplaceObject("function tested", other, DROP, one.create)
    three = DropObject("function tested", other, DROP)
    state = ProjectState()
    seen = []
    with django_db_blocker.unblock(), owner_at(built_from_code) as connection:
        with connection.schema_editor() as editor:
            for operation in (one, two, three):
                operation.database_forwards("tests", editor, state, state)
                seen.append(bodies(connection))
            for operation in (three, two, one):
                operation.database_backwards("tests", editor, state, state)
                seen.append(bodies(connection))
    a = ["SELECT replace(part, '\\', '%')\n    || 'a'"]
    b = ["SELECT replace(part, '\\', '%')\n    || 'b'"]
    assert seen == [a, b, [], b, a, []]
    assert connections["owner"].settings_dict["NAME"] != built_from_code
