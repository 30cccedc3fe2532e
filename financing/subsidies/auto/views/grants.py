"""One candidate: as its enterprise answers, and as bureaus see it."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from financing.ledger.views.acting import act, sheets
from financing.models import GrantCandidate
from financing.subsidies.auto.candidate_machine import MACHINE
from financing.subsidies.auto.lists import BUREAUS_READ
from financing.subsidies.auto.own import OwnGrant, own_account
from financing.whitelist.forms import ActForm
from pages.acts import page_with_form

CONFIRMED = "已确认领取。接下来公示，公示无异议即拨付，每一步都会通知您。"


@for_duties(Duty.ENTERPRISE_STAFF, *BUREAUS_READ)
@require_GET
def grant(request: ActorRequest, pk: int) -> HttpResponse:
    """What is due, by which certificate and rule, into which account; and the answer."""
    return _page(request, pk)


def _page(request: ActorRequest, pk: int, refused: ActForm | None = None) -> HttpResponse:
    actor = request.actor
    rows = GrantCandidate.objects.visible_to(actor).select_related("account", "application")
    row = (rows.told() if actor.is_enterprise else rows).get(pk=pk)
    if not actor.is_enterprise:
        record_read(
            actor, "enterprise", row.organisation_id, row.organisation_id, "免申即享",
            row.district_id,
        )  # fmt: skip
    context = {
        "grant": OwnGrant(row, row.account or own_account(row.organisation_id)),
        "row": row,
        "state_label": MACHINE.label_for(actor, row.state),
        "acts": sheets(MACHINE, actor, row, "financing:grant_act", refused),
        "events": MACHINE.history(row),
    }
    used = [refused] if refused else []
    return page_with_form(request, "financing/auto/grant.html", context, *used)


@for_duties(Duty.ENTERPRISE_STAFF, Duty.CITY_OFFICER)
@require_POST
def grant_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Confirm, decline, report a wrong match; the city's answers."""
    rows = GrantCandidate.objects.visible_to(request.actor)
    (rows.told() if request.actor.is_enterprise else rows).only("pk").get(pk=pk)
    back = reverse("financing:grant", args=[pk])
    done = CONFIRMED if name == "confirm" else ""
    return act(request, MACHINE, pk, name, back, lambda form: _page(request, pk, form), done=done)
