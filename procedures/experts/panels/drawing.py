"""Drawing experts by lot: without conflicts, evenly loaded, and the same again from its seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from procedures.experts.panels.conflicts import Candidate, Subject, conflict


@dataclass(frozen=True)
class Drawing:
    """`seats` holds the experts (user ids) of each case; `short` the cases that lack some, with
    how many."""

    seats: dict[int, tuple[int, ...]]
    short: dict[int, int]

    def load(self) -> dict[int, int]:
        """How many cases each drawn expert judges."""
        counts: dict[int, int] = {}
        for experts in self.seats.values():
            for expert in experts:
                counts[expert] = counts.get(expert, 0) + 1
        return counts


def draw(
    subjects: Sequence[Subject], experts: Sequence[Candidate], per_case: int, seed: int
) -> Drawing:
    """Draw `per_case` experts for every case.

    The least loaded of those without conflict come first, among them those who know the
    industry, among them the lot decides. Cases that few may judge are seated first, so that
    those few are not used up by others.
    """
    lot = Random(seed)  # noqa: S311  a lot that can be drawn again and checked
    order = list(subjects)
    lot.shuffle(order)
    free = {case.application_id: _free(case, experts) for case in order}
    order.sort(key=lambda case: len(free[case.application_id]))
    load = {expert.user_id: 0 for expert in experts}
    seats: dict[int, tuple[int, ...]] = {}
    short: dict[int, int] = {}
    for case in order:
        chosen = _least_loaded(free[case.application_id], case, load, per_case, lot)
        for user_id in chosen:
            load[user_id] += 1
        seats[case.application_id] = chosen
        if len(chosen) < per_case:
            short[case.application_id] = per_case - len(chosen)
    return Drawing(seats, short)


def draw_another(
    subject: Subject,
    experts: Sequence[Candidate],
    load: dict[int, int],
    seated: frozenset[int],
    seed: int,
) -> int | None:
    """One more expert for a case, none of those `seated` on it before; None when nobody may.

    `load` is how many cases each expert has in the panel now.
    """
    lot = Random(seed)  # noqa: S311
    free = [one for one in _free(subject, experts) if one.user_id not in seated]
    chosen = _least_loaded(free, subject, {**dict.fromkeys(_ids(free), 0), **load}, 1, lot)
    return chosen[0] if chosen else None


def _ids(experts: Sequence[Candidate]) -> list[int]:
    return [expert.user_id for expert in experts]


def _free(case: Subject, experts: Sequence[Candidate]) -> list[Candidate]:
    return [expert for expert in experts if not conflict(expert, case)]


def _least_loaded(
    free: Sequence[Candidate], case: Subject, load: dict[int, int], number: int, lot: Random
) -> tuple[int, ...]:
    ranked = sorted(
        free,
        key=lambda one: (load[one.user_id], case.industry not in one.industries, lot.random()),
    )
    return tuple(_ids(ranked[:number]))
