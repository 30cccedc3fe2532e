"""An enterprise's home."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.home import home_of
from certification.models import Certificate
from certification.outcomes import kinds_held
from certification.rungs import level_of, pyramid_of, rung_name, valid_certificates
from certification.tables import OWN_CASE_COLUMNS
from enterprises.figures import facts_of
from enterprises.models import Enterprise, RegistrationState
from pages.lists.table import table_html
from pages.moments import end_of_day
from pages.panels import panels_for
from pages.todo import todo_for
from procedures.cases.applicant.remedies import Remedy, asked_by_filing, remedies_of
from procedures.cases.lifecycle import MACHINE as CASE
from procedures.cases.running import open_cases
from procedures.cases.standings import Standing, standings_of
from procedures.cases.state_labels import labelled
from procedures.models import Application
from procedures.models.application import State

NOTHING_OPEN = "现在没有开放的申报批次"
# How near a case under way is to its end; the nearest is spoken of first.
NEAREST = (
    State.PUBLIC_NOTICE, State.PROPOSED, State.EXPERT_REVIEW, State.CITY_REVIEW,
    State.DISTRICT_REVIEW,
)  # fmt: skip


@home_of(Duty.ENTERPRISE_STAFF)
def home(request: ActorRequest) -> HttpResponse:
    """An enterprise's home: what is under way, where it stands, what the next rung lacks."""
    actor = request.actor
    facts = facts_of(actor.organisation_id)
    certificates = valid_certificates(actor.organisation_id)
    cases = open_cases(actor.organisation_id)
    held = kinds_held(actor.organisation_id, certificates)
    standings = standings_of(actor, facts, only_open=True, cases=cases, held=held)
    standing = next((one for one in standings if not one.is_held and not one.running), None)
    shown = labelled(request.actor, cases[:-6:-1])
    returned = min(
        (one for one in cases if one.state == State.RETURNED),
        key=lambda one: (one.stage_due_on is None, one.stage_due_on, one.pk),
        default=None,
    )
    running = min(
        (one for one in cases if one.state in NEAREST),
        key=lambda one: (NEAREST.index(State(one.state)), one.pk),
        default=None,
    )
    remedies = remedies_of(standing) if standing else {}
    refused = None
    if facts.enterprise["registration_state"] == RegistrationState.REFUSED:
        refused = Enterprise.objects.get(pk=actor.organisation_id)
    context = {
        "facts": facts,
        "standing": standing,
        "remedies": remedies,
        "returned": returned,
        "running": running,
        "refused": refused,
        "finding": _finding(facts.enterprise, returned, running)
        or _next_step(standing, remedies, certificates),
        "todo": todo_for(actor),
        "panels": panels_for(actor),
        "rungs": pyramid_of(certificates),
        "table": table_html(OWN_CASE_COLUMNS, shown) if shown else "",
    }
    return render(request, "certification/enterprise_home.html", context)


def _finding(
    enterprise: dict[str, Any],
    returned: Application | None,
    running: Application | None,
) -> str:
    """What is to be done, else what is under way; "" where there is neither."""
    if enterprise["registration_state"] == RegistrationState.PENDING:
        return "登记信息正在由区市主管部门确认"
    if enterprise["registration_state"] == RegistrationState.REFUSED:
        return "登记信息没有通过确认，请修改后重新提交"
    if returned:
        due = f"，请在 {end_of_day(returned.stage_due_on)} 前修改" if returned.stage_due_on else ""
        return f"“{returned}”被退回{due}"
    if running:
        return f"“{running}”正在办理：{CASE.label_for(None, running.state)}"
    return ""


def _next_step(
    standing: Standing | None, remedies: dict[str, Remedy], certificates: list[Certificate]
) -> str:
    """What the enterprise holds, and how far the closest scheme that is open is."""
    level = level_of(certificates)
    held = f"已是“{rung_name(level)}”，" if level else ""
    if standing is None:
        return held + NOTHING_OPEN if held else f"{NOTHING_OPEN}，可以先完善年度数据"
    name, missing = standing.version.scheme.name, standing.missing
    again = standing.version.parsed.outcome in {one.kind for one in certificates}
    if asked := asked_by_filing(standing, remedies):
        return f"{held}可以{'再申报一项' if again else f'申报“{name}”'}，申报时再填 {asked} 项"
    if missing:
        return f"{held}{'再申报一项' if again else f'离“{name}”'}还差 {missing} 项条件"
    return f"{held}{'可以再申报一项' if again else f'“{name}”的条件都已具备，可以申报'}"
