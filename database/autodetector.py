"""`makemigrations` for database objects: the difference between declared and migrated ones.

Objects are dropped before an app's models change and made after, in a migration of their own.
"""

from collections.abc import Iterable

from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations.base import Operation

from database.history import MadeObject, made_objects
from database.objects import Key, declared_objects, key_of
from database.operations import CreateObject, DropObject, ReplaceObject

Changes = dict[str, list[Migration]]


class DatabaseObjectsAutodetector(MigrationAutodetector):
    """Django's autodetector, which also knows the apps' database objects."""

    def _detect_changes(
        self, convert_apps: set[str] | None = None, graph: MigrationGraph | None = None
    ) -> Changes:
        changes: Changes = super()._detect_changes(convert_apps, graph)  # type: ignore[misc]
        if graph is not None:
            _Plan(changes, graph).extend()
        return changes


class _ObjectsMigration(Migration):
    """Named after its one object, or after what they are."""

    def suggest_name(self) -> str:
        return super().suggest_name() if len(self.operations) == 1 else "database_objects"


def _migration(
    app_label: str,
    name: str,
    operations: Iterable[Operation],
    dependencies: Iterable[Key],
    base: type[Migration] = _ObjectsMigration,
) -> Migration:
    content = {"operations": [*operations], "dependencies": [*dependencies]}
    made: Migration = type("Migration", (base,), content)(name, app_label)
    return made


class _Plan:
    """The migrations of database objects that are to be added to `changes`."""

    def __init__(self, changes: Changes, graph: MigrationGraph) -> None:
        self.changes, self.graph = changes, graph
        self.made = made_objects(graph)
        self.declared = declared_objects()
        self.changed = {
            key for key in self.made.keys() & self.declared.keys() if self._differs(key)
        }
        self.dropped = self._with_dependents(
            (self.made.keys() - self.declared.keys())
            | {key for key in self.changed if not self.declared[key].replaceable}
        )
        # (app, other app) where dropped objects of the first need dropped ones of the other.
        self.crossing = {
            (key[0], needed[0])
            for key in self.dropped
            for needed in self._needed(key)
            if needed in self.dropped and needed[0] != key[0]
        }

    def extend(self) -> None:
        """Add them."""
        for app_label, keys in _by_app(key for key in reversed(self.made) if key in self.dropped):
            self._drop(app_label, keys)
        for app_label, keys in _by_app(self.declared):
            self._make(app_label, keys)

    def _differs(self, key: Key) -> bool:
        declared = self.declared[key]
        return self.made[key] != MadeObject(declared.create, declared.drop, declared.needs)

    def _needed(self, key: Key) -> set[Key]:
        return {key_of(key[0], need) for need in self.made[key].needs}

    def _with_dependents(self, keys: set[Key]) -> set[Key]:
        """The keys, and all that need one of them as things stand."""
        while more := {key for key in self.made if key not in keys and self._needed(key) & keys}:
            keys = keys | more
        return keys

    def _drop(self, app_label: str, keys: list[Key]) -> None:
        """Drop what is to go, in front of the app's changes of models."""
        drops: list[Operation] = [
            DropObject(key[1], self.made[key].create, self.made[key].drop) for key in keys
        ]
        dependents = sorted(other for other, own in self.crossing if own == app_label)
        dependencies = [(other, self._first_name(other)) for other in dependents]
        mine = self.changes.setdefault(app_label, [])
        if mine:
            first = mine.pop(0)
            drops += first.operations
            dependencies += [(app, name) for app, name in first.dependencies]
            mine.insert(0, _migration(app_label, first.name, drops, dependencies, type(first)))
        else:
            mine.append(_migration(app_label, "auto_1", drops, dependencies))

    def _first_name(self, app_label: str) -> str:
        """The migration in which an app drops objects is the first of its new ones."""
        migrations = self.changes.get(app_label)
        return migrations[0].name if migrations else "auto_1"

    def _make(self, app_label: str, keys: list[Key]) -> None:
        """Make what is new or other, after the app's changes of models."""
        made = {key: operation for key in keys if (operation := self._operation(key)) is not None}
        if not made:
            return
        operations: list[Operation] = [*made.values()]
        dependencies = sorted({self._last(other) for key in made for other in self._others(key)})
        mine = self.changes.setdefault(app_label, [])
        if len(mine) == 1 and self._only_drops(mine[0]):
            operations = [*mine.pop().operations, *operations]
        elif mine:
            dependencies.append((app_label, mine[-1].name))
        mine.append(_migration(app_label, f"auto_{len(mine) + 1}", operations, dependencies))

    def _operation(self, key: Key) -> CreateObject | ReplaceObject | None:
        item = self.declared[key]
        if key not in self.made or key in self.dropped:
            return CreateObject(item.name, item.create, item.drop, item.needs)
        if key in self.changed:
            previous = self.made[key].create
            return ReplaceObject(item.name, item.create, item.drop, previous, item.needs)
        return None

    def _only_drops(self, migration: Migration) -> bool:
        """True if it drops objects of its app, and no other app has to do so before or after."""
        alone = all(migration.app_label not in pair for pair in self.crossing)
        return isinstance(migration, _ObjectsMigration) and alone

    def _others(self, key: Key) -> set[str]:
        """The other apps whose tables and objects this one needs."""
        item = self.declared[key]
        apps = {model._meta.app_label for model in item.models}
        return (apps | {key_of(key[0], need)[0] for need in item.needs}) - {key[0]}

    def _last(self, app_label: str) -> Key:
        if self.changes.get(app_label):
            return (app_label, self.changes[app_label][-1].name)
        return self.graph.leaf_nodes(app_label)[0]


def _by_app(keys: Iterable[Key]) -> Iterable[tuple[str, list[Key]]]:
    grouped: dict[str, list[Key]] = {}
    for key in keys:
        grouped.setdefault(key[0], []).append(key)
    return grouped.items()
