"""The enterprise's ladder: where it stands, since when, what is next and who can help."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.duties import Duty, OrganisationKind
from accounts.models import Organisation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from certification.outcomes import kinds_held
from certification.rungs import (
    RUNGS,
    certificates_of,
    level_of,
    pyramid_of,
    rung_history,
    rung_name,
)
from certification.tables import OPEN_COLUMNS
from certification.views.standing import told
from enterprises.models import Enterprise
from pages.lists.table import table_html
from procedures.cases.applicant.remedies import asked_by_filing, remedies_of
from procedures.cases.standings import Standing, standings_of


@for_duties(Duty.ENTERPRISE_STAFF)
@require_GET
def ladder(request: ActorRequest) -> HttpResponse:
    """The pyramid with the enterprise on it, the next rung's conditions, what is open, history."""
    actor = request.actor
    owned = certificates_of(actor.organisation_id)
    certificates = [one for one in owned if one.is_valid_today]
    level = level_of(certificates)
    history = rung_history(owned)
    standings = standings_of(actor, held=kinds_held(actor.organisation_id, certificates))
    open_now = [one for one in standings if one.batch and not one.is_held]
    following = next((rung for rung in RUNGS if rung.level == level + 1), None)
    standing = next(
        (one for one in standings if following and _leads_to(one, following.kind)), None
    )
    remedies = remedies_of(standing) if standing else {}
    context = {
        "level": level,
        "here": rung_name(level),
        "since": history[-1].since if history and history[-1].level == level else None,
        "rungs": pyramid_of(certificates),
        "certificates": certificates,
        "following": following,
        "standing": standing,
        "remedies": remedies,
        "asked": asked_by_filing(standing, remedies) if standing else 0,
        "open_table": table_html(OPEN_COLUMNS, open_now) if open_now else "",
        "history": told(history),
        "bureaus": _bureaus(actor.organisation_id),
    }
    return render(request, "certification/ladder.html", context)


def _leads_to(standing: Standing, kind: str) -> bool:
    return bool(standing.version.parsed.outcome == kind)


def _bureaus(organisation_id: int) -> list[Organisation]:
    """The bureau of the enterprise's district; that of the city where the district has none."""
    district = Enterprise.objects.values_list("district_id", flat=True).filter(pk=organisation_id)
    active = Organisation.objects.filter(is_active=True).select_related("district")
    own = active.filter(kind=OrganisationKind.DISTRICT_BUREAU, district_id__in=district)
    city = active.filter(kind=OrganisationKind.CITY_BUREAU)
    return list(own.order_by("id")[:3]) or list(city.order_by("id")[:3])
