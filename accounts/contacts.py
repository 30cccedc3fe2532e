"""Where people reach the bureaus, as everybody may read it."""

from accounts.duties import OrganisationKind
from accounts.models import Organisation

BUREAUS = (OrganisationKind.DISTRICT_BUREAU, OrganisationKind.CITY_BUREAU)


def offices() -> list[Organisation]:
    """The bureaus that have told where they are reached, the districts in their order, the city
    last. One query, for readers without a scope too."""
    told = Organisation.objects.filter(kind__in=BUREAUS, is_active=True).exclude(public_phone="")
    rows = list(told.select_related("district").order_by("district__sort", "id"))
    return sorted(rows, key=lambda one: one.kind == OrganisationKind.CITY_BUREAU)
