"""Searching rows of other tables by the names of their enterprises."""

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan

from documents.written.text import name as kept_name
from enterprises.models import Enterprise
from enterprises.querysets import COMMON, HasNamePart, share_of_names_with


def enterprise_has(part: str, key: str = "organisation_id") -> Q:
    """Of which rows the enterprise, whose id stands in `key`, has `part` in its name (two
    characters or more). All of them, in the two ways of `found_by`: a rare part is looked up once
    in the index of bigrams, a common one row by row, in the order of the list."""
    part = kept_name(part).lower()
    if share_of_names_with(part) < COMMON:
        found = Enterprise.objects.filter(HasNamePart(F("pk"), Value(part)))
        return Q(**{f"{key}__in": found.order_by().values("pk")})
    own = Enterprise.objects.filter(pk=OuterRef(key)).order_by()
    name = Subquery(own.annotate(low=Lower("name")).values("low")[:1])
    return Q(GreaterThan(StrIndex(name, Value(part)), 0))
