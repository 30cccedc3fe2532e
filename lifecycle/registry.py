"""Every machine of the portal by its name: for work that is found again by a name in a table."""

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from lifecycle.machine import Machine

    # Of whatever rows, inputs and events: what its caller passes on comes from the machine itself.
    SomeMachine: TypeAlias = Machine[Any, Any, Any]

_machines: dict[str, "SomeMachine"] = {}


def register(machine: "SomeMachine") -> None:
    """Make the machine known. Raises `ValueError` for a name that another one has."""
    if _machines.setdefault(machine.name, machine) is not machine:
        raise ValueError(f"two machines are called {machine.name}")


def machine_named(name: str) -> "SomeMachine":
    """Raises `KeyError` for a name that no machine has."""
    return _machines[name]


def all_machines() -> list["SomeMachine"]:
    """Every machine, by name."""
    return [_machines[name] for name in sorted(_machines)]
