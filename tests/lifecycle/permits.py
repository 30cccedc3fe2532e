"""A life of the tests' own, in tables of their own: a permit that an enterprise asks for."""

from dataclasses import dataclass
from typing import TypeAlias

from django.conf import settings
from django.db import connection, models

from accounts.notifications import notify
from accounts.row_security import TENANT, secured
from accounts.tenancy import Actor, TenantModel
from lifecycle.deadlines import Paused, Resumed, Within, no_deadline
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.models import TenantTransitionEvent
from lifecycle.policies import (
    is_city_officer,
    is_its_enterprise,
    is_reviewer_of_its_district,
    is_the_portal,
)
from lifecycle.state_guard import state_guard
from lifecycle.transitions import Change, ComputedTarget, Transition, TransitionInput
from reports.bench.scratch import owner_cursor


class Permit(TenantModel):
    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        DISTRICT = "district", "区市审核"
        CITY = "city", "市级审核"
        RETURNED = "returned", "退回修改"
        GRANTED = "granted", "已许可"
        REFUSED = "refused", "不予许可"

    title = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    returned_from = models.CharField(max_length=10, default="")
    number = models.CharField(max_length=20, default="")
    due_on = models.DateField(null=True)
    is_complete = models.BooleanField(default=True)
    is_paid = models.BooleanField(default=True)

    class Meta:
        app_label = "tests_lifecycle"

    def __str__(self) -> str:
        return self.title


class PermitEvent(TenantTransitionEvent):
    permit = models.ForeignKey(Permit, models.PROTECT, related_name="events")
    number = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        app_label = "tests_lifecycle"

    def __str__(self) -> str:
        return f"{self.permit_id} {self.transition}"


def make_tables() -> None:
    """Make the tables as a migration would: walled, their events append-only, with the guard."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        editor.create_model(Permit)
        editor.create_model(PermitEvent)
    walls = (
        *secured(Permit, TENANT, is_parent=True),
        *secured(PermitEvent, TENANT, within={"permit_id": Permit}, append_only=True),
        state_guard(Permit, PermitEvent, "permit_id"),
    )
    with owner_cursor(settings.DATABASES["default"]["NAME"]) as cursor:
        for statement in (*editor.collected_sql, *(one.create for one in walls)):
            cursor.execute(statement)


def drop_tables() -> None:
    with owner_cursor(settings.DATABASES["default"]["NAME"]) as cursor:
        for model in (PermitEvent, Permit):
            cursor.execute(f'DROP TABLE "{model._meta.db_table}" CASCADE')
        cursor.execute(f"DROP FUNCTION {Permit._meta.db_table}_needs_event()")


State = Permit.State


class RefusalReason(models.TextChoices):
    SAFETY = "safety", "安全条件不足"
    OTHER = "other", "其他"


@dataclass(frozen=True)
class PermitInput(TransitionInput):
    number: str = ""


PermitChange: TypeAlias = Change[Permit, PermitInput]
Step: TypeAlias = Transition[Permit, PermitInput]


def is_complete(actor: Actor | None, permit: Permit) -> str:
    return "" if permit.is_complete else "材料不齐。"


def is_paid(actor: Actor | None, permit: Permit) -> str:
    return "" if permit.is_paid else "没有缴费。"


def names_a_number(given: PermitInput) -> dict[str, str]:
    return {} if given.number else {"number": "请填写许可号。"}


def remember_where_from(change: PermitChange) -> None:
    change.row.returned_from = change.source


def take_number(change: PermitChange) -> None:
    change.row.number = change.input.number
    change.facts["length"] = len(change.input.number)


def refuse_the_others(change: PermitChange) -> None:
    """The state is saved when consequences run: this one is not among those that wait."""
    waiting = Permit.objects.filter(state=State.CITY, title=change.row.title)
    for pk in waiting.values_list("pk", flat=True):
        MACHINE.execute(None, pk, "lapse")


def tell_owner(change: PermitChange) -> None:
    assert change.event is not None
    notify([1], title=change.event.target, body="", link="/", dedupe_key=change.key)


MACHINE = Machine(
    name="permit",
    model=Permit,
    noun="项许可",
    rows=(
        Step(
            name="open", label="新建", sources=frozenset(), target=State.DRAFT,
            may=is_its_enterprise, by_hand=False,
        ),
        Step(
            name="submit", label="提交", sources=frozenset({State.DRAFT}), target=State.DISTRICT,
            may=is_its_enterprise, guards=(is_complete, is_paid), notify=(tell_owner,),
            deadline=Within(lambda change: 10),
        ),
        Step(
            name="forward", label="报市级", sources=frozenset({State.DISTRICT}), target=State.CITY,
            may=is_reviewer_of_its_district, guards=(is_not_own_enterprise, is_paid),
            deadline=Within(lambda change: 20), bulk=True,
        ),
        Step(
            name="return", label="退回", sources=frozenset({State.DISTRICT, State.CITY}),
            target=State.RETURNED, may=is_reviewer_of_its_district, reason_required=True,
            effects=(remember_where_from,), history_label="退回修改",
            deadline=Paused(lambda row: row.due_on, Within(lambda change: 5)),
        ),
        Step(
            name="resubmit", label="重新提交", sources=frozenset({State.RETURNED}),
            target=ComputedTarget(
                lambda row: row.returned_from, frozenset({State.DISTRICT, State.CITY}),
                "whoever returned it",
            ),
            may=is_its_enterprise, deadline=Resumed(least=1),
        ),
        Step(
            name="grant", label="许可", sources=frozenset({State.CITY}), target=State.GRANTED,
            may=is_city_officer, guards=(is_complete, is_paid), checks=(names_a_number,),
            effects=(take_number,), consequences=(refuse_the_others,), deadline=no_deadline,
        ),
        Step(
            name="refuse", label="不予许可",
            sources=frozenset({State.DISTRICT, State.CITY}), target=State.REFUSED,
            may=is_reviewer_of_its_district, reason_kinds=tuple(RefusalReason),
            reason_required=True, reason_missing="请写明理由。", bulk=True,
        ),
        Step(
            name="urge", label="催办", sources=frozenset({State.DISTRICT, State.CITY}), target=None,
            may=is_its_enterprise,
        ),
        Step(
            name="lapse", label="失效", sources=frozenset({State.CITY}), target=State.REFUSED,
            may=is_the_portal, by_hand=False,
        ),
    ),
    first=frozenset(),
    final=frozenset({State.GRANTED, State.REFUSED}),
    tones={State.GRANTED: "ok"},
    owner_labels={State.DISTRICT: "审核中"},
    other_events={"inspect": "现场核查"},
    events=PermitEvent,
    parent="permit",
    takes=PermitInput,
    event_fields=lambda change: {"number": change.input.number},
    details=lambda event: [f"许可号 {event.number}"] if event.number else [],
    stands_in_for=lambda actor, row: covered.get(actor.user_id),
    due_field="due_on",
)  # fmt: skip

# Whom an actor stands in for, by user; filled by a test.
covered: dict[int, int] = {}


def permit(owner: Actor, state: str = State.DRAFT, **values: object) -> Permit:
    """A permit of the owner's enterprise, made in `state`."""
    return Permit.objects.create(
        organisation_id=owner.organisation_id,
        district_id=owner.district_ids[0],
        state=state,
        **{"title": "危化品经营", "returned_from": State.DISTRICT, **values},
    )
