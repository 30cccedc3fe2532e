"""What a benchmark says: ours against a yardstick of the same run."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FASTER_IS_MORE = ("requests/s", "cases/s", "rows/s")


@dataclass(frozen=True)
class Measurement:
    """`ours` and `yardstick` in `unit`; `goal` is the largest ratio that is wanted."""

    name: str
    ours: float
    yardstick: float
    unit: str
    goal: float
    against: str

    @property
    def ratio(self) -> float:
        """How many times the yardstick's cost ours is; lower is better, whatever the unit."""
        if self.unit in FASTER_IS_MORE:
            return self.yardstick / self.ours
        return self.ours / self.yardstick

    @property
    def in_short(self) -> str:
        return f"{self.name}: {self.ours:,.2f} {self.unit}, {self.ratio:,.2f} of {self.against}"

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"ratio": round(self.ratio, 3)}


def median_ms(act: Callable[[], object], times: int) -> float:
    """The median duration of `act` in milliseconds, after one run that does not count."""
    return medians_ms([act], times)[0]


def medians_ms(acts: Sequence[Callable[[], object]], times: int) -> list[float]:
    """The median durations of acts that take turns, so that a machine whose speed drifts does not
    favour one of them; in milliseconds, after one run of each that does not count."""
    for act in acts:
        act()
    durations: list[list[float]] = [[] for _ in acts]
    for _ in range(times):
        for act, took in zip(acts, durations, strict=True):
            started = time.perf_counter()
            act()
            took.append(time.perf_counter() - started)
    return [statistics.median(took) * 1000 for took in durations]


def table(measurements: list[Measurement]) -> str:
    """The measurements as text, one a line."""
    rows = [("", "ours", "yardstick", "unit", "ratio", "goal", "against")]
    rows += [
        (
            one.name,
            f"{one.ours:,.2f}",
            f"{one.yardstick:,.2f}",
            one.unit,
            f"{one.ratio:,.2f}",
            f"≤ {one.goal:g}" + ("" if one.ratio <= one.goal else "  MISSED"),
            one.against,
        )
        for one in measurements
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 1 <= place <= 2 or place == 4 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def write(measurements: list[Measurement], path: Path) -> None:
    """Write the measurements as a JSON list."""
    content = json.dumps([one.as_json() for one in measurements], ensure_ascii=False, indent=2)
    path.write_text(content + "\n", encoding="utf-8")
