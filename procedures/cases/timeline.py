"""What happened to a case, as its page tells it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.tenancy import Actor
from procedures.cases.lifecycle import event_label
from procedures.models import Application, CaseAssignment, CaseEvent, Objection


def timeline(actor: Actor, application: Application) -> list[dict[str, Any]]:
    """The transitions, the latest first; the bureaus also read who worked on the case, and the
    city what was objected to it."""
    events = application.events.select_related("user", "on_behalf_of").order_by("-id")
    lines = [(event.at, _event(event)) for event in events]
    if actor.sees_other_organisations:
        assignments = application.assignments.select_related("by", "from_user", "to_user")
        lines += [(one.at, _assignment(one)) for one in assignments.order_by("-id")]
        for objection in application.objections.select_related("decided_by"):
            lines += _objection(objection)
        lines.sort(key=lambda line: line[0], reverse=True)
    return [told for _, told in lines]


def _event(event: CaseEvent) -> dict[str, Any]:
    instead = f"（代{event.on_behalf_of}办理）" if event.on_behalf_of else ""
    return {
        "when": timezone.localtime(event.at),
        "who": f"{event.organisation_name} {event.user or ''}{instead}",
        "what": event_label(event.transition),
        "detail": event.reason,
    }


def _objection(objection: Objection) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """Its receipt and its answer, without the name of who objected."""
    yield (
        objection.filed_at,
        {
            "when": timezone.localtime(objection.filed_at),
            "who": "社会公众",
            "what": f"提出异议（回执号 {objection.receipt}）",
            "detail": "",
        },
    )
    if objection.decided_at:
        yield (
            objection.decided_at,
            {
                "when": timezone.localtime(objection.decided_at),
                "who": str(objection.decided_by),
                "what": f"答复异议：{objection.get_state_display()}",
                "detail": objection.answer,
            },
        )


def _assignment(assignment: CaseAssignment) -> dict[str, Any]:
    return {
        "when": timezone.localtime(assignment.at),
        "who": str(assignment.by),
        "what": assignment.what,
        "detail": assignment.note,
    }
