"""Migration operations that hold the text of database objects.

`makemigrations` writes them. Each holds all the text that it runs, so that a migration does for
ever what it did when it was written, and a hash, so that a text that was changed afterwards (by
a search and replace, say) is refused instead of leaving databases that it had made as they were.
"""

from hashlib import sha256

from django.db.migrations.operations import RunSQL
from django.db.migrations.serializer import BaseSerializer
from django.db.migrations.writer import MigrationWriter

from database.objects import tidied


class EditedMigration(ValueError):
    """The text of a database object in a migration is not the one that was written."""


class _SqlText:
    """A text that a migration writes on lines of its own."""

    def __init__(self, text: str) -> None:
        self.text = text


class _SqlTextSerializer(BaseSerializer):
    def serialize(self) -> tuple[str, set[str]]:
        text = self.value.text
        if '"""' in text:
            raise ValueError('SQL with """ cannot be written into a migration')
        raw = "r" if "\\" in text else ""
        return f'{raw}"""\n{text}\n"""', set()


MigrationWriter.register_serializer(_SqlText, _SqlTextSerializer)


class _ObjectOperation(RunSQL):
    """What the operations have in common: the object's name and texts, and their hash."""

    def __init__(
        self, forwards: str, backwards: str, name: str, texts: dict[str, str], digest: str
    ) -> None:
        self.name = name
        self.texts = {kind: tidied(text) for kind, text in texts.items()}
        self.digest = self._digest()
        if digest and digest != self.digest:
            raise EditedMigration(
                f"{self.name}: the SQL of this migration was edited after it had been written. "
                "Databases that ran it would never hear of the change: take it back, change the "
                "declaration (database_objects.py) and run makemigrations."
            )
        super().__init__(self.texts[forwards], self.texts[backwards])

    @property
    def create(self) -> str:
        return self.texts["create"]

    @property
    def drop(self) -> str:
        return self.texts["drop"]

    def _digest(self) -> str:
        return sha256("\0".join([self.name, *self.texts.values()]).encode()).hexdigest()[:16]

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        texts = {kind: _SqlText(text) for kind, text in self.texts.items()}
        return type(self).__name__, [], {"name": self.name, **texts, "digest": self.digest}

    @property
    def migration_name_fragment(self) -> str:
        return "_".join("".join(c if c.isalnum() else " " for c in self.name.lower()).split())


class CreateObject(_ObjectOperation):
    """Make a database object that is not there."""

    def __init__(
        self, name: str, create: str, drop: str, needs: tuple[str, ...] = (), digest: str = ""
    ) -> None:
        self.needs = tuple(needs)
        super().__init__("create", "drop", name, {"create": create, "drop": drop}, digest)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        name, arguments, named = super().deconstruct()
        return name, arguments, named | ({"needs": self.needs} if self.needs else {})

    def describe(self) -> str:
        return f"Create {self.name}"


class ReplaceObject(_ObjectOperation):
    """Give a database object that is there another text; `previous` is what it had."""

    def __init__(
        self, name: str, create: str, drop: str, previous: str,
        needs: tuple[str, ...] = (), digest: str = "",
    ) -> None:  # fmt: skip
        self.needs = tuple(needs)
        texts = {"create": create, "drop": drop, "previous": previous}
        super().__init__("create", "previous", name, texts, digest)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        name, arguments, named = super().deconstruct()
        return name, arguments, named | ({"needs": self.needs} if self.needs else {})

    def describe(self) -> str:
        return f"Replace {self.name}"


class DropObject(_ObjectOperation):
    """Remove a database object; `create` is what makes it again on the way back."""

    def __init__(self, name: str, create: str, drop: str, digest: str = "") -> None:
        super().__init__("drop", "create", name, {"create": create, "drop": drop}, digest)

    def describe(self) -> str:
        return f"Drop {self.name}"
