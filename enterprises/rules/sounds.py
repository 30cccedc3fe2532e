"""Names as they sound: what letters that somebody types may stand for in pinyin.

海纳精密 is found by haina, by hainaj (the last syllable begun) and by hnjm (the first letters).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

_LETTERS = re.compile("[a-z]{2,40}")
_BETWEEN = re.compile(r"[\s'’·-]+")
_GAP, _FIRST, _END = "[^a-z0-9]+", "(^|[^a-z0-9])", "([^a-z0-9]|$)"
# Long runs of letters may be cut in many ways (xian, fangan); the first ones are what people mean.
MOST_READINGS = 6
LONGEST_SYLLABLE = 6


@dataclass(frozen=True)
class Sound:
    """One reading: how pinyin with a space between syllables looks that has it (a pattern of
    PostgreSQL), and the keys that `enterprises_sounds` gives for it."""

    pattern: str
    keys: tuple[str, ...]


def sounds_of(text: str) -> tuple[Sound, ...]:
    """The readings of `text` as pinyin, whole syllables first; none where it is no two letters or
    more and nothing else."""
    letters = _BETWEEN.sub("", text.lower()).replace("ü", "v")
    if not _LETTERS.fullmatch(letters):
        return ()
    whole = [_whole(parts) for parts in _first(_cut(letters))]
    begun = [] if whole else [_begun(parts) for parts in _first(_cut_open(letters))]
    return (*whole, *begun, *_by_first_letters(letters))


def _whole(parts: tuple[str, ...]) -> Sound:
    pairs = tuple(f"{one} {after}" for one, after in pairwise(parts))
    return Sound(f"{_FIRST}{_GAP.join(parts)}{_END}", pairs or parts)


def _begun(parts: tuple[str, ...]) -> Sound:
    *before, last = parts
    keys = (*_whole(tuple(before)).keys, f"{before[-1][0]} {last[0]}")
    return Sound(f"{_FIRST}{_GAP.join(parts)}", keys)


def _by_first_letters(letters: str) -> Iterator[Sound]:
    if set(letters) <= {one[0] for one in syllables()}:
        width = min(len(letters), 3)
        keys = (letters[at : at + width] for at in range(len(letters) - width + 1))
        parts = f"[a-z0-9]*{_GAP}".join(letters)
        yield Sound(f"{_FIRST}{parts}", tuple(dict.fromkeys(" ".join(key) for key in keys)))


def _first(readings: Iterator[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return list(islice(readings, MOST_READINGS))


def _cut(letters: str) -> Iterator[tuple[str, ...]]:
    """The ways to cut `letters` into syllables, those with long ones first."""
    dead: set[int] = set()

    def after(start: int) -> Iterator[tuple[str, ...]]:
        if start == len(letters):
            yield ()
            return
        if start in dead:
            return
        is_dead = True
        for end in range(min(len(letters), start + LONGEST_SYLLABLE), start, -1):
            if letters[start:end] in syllables():
                for rest in after(end):
                    is_dead = False
                    yield (letters[start:end], *rest)
        if is_dead:
            dead.add(start)

    return after(0)


def _cut_open(letters: str) -> Iterator[tuple[str, ...]]:
    """The ways to cut `letters` into syllables and the beginning of one more."""
    for start in range(max(1, len(letters) - LONGEST_SYLLABLE), len(letters)):
        last = letters[start:]
        if any(one.startswith(last) for one in syllables()):
            for before in _cut(letters[:start]):
                yield (*before, last)


@cache
def syllables() -> frozenset[str]:
    """All syllables of pinyin, without tones; ü is v."""
    written = {one for said in set(PINYIN_DICT.values()) for one in said.split(",")}
    plain = {to_normal(one) for one in written}
    return frozenset(one for one in plain if re.fullmatch("[a-z]*[aeiouv][a-z]*", one))
