"""Which bureau has a case, and how its applicant reaches it."""

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from procedures.models import Application
from procedures.models.application import State


def office_of(application: Application) -> Organisation | None:
    """The bureau that has the case, or to which it goes back once it is corrected; that of the
    city where the district has none, and for a case that is decided the last one that had it."""
    at_district = State.DISTRICT_REVIEW in (application.state, application.returned_from)
    bureaus = Organisation.objects.filter(is_active=True).order_by("id")
    city = bureaus.filter(kind=OrganisationKind.CITY_BUREAU)
    if application.state == State.DRAFT or (at_district and application.state in _WITH_DISTRICT):
        own = bureaus.filter(
            kind=OrganisationKind.DISTRICT_BUREAU, district_id=application.district_id
        )
        return own.first() or city.first()
    return city.first()


_WITH_DISTRICT = (State.DISTRICT_REVIEW, State.RETURNED)
