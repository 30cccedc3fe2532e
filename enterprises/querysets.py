"""Questions asked of the registry."""

import re
from typing import Any

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Lower, StrIndex

from enterprises.rules.credit_code import normalise_credit_code
from enterprises.rules.industry import division_range

MOST_HITS = 1000
_PART_OF_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{6,18}")


def found_by(rows: Any, text: str) -> Any:
    """The enterprises among `rows` whose name contains `text`, or whose code begins with it.

    Two characters or more are answered from the bigram index, which the planner does not use
    under a policy; a part that fits `MOST_HITS` names or more is filtered row by row instead,
    since a page of such a common part is full at once.
    """
    text = " ".join(text.split())
    if not text:
        return rows
    code = normalise_credit_code(text)
    if _PART_OF_CODE.fullmatch(code):
        # A range, not LIKE: comparisons are leakproof and use the index under a policy.
        return rows.filter(credit_code__gte=code, credit_code__lte=code + "Z" * (18 - len(code)))
    if len(text) > 1:
        hits = ids_with_name_part(text, MOST_HITS)
        if len(hits) < MOST_HITS:
            return rows.filter(pk__in=hits)
    # Not LIKE: the planner takes it for rare and sorts all rows; this it expects to be common,
    # and walks the list's index until the page is full.
    place = StrIndex(Lower("name"), Value(text.lower()))
    return rows.alias(place_of_part=place).filter(place_of_part__gt=0)


def in_industry(rows: Any, value: str) -> Any:
    """The enterprises among `rows` of a section ("C") or division ("34") of GB/T 4754."""
    bounds = division_range(value) or (value, value + "9")
    last = "lt" if value.isalpha() else "lte"
    return rows.filter(industry_code__gte=bounds[0], **{f"industry_code__{last}": bounds[1]})


def ids_with_name_part(part: str, most: int) -> list[int]:
    """Up to `most` ids in the active scope whose name contains `part` (two characters or more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT enterprises_search(%s, %s)", [part, most])
        return [row[0] for row in cursor.fetchall()]
