"""The demo city and its steps: each app declares its own, none knows those above it."""

from collections.abc import Callable
from graphlib import TopologicalSorter
from typing import ClassVar, TypeVar

from django.utils.module_loading import autodiscover_modules

from accounts.tenancy import system_scope

CHUNK = 2000


class DemoStep:
    """What an app brings to the demo city; a subclass in the app's `demo` is registered by being
    there.

    The city grows by parts of some thousand enterprises. With each part every step is asked in
    turn, those of `after` before it; with the first part it is asked to `begin`.
    """

    after: ClassVar[tuple[type["DemoStep"], ...]] = ()
    known: ClassVar[list[type["DemoStep"]]] = []

    def __init_subclass__(cls) -> None:
        DemoStep.known.append(cls)

    def __init__(self, city: "DemoCity") -> None:
        self.city = city

    def begin(self) -> None:
        """Make what every part needs; in the system scope of the first part."""

    def grow(self, numbers: range) -> None:
        """Write what belongs to the enterprises of these numbers; in a system scope."""

    def finish(self) -> None:
        """Let people act, once everybody is there; each act in its own scope."""


S = TypeVar("S", bound=DemoStep)


class DemoCity:
    """A city of some size, the same for the same `seed`; `advance` hears of rows written."""

    def __init__(
        self, *, enterprises: int, applications: int, seed: int, advance: Callable[[int], object]
    ) -> None:
        self.enterprises, self.applications, self.seed = enterprises, applications, seed
        self.advance = advance
        autodiscover_modules("demo")
        order = TopologicalSorter({step: step.after for step in DemoStep.known})
        self._steps = {step: step(self) for step in order.static_order()}

    def step(self, kind: type[S]) -> S:
        """The step of that kind, for what it has left to those after it."""
        found = self._steps[kind]
        assert isinstance(found, kind)
        return found

    def build(self) -> None:
        for start in range(0, self.enterprises, CHUNK):
            numbers = range(start, min(self.enterprises, start + CHUNK))
            with system_scope(reason="seed the demo city"):
                for step in self._steps.values():
                    if start == 0:
                        step.begin()
                    step.grow(numbers)
        for step in self._steps.values():
            step.finish()
