"""Who else hears of what is put to a bank: filled by the wings above when Django starts."""

from collections.abc import Callable

from financing.models import DemandHandling

Listener = Callable[[DemandHandling], None]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Have `listener` told of each demand that waits for its bank, in the same transaction."""
    _listeners.append(listener)


def tell_listeners(handling: DemandHandling) -> None:
    """Tell every listener of the demand put to a bank."""
    for listener in _listeners:
        listener(handling)
