"""Every machine of the portal by its name: for work that is found again by a name in a table."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lifecycle.machine import Machine

_machines: dict[str, "Machine[Any, Any, Any]"] = {}


def register(machine: "Machine[Any, Any, Any]") -> None:
    """Make the machine known. Raises `ValueError` for a name that another one has."""
    if _machines.setdefault(machine.name, machine) is not machine:
        raise ValueError(f"two machines are called {machine.name}")


def machine_named(name: str) -> "Machine[Any, Any, Any]":
    """Raises `KeyError` for a name that no machine has."""
    return _machines[name]


def all_machines() -> list["Machine[Any, Any, Any]"]:
    """Every machine, by name."""
    return [_machines[name] for name in sorted(_machines)]
