"""Database objects that no model describes: functions, triggers, policies, grants, special indexes.

An app declares its own in `<app>/database_objects.py` as `DATABASE_OBJECTS`, in the order in which
they are made. `makemigrations` compares the declarations with what the migrations have made, and
writes the difference as text into the next migration (database/autodetector.py).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from types import ModuleType

from django.apps import AppConfig, apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

Key = tuple[str, str]  # label of the app, name of the object
DECLARED_IN = "database_objects"


@dataclass(frozen=True, slots=True)
class DatabaseObject:
    """One object, made by `create` and removed by `drop`.

    `name` says its kind and what it is on, and is unique in the app. `models` are those whose
    tables must be there first, `needs` the objects that must: "name", or "app/name" of another
    app. A `replaceable` one is changed by its new `create` text (CREATE OR REPLACE), any other is
    dropped and made again, together with those that need it.
    """

    name: str
    create: str
    drop: str
    models: tuple[type[Model], ...] = ()
    needs: tuple[str, ...] = ()
    replaceable: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "create", tidied(self.create))
        object.__setattr__(self, "drop", tidied(self.drop))


def tidied(sql: str) -> str:
    """The text without blank lines, trailing blanks and common indentation."""
    lines = [line.rstrip() for line in dedent(sql.expandtabs()).splitlines()]
    return "\n".join(line for line in lines if line)


def key_of(app_label: str, need: str) -> Key:
    """What a name in `needs` of an object of the app means."""
    other, slash, name = need.partition("/")
    return (other, name) if slash else (app_label, need)


def declared_objects() -> dict[Key, DatabaseObject]:
    """Every app's declared objects, each app's in its order.

    Raises ValueError where a name is taken twice in an app, or what is needed is not there first.
    """
    declared: dict[Key, DatabaseObject] = {}
    for config, module in _declarations():
        for item in module.DATABASE_OBJECTS:
            key = (config.label, item.name)
            if key in declared:
                raise ValueError(f"{config.label}: {item.name} is declared twice")
            missing = [n for n in item.needs if key_of(config.label, n) not in declared]
            if missing:
                raise ValueError(f"{config.label}: {item.name} needs {missing} before it")
            declared[key] = item
    return declared


def tables_without_policy() -> dict[str, str]:
    """Every table that the apps declare to be under no row-level policy, with its reason."""
    return {
        table: reason
        for _, module in _declarations()
        for table, reason in getattr(module, "TABLES_WITHOUT_POLICY", {}).items()
    }


def _declarations() -> Iterator[tuple[AppConfig, ModuleType]]:
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, DECLARED_IN):
            yield config, import_module(f"{config.name}.{DECLARED_IN}")


def sql_reader(module_file: str) -> Callable[[str], str]:
    """Reads files of the folder `sql` beside a module: `sql = sql_reader(__file__)`."""
    folder = Path(module_file).resolve().parent / "sql"
    return lambda name: (folder / name).read_text(encoding="utf-8")


def function(
    signature: str, create: str, *, runs_as: str = "", needs: tuple[str, ...] = (),
    models: tuple[type[Model], ...] = (),
) -> DatabaseObject:  # fmt: skip
    """A function by its `CREATE OR REPLACE FUNCTION` text.

    `signature` is its name with the types of its arguments. A function that `runs_as` a role
    (SECURITY DEFINER) belongs to it, and only the application may call it.
    """
    if runs_as:
        create = (
            f"{create}\n"
            f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC;\n"
            f"GRANT EXECUTE ON FUNCTION {signature} TO portal_app;\n"
            f"ALTER FUNCTION {signature} OWNER TO {runs_as};"
        )
    return DatabaseObject(
        name=f"function {signature.partition('(')[0]}",
        create=create,
        drop=f"DROP FUNCTION {signature};",
        models=models,
        needs=needs,
        replaceable=True,
    )


def trigger(
    name: str, model: type[Model], event: str, clauses: str, *, function: str
) -> DatabaseObject:
    """A trigger on a model's table: `event` is "AFTER UPDATE" and the like, `clauses` stand between
    the table and the app's own `function`."""
    table = model._meta.db_table
    return DatabaseObject(
        name=f"trigger {name} on {table}",
        create=f'CREATE TRIGGER {name} {event} ON "{table}"\n'
        f"  {clauses}\n  EXECUTE FUNCTION {function}();",
        drop=f'DROP TRIGGER {name} ON "{table}";',
        models=(model,),
        needs=(f"function {function}",),
    )


def sequence(name: str) -> DatabaseObject:
    """A sequence of its own, from which the application takes numbers."""
    return DatabaseObject(
        name=f"sequence {name}",
        create=f"CREATE SEQUENCE {name};\nGRANT USAGE, SELECT ON SEQUENCE {name} TO portal_app;",
        drop=f"DROP SEQUENCE {name};",
    )


def select_grant(role: str, model: type[Model], columns: Iterable[str] = ()) -> DatabaseObject:
    """The right of a role to read a model's table, or some of its columns."""
    table = model._meta.db_table
    what = f"SELECT ({', '.join(columns)})" if columns else "SELECT"
    return DatabaseObject(
        name=f"grant to {role} on {table}",
        create=f'GRANT {what} ON "{table}" TO {role};',
        drop=f'REVOKE {what} ON "{table}" FROM {role};',
        models=(model,),
    )
