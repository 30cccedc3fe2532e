"""Questions asked of the registry."""

import re
import time
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.sql.compiler import SQLCompiler

from accounts.models import District
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
_PART_OF_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{4,18}")


class HasNamePart(Func):
    """Whether the enterprise of a row has a name that contains a part of two characters or more:
    `HasNamePart(F("pk"), Value("精密"))`.

    Answered once for the whole query, from the index of bigrams, by a function that the row-level
    policy does not bind and that repeats the tenant filter (name_search.sql). The places come as an
    array, of which the planner expects few rows, so that it fetches these and walks no index.
    """

    arity = 2
    output_field = BooleanField()

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: object,
    ) -> tuple[str, tuple[str | int, ...]]:
        key, part = self.get_source_expressions()
        table = compiler.quote_name_unless_alias(key.alias)
        text, parameters = compiler.compile(part)
        places = f"ARRAY(SELECT enterprises_search_places({text}))"
        return f"{table}.ctid = ANY ({places})", tuple(parameters)


def found_by(rows: "QuerySet[Enterprise]", text: str) -> "QuerySet[Enterprise]":
    """The enterprises among `rows` whose name or code contains `text`."""
    part = kept_name(text).lower()
    if not part:
        return rows
    code = normalise_credit_code(text)
    if not _PART_OF_CODE.fullmatch(code):
        return _named(rows, part)
    # A few Latin letters or digits may also stand in a name, of which few have them.
    coded = _coded(rows, code)
    found = coded.order_by().values("pk").union(_named(rows, part).order_by().values("pk"))
    return rows.filter(pk__in=found)


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


def _named(rows: "QuerySet[Enterprise]", part: str) -> "QuerySet[Enterprise]":
    if len(part) > 1 and share_of_names_with(part) < COMMON:
        return rows.filter(HasNamePart(F("pk"), Value(part)))
    # Not LIKE: the planner takes it for rare and sorts all rows; this it expects to be common,
    # and walks the list's index until the page is full.
    name = F("name") if part.upper() == part.lower() else Lower("name")
    place = StrIndex(name, Value(part))
    return rows.alias(place_of_part=place).filter(place_of_part__gt=0)


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
    known = _common_bigrams(int(time.monotonic() // 600))
    return min(known.get(part[place : place + 2], 0.0) for place in range(len(part) - 1))


@lru_cache(maxsize=1)
def _common_bigrams(ten_minutes: int) -> dict[str, float]:
    """What the database's statistics tell of the bigrams that many names have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT bigram, share FROM enterprises_common_bigrams()")
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
