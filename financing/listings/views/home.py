"""An investor's home: what waits for an answer or a report, and projects that fit."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.home import home_of
from financing.listings.capital_lists import reasons_html
from financing.listings.matching import matches_of
from financing.models import (
    ContactCard,
    FinancingProject,
    Introduction,
    InvestorProfile,
    RoadShow,
)
from financing.models.introduction import RUNNING
from pages.panels import panels_for

SHOWN, LOOKED_AT = 8, 200


@home_of(Duty.INVESTOR)
def home(request: ActorRequest) -> HttpResponse:
    """What waits, what runs, what fits, and where to meet."""
    actor = request.actor
    profile = InvestorProfile.objects.filter(organisation_id=actor.organisation_id).first()
    rows = Introduction.objects.visible_to(actor)
    asked = list(rows.asked_of("investor").order_by("id")[:SHOWN])
    running = list(rows.filter(state__in=RUNNING).order_by("due_on")[:SHOWN])
    waiting = rows.asked_of("investor").count()
    context = {
        "profile": profile,
        "has_card": ContactCard.objects.filter(organisation_id=actor.organisation_id).exists(),
        "asked": asked,
        "running": running,
        "finding": _finding(profile, waiting, sum(_is_late(one) for one in running)),
        "fitting": _fitting(profile) if profile else [],
        "shows": RoadShow.objects.filter(retired_at=None, starts_at__gt=timezone.now()).order_by(
            "starts_at"
        )[:SHOWN],
        "panels": panels_for(actor),
    }
    return render(request, "financing/listings/investor_home.html", context)


def _is_late(row: Introduction) -> bool:
    return row.due_on is not None and row.due_on < timezone.localdate()


def _finding(profile: InvestorProfile | None, waiting: int, late: int) -> str:
    if profile is None:
        return "先填写投资偏好，平台为您匹配项目"
    if waiting:
        return f"{waiting} 个项目等您答复是否对接"
    if late:
        return f"{late} 项对接到期没有报告进展"
    return "没有等您答复的对接"


def _fitting(profile: InvestorProfile) -> list[tuple[FinancingProject, object]]:
    """The latest open projects that nothing speaks against, those that fit best first."""
    projects = list(
        FinancingProject.objects.filter(is_open=True, retired_at=None)
        .select_related("district")
        .order_by("-id")[:LOOKED_AT]
    )
    fits = matches_of(profile, projects)
    found = [one for one in projects if fits[one.pk].is_possible]
    found.sort(key=lambda one: -fits[one.pk].doubled)
    return [(one, reasons_html(fits[one.pk])) for one in found[:SHOWN]]
