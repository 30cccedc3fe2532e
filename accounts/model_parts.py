"""Model instances from the columns of a hand-written statement."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


class ModelPart(Generic[M]):
    """Some fields of a model as columns of a statement, each named `<prefix>_<column>`.

    Fields that are left out are deferred: they are read when something asks for them.
    """

    def __init__(self, prefix: str, model: type[M], names: Sequence[str] = ()) -> None:
        """`names` are fields of `model`; none means all."""
        self.model = model
        # In the model's own order, which `from_db` takes values in.
        fields = [one for one in model._meta.concrete_fields if not names or one.name in names]
        self.prefix = prefix
        self.names = [str(field.column) for field in fields]
        self._attributes = [field.attname for field in fields]
        self._converters = [getattr(field, "from_db_value", None) for field in fields]

    @property
    def columns(self) -> str:
        """The columns for SELECT."""
        return ", ".join(f"{self.prefix}_{name}" for name in self.names)

    def taken_from(self, values: Iterator[object]) -> M:
        """The row whose columns come next among `values`."""
        read = [
            convert(value, None, connection) if convert else value
            for convert, value in zip(self._converters, values, strict=False)
        ]
        return self.model.from_db(connection.alias, self._attributes, read)
