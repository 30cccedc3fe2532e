"""Carrying a transition out; nothing else assigns a state.

Lock the row, then: expected version, source, may, all guards, change, effects, event and
outbox. The database refuses a state without its event.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import Actor
from procedures.batches.working_days import add_working_days
from procedures.cases.assignments import stood_in_for
from procedures.cases.effects import Change
from procedures.cases.lifecycle import TRANSITIONS, Transition, event_label
from procedures.models import Application, CaseEvent


@dataclass(frozen=True)
class Offer:
    """A transition that the actor may make now, or may not for the reasons given."""

    transition: Transition
    reasons: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        return not self.reasons


def available_transitions(actor: Actor, application: Application) -> list[Offer]:
    """What the actor's duty may do with the case in its state, with all reasons that forbid it."""
    return [
        Offer(transition, _reasons(transition, actor, application))
        for transition in TRANSITIONS.values()
        if application.state in transition.sources and transition.may(actor, application)
    ]


def reasons_against(
    transition: Transition, actor: Actor, application: Application
) -> tuple[str, ...]:
    """Everything that keeps the actor from carrying `transition` out on the case now."""
    if application.state not in transition.sources:
        return (f"现在是“{application.get_state_display()}”，不能{transition.label}。",)
    if not transition.may(actor, application):
        return (f"您的职责不能进行“{transition.label}”。",)
    return _reasons(transition, actor, application)


def _reasons(transition: Transition, actor: Actor, application: Application) -> tuple[str, ...]:
    return tuple(reason for guard in transition.guards if (reason := guard(actor, application)))


def execute(
    actor: Actor,
    application_id: int,
    name: str,
    *,
    expected_version: int | None = None,
    reason: str = "",
) -> Application:
    """Carry out the transition `name` on one case and return it.

    `expected_version` is the version that the page showed; None skips that check (bulk work).
    Raises `Application.DoesNotExist` for a case outside the scope, `StaleVersion` when somebody
    else changed it meanwhile, `NotPermitted`, or `RuleViolation` with every reason at once.
    """
    transition = TRANSITIONS[name]
    with transaction.atomic():
        application = (
            Application.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .select_related("batch", "scheme_version")
            .get(pk=application_id)
        )
        _check_version(application, expected_version)
        if application.state not in transition.sources:
            raise RuleViolation(
                f"“{application}”现在是“{application.get_state_display()}”，不能{transition.label}。"
            )
        if not transition.may(actor, application):
            raise NotPermitted(f"您的职责不能对这件申报进行“{transition.label}”。")
        reasons = list(_reasons(transition, actor, application))
        if transition.reason_required and not reason.strip():
            asked = "请填写撤回原因。" if actor.is_enterprise else "请填写意见，企业会看到。"
            reasons.append(asked)
        if reasons:
            raise RuleViolation("".join(reasons))
        _change(actor, application, transition, reason.strip())
        return application


def _check_version(application: Application, expected: int | None) -> None:
    if expected is None or expected == application.version:
        return
    last = application.events.select_related("user").order_by("-id").first()
    if last is None:
        raise StaleVersion("这件申报刚刚有改动，请刷新后再操作。")
    done = event_label(last.transition)
    when = timezone.localtime(last.at)
    raise StaleVersion(f"{last.user} 已于 {when:%m月%d日 %H:%M} 进行了“{done}”，请查看后再操作。")


def _change(actor: Actor, application: Application, transition: Transition, reason: str) -> None:
    source = application.state
    target = transition.target or application.returned_from
    change = Change(
        application, transition, actor, source, str(target), reason,
        on_behalf_of=stood_in_for(actor, application),
    )  # fmt: skip
    application.state = str(target)
    application.version += 1
    application.stage_due_on = _due(application, transition)
    for effect in transition.effects:
        effect(change)
    change.event = _record(change)
    application.save()
    for tell in transition.notify:
        tell(change)


def _due(application: Application, transition: Transition) -> Any:
    if transition.deadline is None:
        return None
    timetable = application.scheme_version.parsed.timetable
    key = transition.deadline
    if transition.target is None:
        key = type(key)(f"{application.state}_days")
    return add_working_days(timezone.localdate(), getattr(timetable, key))


def _record(change: Change) -> CaseEvent:
    return _event(
        change.application,
        change.transition.name,
        change.source,
        change.target,
        change.actor,
        change.reason,
        change.on_behalf_of,
    )


def record_event(actor: Actor, application: Application, name: str, reason: str) -> CaseEvent:
    """An event that leaves the case in its state, for the timeline."""
    return _event(application, name, application.state, application.state, actor, reason)


def _event(
    application: Application,
    name: str,
    source: str,
    target: str,
    actor: Actor | None,
    reason: str,
    on_behalf_of: int | None = None,
) -> CaseEvent:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        xid = cursor.fetchone()[0]
    return CaseEvent.objects.create(
        application=application,
        organisation_id=application.organisation_id,
        district_id=application.district_id,
        transition=name,
        source=source,
        target=target,
        user_id=actor.user_id if actor else None,
        on_behalf_of_id=on_behalf_of,
        organisation_name=actor.organisation_name if actor else "平台",
        reason=reason,
        at=timezone.now(),
        xid=xid,
    )
