"""Other entries of the registry that are called like one that a bureau decides about."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import District
from accounts.tenancy import Actor
from enterprises.imports.lookups import Entry, NamedEntries
from enterprises.models import Enterprise
from enterprises.rules.name_matching import same_full_name


@dataclass(frozen=True)
class Namesake:
    """Another entry; `is_same` where its whole name is the same, and not nearly so. `url` is ""
    where the reader does not see the entry, which lies in another district."""

    name: str
    credit_code: str
    district: str
    is_same: bool
    url: str


def namesakes(actor: Actor, enterprise_id: int, name: str) -> list[Namesake]:
    """The other entries of the city that are called `name` or nearly so, the same name first.

    Source: 企业名称登记管理规定 (国务院令第734号) art. 17: no two enterprises of one trade and one
    registration authority are called alike, so that such an entry may well be the same enterprise
    under a wrong code.
    """
    others = [one for one in NamedEntries([name]).same_key(name) if _is_other(one, enterprise_id)]
    if not others:
        return []
    keys = [one.organisation_id for one in others]
    seen = set(Enterprise.objects.filter(pk__in=keys).values_list("pk", flat=True))
    places = District.objects.in_bulk({one.district_id for one in others})
    told = [
        Namesake(
            one.name,
            one.credit_code or "",
            places[one.district_id].name,
            same_full_name(one.name, name),
            reverse("enterprises:detail", args=[one.organisation_id])
            if one.organisation_id in seen
            else "",
        )
        for one in others
    ]
    return sorted(told, key=lambda one: (not one.is_same, one.name))


def _is_other(entry: Entry, enterprise_id: int) -> bool:
    return entry.organisation_id != enterprise_id
