"""Which paid claims are looked at again: pure, so that a draw can be repeated.

Source: domain file A7.5 (中山: at least 30 % of the projects, and all large ones).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Paid:
    """A claim of the pool, with what was paid in 元."""

    claim_id: int
    amount: Decimal


@dataclass(frozen=True)
class Drawn:
    """The draw: `large` are all that are large, `others` those that chance gave."""

    large: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        return (*self.large, *self.others)


def draw(pool: Iterable[Paid], *, percent: int, large_from: Decimal, seed: str) -> Drawn:
    """All claims of at least `large_from` 元 (含), and of the others at least `percent` per cent
    (rounded up), in the order of the hash of seed and id: the order of the pool is irrelevant."""
    claims = sorted(set(pool), key=lambda one: one.claim_id)
    large = tuple(one.claim_id for one in claims if one.amount >= large_from)
    others = [one.claim_id for one in claims if one.amount < large_from]
    number = -(-len(others) * percent // 100)
    by_chance = sorted(others, key=lambda pk: (_rank(seed, pk), pk))
    return Drawn(large, tuple(sorted(by_chance[:number])))


def _rank(seed: str, claim_id: int) -> str:
    return hashlib.sha256(f"{seed}:{claim_id}".encode()).hexdigest()
