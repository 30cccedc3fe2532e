"""What is computed once for all readers of a page: published figures do not change."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 128


class Kept(Generic[T]):
    """The last `MOST` results by key, in this process. A key names all that a result depends on,
    and nobody's name: what only some may see has another key for them."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, T] = {}

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key`; what `make` gives where nothing is."""
        try:
            return self._kept[key]
        except KeyError:
            # Another thread may have made it meanwhile, which is the same.
            found = make()
            for old in list(self._kept)[: max(0, len(self._kept) - MOST + 1)]:
                self._kept.pop(old, None)
            self._kept[key] = found
            return found
