"""Searching rows of other tables by the names of their enterprises."""

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery

from enterprises.models import Enterprise
from enterprises.querysets import HasNamePart, NamePart, found_by, has_part_of_code


def enterprise_has(text: str, key: str = "organisation_id") -> Q:
    """Of which rows the enterprise, whose id stands in `key`, has `text` (two characters or more)
    in its name or code, or has a name that sounds so. All of them, in the two ways of `found_by`: a
    rare part is looked up once in the indexes, a common one row by row, in the order of the list.
    """
    if any(map(has_part_of_code, text.split())):
        return Q(**{f"{key}__in": found_by(Enterprise.objects.all(), text).order_by().values("pk")})
    part = NamePart.typed(text)
    if not part.is_common:
        found = Enterprise.objects.filter(HasNamePart(F("pk"), part))
        return Q(**{f"{key}__in": found.order_by().values("pk")})
    own = Enterprise.objects.filter(pk=OuterRef(key)).order_by()
    has_it = ExpressionWrapper(part.in_row(), output_field=BooleanField())
    return Q(Subquery(own.annotate(has_it=has_it).values("has_it")[:1]))
