"""Texts as they sound: what somebody types may stand for, in pinyin and in characters.

海纳精密 is found by haina, by hainaj (the last syllable begun), by hnjm (the first letters) and by
what mixes these: hnjingmi, 海na, 海纳jm. Each syllable is written as its character, as its whole
sound, or as the beginning of it.

The readings of the characters stand in `readings.txt`, in simplified ones: those of pypinyin 0.55
(MIT) that its phrases use, the usual ones of a character that has several (重: zhong, chong). The
database has the same table in `documents_sounds`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import pairwise, product
from pathlib import Path

from documents.written.simplified import plain

_TABLE = Path(__file__).with_name("readings.txt").read_text(encoding="utf-8")
# What has a sound; anything else in a text is passed over.
HEARD = "0-9a-z㐀-鿿"
_GAP = f"[^{HEARD}]*"
# What may stand between what somebody types; with anything else it is no text to be heard.
_BETWEEN = re.compile(r"[\s'’\"“”·、，。：()（）\[\]【】《》〈〉—–-]+")
_HEARD = re.compile(f"[{HEARD}]{{1,40}}")
_LETTER, _RUN = re.compile("[a-z]"), re.compile("[a-z]+|[^a-z]+")
# Numbers and codes are looked up as they are written.
_NUMBER = re.compile("[0-9]{5}")
# Long runs of letters may be cut in many ways (xian, fangan); those of the fewest syllables are
# what people mean.
MOST_READINGS = 6
LONGEST_SYLLABLE = 6
# Two letters with which syllables begin.
_BEGINNINGS = ("zh", "ch", "sh")


@dataclass(frozen=True)
class Sound:
    """One reading: how a text in simplified characters and small letters looks that has it (a
    pattern of PostgreSQL), and the keys that `documents_sounds` gives for such a text. Whether each
    of its syllables is said in full."""

    pattern: str
    keys: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True)
class _Unit:
    """What stands for one character: which these may be (a pattern), how they sound, if that is
    said in full, and how they begin."""

    pattern: str
    said: tuple[str, ...]
    begun: tuple[str, ...]


def sounds_of(text: str) -> tuple[Sound, ...]:
    """The readings of `text`, those of the fewest syllables first; none where it has no letter, is
    no two letters or characters, or holds a number or what cannot be heard."""
    heard = _heard(text)
    if len(heard) < 2 or not _LETTER.search(heard) or _NUMBER.search(heard):
        return ()
    cut: list[tuple[_Unit, ...]] = [()]
    for run in _RUN.findall(heard):
        part = _cuts(run) if _LETTER.match(run) else [tuple(map(_character, run))]
        ways = ((*before, *after) for before, after in product(cut, part))
        cut = nsmallest(MOST_READINGS, ways, key=_length)
    # The last one: all letters as first letters, or as the letters that they are.
    single = tuple(_begun(one) if _LETTER.match(one) else _character(one) for one in heard)
    return tuple(map(_sound, dict.fromkeys((*cut, single))))


def spelled(text: str) -> tuple[Sound, ...]:
    """The readings of `text`, which for characters alone is that of these characters: whoever
    searches an index of sounds finds them there, too. None for what cannot be heard."""
    heard = _heard(text)
    if not heard:
        return ()
    return sounds_of(text) or (_sound(tuple(map(_character, heard))),)


def _heard(text: str) -> str:
    heard = _BETWEEN.sub("", plain(text).replace("ü", "v"))
    return heard if _HEARD.fullmatch(heard) else ""


def _sound(units: tuple[_Unit, ...]) -> Sound:
    return Sound(
        _GAP.join(one.pattern for one in units),
        tuple(dict.fromkeys(_keys(units))),
        all(one.said for one in units),
    )


def _keys(units: tuple[_Unit, ...]) -> Iterator[str]:
    """Which keys every text has that fits: of a character with several readings it has all."""
    in_pair = set()
    for place, (one, after) in enumerate(pairwise(units)):
        if one.said and after.said:
            in_pair |= {place, place + 1}
            yield from map(" ".join, product(one.said, after.said))
    for place, one in enumerate(units):
        if place not in in_pair:
            yield from one.said
    width = min(len(units), 3)
    for start in range(len(units) - width + 1):
        window = units[start : start + width]
        if not all(one.said for one in window):
            yield from map(" ".join, product(*(one.begun for one in window)))


@cache
def _character(one: str) -> _Unit:
    said = tuple(readings().get(one, (one,)))
    return _Unit(one, said, tuple(dict.fromkeys(reading[0] for reading in said)))


@cache
def _syllable(said: str) -> _Unit:
    return _Unit(f"[{syllables()[said]}]", (said,), (said[0],))


@cache
def _begun(letters: str) -> _Unit:
    """A character whose sound begins so; for one letter, that letter too."""
    them = {*_beginning_with(letters), *(letters if len(letters) == 1 else "")}
    return _Unit(f"[{''.join(sorted(them))}]", (), (letters[0],))


@cache
def _beginning_with(letters: str) -> str:
    return "".join(them for said, them in syllables().items() if said.startswith(letters))


def _cuts(letters: str) -> list[tuple[_Unit, ...]]:
    """The ways to cut `letters` into whole and begun syllables, those of the fewest first."""
    best: list[list[tuple[_Unit, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        ways = (
            (*before, unit)
            for start in range(max(0, end - LONGEST_SYLLABLE), end)
            for unit in _units(letters[start:end], is_last=end == len(letters))
            for before in best[start]
        )
        best.append(nsmallest(MOST_READINGS, ways, key=_length))
    return best[-1]


def _length(way: tuple[_Unit, ...]) -> tuple[int, int]:
    """Of as many syllables, the whole ones first."""
    return len(way), sum(not one.said for one in way)


def _units(letters: str, *, is_last: bool) -> Iterator[_Unit]:
    if len(letters) > 1 and letters in syllables():
        yield _syllable(letters)
    elif (len(letters) == 1 or letters in _BEGINNINGS or is_last) and _beginning_with(letters):
        yield _begun(letters)


@cache
def syllables() -> dict[str, str]:
    """All syllables of pinyin, without tones, with their characters; ü is v."""
    return dict(line.split() for line in _TABLE.splitlines())


@cache
def readings() -> dict[str, list[str]]:
    """The syllables of each character."""
    found: dict[str, list[str]] = {}
    for said, them in syllables().items():
        for one in them:
            found.setdefault(one, []).append(said)
    return found
