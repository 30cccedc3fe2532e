"""The enterprise before the schemes: how close, what is missing, being told of the next batch."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from procedures.cases.applicant.remedies import asked_by_filing, remedies_of
from procedures.cases.outcomes import outcome_of
from procedures.cases.standings import standings_of
from schemes.actions.watch_scheme import unwatch_scheme, watch_scheme
from schemes.models import Scheme

staff_only = for_duties(Duty.ENTERPRISE_STAFF)


@staff_only
def schemes(request: ActorRequest) -> HttpResponse:
    """Every scheme in force, open or not, the closest first."""
    standings = standings_of(request.actor)
    ahead = [one for one in standings if not one.is_held and not one.running]
    context = {
        "standings": standings,
        "closest": next(iter(ahead), None),
        "reachable": sum(not one.missing for one in ahead),
    }
    return render(request, "procedures/schemes.html", context)


@staff_only
def scheme(request: ActorRequest, code: str) -> HttpResponse:
    """The conditions of a scheme, judged by the enterprise's own figures."""
    actor = request.actor
    standing = next((one for one in standings_of(actor) if one.version.scheme.code == code), None)
    if standing is None:
        raise Http404
    remedies = remedies_of(standing)
    context = {
        "standing": standing,
        "evaluation": standing.evaluation,
        "remedies": remedies,
        "asked": asked_by_filing(standing, remedies),
        "held_at": outcome_of(standing.version.parsed.outcome).held_at if standing.is_held else "",
    }
    return render(request, "procedures/self_check.html", context)


@staff_only
@require_POST
def watch(request: ActorRequest, code: str) -> HttpResponse:
    """Ask to be told of the next batch, or not to be told any more."""
    row = get_object_or_404(Scheme, code=code)
    if request.POST.get("wanted") == "yes":
        watch_scheme(request.actor, row.pk)
        messages.success(request, f"“{row.name}”开放申报时会通知您。")
    else:
        unwatch_scheme(request.actor, row.pk)
        messages.success(request, f"已取消“{row.name}”的开放提醒。")
    return redirect("procedures:schemes")
