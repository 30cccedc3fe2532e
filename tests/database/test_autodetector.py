"""`makemigrations` writes what changed between the declarations and the migrations."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations import Migration
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from database import autodetector
from database.autodetector import DatabaseObjectsAutodetector
from database.objects import DatabaseObject, Key, declared_objects
from database.operations import CreateObject, DropObject, ReplaceObject

POLICY = ("documents", "row security of documents_attachment")
FUNCTION = ("audit", "function audit_record_delete")
ENTERPRISE_KEY = ("enterprises", "tenant key of enterprises_enterprise")
Change = Callable[[dict[Key, DatabaseObject]], None]


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Change the declarations for one test."""

    def change(do: Change) -> None:
        objects = declared_objects()
        do(objects)
        monkeypatch.setattr(autodetector, "declared_objects", lambda: objects)

    return change


def edit(key: Key, old: str, new: str) -> Change:
    def do(objects: dict[Key, DatabaseObject]) -> None:
        assert old in objects[key].create
        objects[key] = replace(objects[key], create=objects[key].create.replace(old, new))

    return do


def detected() -> tuple[MigrationGraph, dict[str, list[Migration]]]:
    graph = (loader := MigrationLoader(None)).graph
    with translation.override(None):  # as management commands run
        after = ProjectState.from_apps(apps)
        return graph, DatabaseObjectsAutodetector(loader.project_state(), after).changes(graph)


def kinds(migrations: list[Migration]) -> list[list[tuple[type, str]]]:
    return [[(type(one), one.name) for one in migration.operations] for migration in migrations]


def in_order(graph: MigrationGraph, changes: dict[str, list[Migration]]) -> list[tuple[type, Key]]:
    """The operations of all new migrations as `migrate` would run them."""
    new = [one for migrations in changes.values() for one in migrations]
    for one in new:
        graph.add_node((one.app_label, one.name), one)
    for one in new:
        for parent in one.dependencies:
            graph.add_dependency(one, (one.app_label, one.name), parent)
    graph.ensure_not_cyclic()
    plan: list[Key] = []
    for leaf in graph.leaf_nodes():
        plan += [key for key in graph.forwards_plan(leaf) if key not in plan]
    return [
        (type(operation), (key[0], operation.name))
        for key in plan
        if graph.nodes[key] in new
        for operation in graph.nodes[key].operations
    ]


def test_nothing_is_written_while_nothing_changed():
    assert detected()[1] == {}


def test_a_changed_policy_is_dropped_and_made_again(declare):
    declare(edit(POLICY, "app.districts", "app.areas"))
    _, changes = detected()
    assert list(changes) == ["documents"]
    assert kinds(changes["documents"]) == [[(DropObject, POLICY[1]), (CreateObject, POLICY[1])]]
    dropped, made = changes["documents"][0].operations
    assert "app.districts" in dropped.create and "app.areas" in made.create


def test_a_changed_function_is_replaced_and_what_needs_it_stays(declare):
    declare(edit(FUNCTION, "'D'", "'X'"))
    _, changes = detected()
    assert list(changes) == ["audit"]
    assert kinds(changes["audit"]) == [[(ReplaceObject, FUNCTION[1])]]
    (operation,) = changes["audit"][0].operations
    assert "'X'" in operation.sql and "'D'" in operation.reverse_sql


def test_an_object_that_is_no_longer_declared_is_dropped(declare):
    declare(lambda objects: objects.pop(POLICY) and None)
    _, changes = detected()
    assert kinds(changes["documents"]) == [[(DropObject, POLICY[1])]]


def test_a_new_object_is_made_after_the_tables_and_objects_that_it_needs(declare):
    new = DatabaseObject("new", "SELECT 1;", "SELECT 2;", needs=("audit/function audit_visible",))

    def add(objects: dict[Key, DatabaseObject]) -> None:
        model = apps.get_model("accounts", "District")
        objects["reports", "new"] = replace(new, models=(model,))

    declare(add)
    graph, changes = detected()
    assert kinds(changes["reports"]) == [[(CreateObject, "new")]]
    assert {graph.leaf_nodes(app)[0] for app in ("reports", "accounts", "audit")} == set(
        changes["reports"][0].dependencies
    )


def test_what_needs_a_dropped_object_goes_before_it_and_comes_after_it(declare):
    declare(edit(ENTERPRISE_KEY, "UNIQUE (", "UNIQUE NULLS NOT DISTINCT ("))
    graph, changes = detected()
    order = in_order(graph, changes)
    needing = [
        key
        for key, item in declared_objects().items()
        if "enterprises/tenant key of enterprises_enterprise" in item.needs
    ]
    assert {key[0] for key in needing} > {"enterprises", "procedures", "financing"}
    for key in needing:
        assert (
            order.index((DropObject, key))
            < order.index((DropObject, ENTERPRISE_KEY))
            < order.index((CreateObject, ENTERPRISE_KEY))
            < order.index((CreateObject, key))
        )


def test_the_check_fails_when_a_declaration_changed_without_a_migration(declare, capsys, db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    declare(edit(POLICY, "app.districts", "app.areas"))
    with pytest.raises(SystemExit) as stopped:
        call_command("makemigrations", check=True, dry_run=True, interactive=False)
    assert stopped.value.code == 1
    assert f"Create {POLICY[1]}" in capsys.readouterr().out


def test_a_name_is_declared_once_and_after_what_it_needs(monkeypatch):
    from documents import database_objects

    (policy, *_) = database_objects.DATABASE_OBJECTS
    monkeypatch.setattr(database_objects, "DATABASE_OBJECTS", (policy, policy))
    with pytest.raises(ValueError, match="declared twice"):
        declared_objects()
    late = replace(policy, needs=("not there",))
    monkeypatch.setattr(database_objects, "DATABASE_OBJECTS", (late,))
    with pytest.raises(ValueError, match="not there"):
        declared_objects()
