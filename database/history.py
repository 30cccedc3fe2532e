"""What the migrations have made, and whether a database was made by them."""

from dataclasses import dataclass

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader

from database.objects import Key
from database.operations import CreateObject, DropObject, ReplaceObject


@dataclass(frozen=True, slots=True)
class MadeObject:
    """An object as the last migration that touched it left it."""

    create: str
    drop: str
    needs: tuple[str, ...]


def made_objects(graph: MigrationGraph) -> dict[Key, MadeObject]:
    """The objects that are there after every migration of the graph, each app's in order."""
    made: dict[Key, MadeObject] = {}
    for node in graph.leaf_nodes():
        app_label = node[0]
        for key in graph.forwards_plan(node):
            if key[0] != app_label:
                continue
            for operation in graph.nodes[key].operations:  # type: ignore[union-attr]
                if isinstance(operation, DropObject):
                    del made[app_label, operation.name]
                elif isinstance(operation, CreateObject | ReplaceObject):
                    made[app_label, operation.name] = MadeObject(
                        operation.create, operation.drop, operation.needs
                    )
    return made


def own_apps() -> list[AppConfig]:
    """The apps of the portal itself."""
    base, packages = settings.BASE_DIR, "site-packages"
    return [
        config
        for config in apps.get_app_configs()
        if config.path.startswith(str(base)) and packages not in config.path
    ]


def unknown_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """Migrations of the portal that the database has run and this code does not have."""
    loader = MigrationLoader(connection)
    own = {config.label for config in own_apps()}
    known = loader.disk_migrations or {}
    replaced = {key for migration in known.values() for key in migration.replaces}
    return sorted(
        f"{app_label}.{name}"
        for app_label, name in loader.applied_migrations
        if app_label in own and (app_label, name) not in known.keys() | replaced
    )
