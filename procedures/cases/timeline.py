"""What happened to a case, as its page tells it."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone

from accounts.tenancy import Actor
from lifecycle.history import HistoryLine
from procedures.cases.lifecycle import MACHINE
from procedures.cases.material import objections_of
from procedures.cases.parts import history_of_part, in_its_words
from procedures.cases.thread import lines_of_thread, thread_of
from procedures.models import Application, CaseAssignment, CaseEvent, CaseMessage, Objection


def timeline(
    actor: Actor,
    application: Application,
    events: list[CaseEvent] | None = None,
    messages: list[CaseMessage] | None = None,
) -> list[HistoryLine]:
    """The transitions and messages, the latest first; the bureaus also read who worked on the
    case, and the city what was objected to it. `events` and `messages` are those of the case,
    where they are loaded already."""
    history = MACHINE.history_of(events_of(application) if events is None else events)
    lines = [replace(one, what=in_its_words(application, one.what)) for one in history]
    lines += lines_of_thread(thread_of(application) if messages is None else messages)
    lines += history_of_part(actor, application)
    if not actor.sees_other_organisations:
        return sorted(lines, key=lambda line: line.when, reverse=True)
    assignments = application.assignments.select_related("by", "from_user", "to_user")
    lines += [_assignment(one) for one in assignments.order_by("-id")]
    # Whoever has the receipt reads the objection: it is for those who investigate.
    for objection in objections_of(application) if actor.is_city else ():
        lines += _objection(objection)
    return sorted(lines, key=lambda line: line.when, reverse=True)


def events_of(application: Application) -> list[CaseEvent]:
    """The events of the case with their people, the oldest first."""
    found = MACHINE.events_of(application).select_related("user", "on_behalf_of")
    return list(found.order_by("id"))


def _objection(objection: Objection) -> Iterator[HistoryLine]:
    """Its receipt and its answer, without the name of who objected."""
    yield HistoryLine(
        timezone.localtime(objection.filed_at),
        "社会公众",
        f"提出异议（回执号 {objection.receipt}）",
    )
    if objection.decided_at:
        yield HistoryLine(
            timezone.localtime(objection.decided_at),
            str(objection.decided_by),
            f"答复异议：{objection.get_state_display()}",
            objection.answer,
        )


def _assignment(assignment: CaseAssignment) -> HistoryLine:
    return HistoryLine(
        timezone.localtime(assignment.at),
        str(assignment.by),
        assignment.what,
        assignment.note,
    )
