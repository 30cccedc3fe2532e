"""Questions asked of the registry."""

import re
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.db.models.sql.compiler import SQLCompiler

from accounts.models import District
from documents.written.simplified import plain
from documents.written.sounds import Sound, sounds_of
from documents.written.sql import plain_text, sounds_so
from documents.written.text import name as kept_name
from enterprises.rules.credit_code import normalise_credit_code
from enterprises.rules.industry import division_range

if TYPE_CHECKING:
    from enterprises.models import Enterprise

MOST_HITS = 1000
# A part that more names have than this share is looked for row by row: a page of it is soon full,
# and to collect and sort all of its names would take longer.
COMMON = 0.005
LENGTH_OF_CODE = 18
_PART_OF_CODE, _DIGIT = re.compile(r"[0-9A-HJ-NP-RTUWXY]{4,18}"), re.compile("[0-9]")


@dataclass(frozen=True)
class NamePart:
    """A part of a name, of two characters or more, as somebody types it: in simplified or
    traditional characters, or by its sound (`documents/written/sounds.py`)."""

    text: str
    sounds: tuple[Sound, ...]

    @classmethod
    def typed(cls, text: str) -> "NamePart":
        return cls(plain(kept_name(text)), sounds_of(text))

    @property
    def is_common(self) -> bool:
        """Whether so many names may have it that a list of them is better read row by row."""
        return share_of_names_with(self.text) >= COMMON or any(map(_is_common, self._meant))

    @property
    def sounds_in_index(self) -> tuple[Sound, ...]:
        """Where it is not common: what is looked up, without the common ones of the readings that
        are less likely meant (海安 by han, but not three letters that half of the names have)."""
        return (*self._meant, *(one for one in self._others if not _is_common(one)))

    @property
    def _meant(self) -> tuple[Sound, ...]:
        """The readings of whole syllables, or without any the first."""
        return tuple(one for one in self.sounds if one.is_whole) or self.sounds[:1]

    @property
    def _others(self) -> tuple[Sound, ...]:
        return tuple(one for one in self.sounds if one not in self._meant)

    def in_row(self) -> Q:
        """Whether the name of a row of the registry has it, asked row by row.

        Not LIKE: the planner takes it for rare and sorts all rows; this it expects to be common,
        and walks the list's index until the page is full.
        """
        found = Q(GreaterThan(StrIndex(plain_text("name"), Value(self.text)), 0))
        return found | Q(sounds_so("name", self.sounds)) if self.sounds else found


class HasNamePart(Func):
    """Whether the enterprise of a row has a name with a part: `HasNamePart(F("pk"), part)`.

    Answered once for the whole query, from the indexes of bigrams and of sounds, by functions that
    the row-level policy does not bind and that repeat the tenant filter. The places come as an
    array, of which the planner expects few rows, so that it fetches these and walks no index.
    """

    output_field = BooleanField()

    def __init__(self, key: F, part: NamePart) -> None:
        sounds = (of for one in part.sounds_in_index for of in (one.pattern, [*one.keys]))
        super().__init__(key, *map(Value, (part.text, *sounds)))

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: object,
    ) -> tuple[str, tuple[Any, ...]]:
        key, *values = self.get_source_expressions()
        table = compiler.quote_name_unless_alias(key.alias)
        searches = ["SELECT enterprises_search_places(%s)"]
        searches += ["SELECT enterprises_sound_places(%s, %s)"] * (len(values) // 2)
        places = f"ARRAY({' UNION '.join(searches)})"
        return f"{table}.ctid = ANY ({places})", tuple(one.value for one in values)


def found_by(rows: "QuerySet[Enterprise]", text: str) -> "QuerySet[Enterprise]":
    """The enterprises among `rows` whose name or code contains `text`, or whose name sounds so.
    A part of a code may stand beside one of the name, as in a line that somebody copied."""
    for word in code_and_name(text):
        rows = _found_by(rows, word)
    return rows


def code_and_name(text: str) -> list[str]:
    """The words of `text` that may be parts of a code, and what is left of it."""
    words = text.split()
    codes = [word for word in words if has_part_of_code(word)]
    name = " ".join(word for word in words if word not in codes)
    return [*codes, name] if name else codes


def has_part_of_code(word: str) -> bool:
    """Whether `word` may be a part of a code, of four characters or more, and has a digit."""
    code = normalise_credit_code(word)
    return bool(_PART_OF_CODE.fullmatch(code) and _DIGIT.search(code))


def _found_by(rows: "QuerySet[Enterprise]", text: str) -> "QuerySet[Enterprise]":
    part = NamePart.typed(text)
    if not part.text:
        return rows
    code = normalise_credit_code(text)
    is_code = bool(_PART_OF_CODE.fullmatch(code))
    if part.is_common:
        has_code = Q(GreaterThan(StrIndex(F("credit_code"), Value(code)), 0)) if is_code else Q()
        return rows.filter(part.in_row() | has_code)
    named = rows.filter(HasNamePart(F("pk"), part))
    if not is_code:
        return named
    # A few Latin letters or digits may also stand in a name, of which few have them.
    coded = _coded(rows, code).order_by().values("pk")
    return rows.filter(pk__in=coded.union(named.order_by().values("pk")))


def _coded(rows: "QuerySet[Enterprise]", code: str) -> "QuerySet[Enterprise]":
    """Those whose code contains `code`, of four characters or more: from the index of the codes'
    bigrams, or row by row where there are too many, so that a page of them is soon full."""
    if len(code) == LENGTH_OF_CODE:
        return rows.filter(credit_code=code)
    ids = ids_with_code_part(code, MOST_HITS + 1)
    if len(ids) <= MOST_HITS:
        return rows.filter(pk__in=ids)
    place = StrIndex(F("credit_code"), Value(code))
    return rows.alias(place_of_code=place).filter(place_of_code__gt=0)


def in_industry(rows: "QuerySet[Enterprise]", value: str) -> "QuerySet[Enterprise]":
    """The enterprises among `rows` of a section ("C") or division ("34") of GB/T 4754."""
    bounds = division_range(value) or (value, value + "9")
    last = "lt" if value.isalpha() else "lte"
    return rows.filter(industry_code__gte=bounds[0], **{f"industry_code__{last}": bounds[1]})


def unplaced(rows: "QuerySet[Enterprise]") -> "QuerySet[Enterprise]":
    """Those among `rows` whose district nobody knows yet: published lists brought them in, and they
    stay at the city until a person or their claim says where they belong."""
    return rows.filter(district__kind=District.Kind.CITY)


def share_of_names_with(part: str) -> float:
    """About which share (0-1) of all names contains `part`, at most; 0 for one that is rare."""
    known = _common_keys("SELECT * FROM enterprises_common_bigrams()", _ten_minutes())
    return min((known.get(part[at : at + 2], 0.0) for at in range(len(part) - 1)), default=1.0)


def share_of_names_with_sound(sound: Sound) -> float:
    """About which share (0-1) of all names sounds so, at most; 0 for a sound that is rare."""
    known = _common_keys("SELECT * FROM enterprises_common_sounds()", _ten_minutes())
    return min(known.get(key, 0.0) for key in sound.keys)


def _is_common(sound: Sound) -> bool:
    return share_of_names_with_sound(sound) >= COMMON


def _ten_minutes() -> int:
    return int(time.monotonic() // 600)


@lru_cache(maxsize=2)
def _common_keys(query: str, ten_minutes: int) -> dict[str, float]:
    """What the database's statistics tell of the keys that many names have."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def ids_with_name_part(part: str, most: int) -> list[int]:
    """Up to `most` ids in the active scope whose name contains `part` (two characters or more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT enterprises_search(%s, %s)", [kept_name(part), most])
        return [row[0] for row in cursor.fetchall()]


def ids_with_code_part(part: str, most: int) -> list[int]:
    """Up to `most` ids in the active scope whose credit code contains `part`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT enterprises_code_search(%s, %s)", [part, most])
        return [row[0] for row in cursor.fetchall()]
