"""An enterprise's home."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.home import home_of
from certification.outcomes import kinds_of
from certification.rungs import pyramid_of, valid_certificates
from certification.tables import OWN_CASE_COLUMNS
from enterprises.figures import facts_of
from enterprises.models import Enterprise, RegistrationState
from pages.lists.table import table_html
from pages.panels import panels_for
from pages.todo import todo_for
from procedures.cases.lifecycle import MACHINE as CASE
from procedures.cases.running import open_cases
from procedures.cases.standings import Standing, standings_of
from procedures.cases.views.filing import decorate
from procedures.models import Application
from procedures.models.application import State


@home_of(Duty.ENTERPRISE_STAFF)
def home(request: ActorRequest) -> HttpResponse:
    """An enterprise's home: where it stands, what the next rung lacks, what is under way."""
    actor = request.actor
    facts = facts_of(actor.organisation_id)
    certificates = valid_certificates(actor.organisation_id)
    cases = open_cases(actor.organisation_id)
    standings = standings_of(actor, facts, only_open=True, cases=cases, held=kinds_of(certificates))
    standing = next((one for one in standings if not one.is_held and not one.running), None)
    shown = decorate(request, cases[:-6:-1])
    returned = min(
        (one for one in cases if one.state == State.RETURNED),
        key=lambda one: (one.stage_due_on is None, one.stage_due_on, one.pk),
        default=None,
    )
    refused = None
    if facts.enterprise["registration_state"] == RegistrationState.REFUSED:
        refused = Enterprise.objects.get(pk=actor.organisation_id)
    context = {
        "facts": facts,
        "standing": standing,
        "returned": returned,
        "refused": refused,
        "finding": _finding(facts.enterprise, returned, standing, standings),
        "todo": todo_for(actor),
        "panels": panels_for(actor),
        "rungs": pyramid_of(certificates),
        "table": table_html(OWN_CASE_COLUMNS, shown) if shown else "",
    }
    return render(request, "certification/enterprise_home.html", context)


def _finding(
    enterprise: dict[str, Any],
    returned: Application | None,
    standing: Standing | None,
    standings: list[Standing],
) -> str:
    if enterprise["registration_state"] == RegistrationState.PENDING:
        return "登记信息正在由区市主管部门确认"
    if enterprise["registration_state"] == RegistrationState.REFUSED:
        return "登记信息没有通过确认，请修改后重新提交"
    if returned:
        due = f"，请在 {returned.stage_due_on:%Y-%m-%d} 前修改" if returned.stage_due_on else ""
        return f"“{returned}”被退回{due}"
    running = next((one.running for one in standings if one.running), None)
    if standing is None and running is not None:
        return f"“{running}”正在办理：{CASE.label_for(None, running.state)}"
    if standing is None:
        return "现在没有开放的申报批次，可以先完善年度数据"
    name, missing = standing.version.scheme.name, standing.missing
    return f"离“{name}”还差 {missing} 项条件" if missing else f"“{name}”的条件都已具备，可以申报"
