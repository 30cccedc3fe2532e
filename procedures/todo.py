"""What waits for the bureaus and the leaders in procedures."""

from collections import Counter

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from procedures.models import Application, Objection, PublicNotice
from procedures.models.application import State

MOST_DISTRICTS = 3


def waiting(actor: Actor) -> QuerySet[Application]:
    rows: QuerySet[Application] = Application.objects.waiting_for(actor)
    return rows


def overdue(actor: Actor) -> QuerySet[Application]:
    return waiting(actor).filter(stage_due_on__lt=timezone.localdate())


def open_objections(actor: Actor) -> QuerySet[Objection]:
    rows: QuerySet[Objection] = Objection.objects.filter(state=Objection.State.OPEN)
    return rows


@todo_of(Duty.DISTRICT_REVIEWER, counts=(waiting, overdue))
def cases_of_district(actor: Actor, all_waiting: int, late: int) -> list[TodoRow]:
    """The district's queue."""
    worklist = reverse("procedures:worklist")
    if late:
        text = f"有 {late} 件审核已超期，共 {all_waiting} 件待办"
        return [TodoRow("bad", "超期", text, worklist)]
    if all_waiting:
        return [TodoRow("wait", "审核", f"有 {all_waiting} 件申报等待审核", worklist)]
    return []


@todo_of(Duty.CITY_OFFICER, Duty.LEADER)
def ended_notices(actor: Actor) -> list[TodoRow]:
    """Notices whose days are over. One query."""
    today = timezone.localdate()
    ended = PublicNotice.objects.filter(state=PublicNotice.State.RUNNING, ends_on__lt=today)
    return [
        TodoRow(
            "bad", "发证", f"“{notice.title}”公示期已满，可以认定发证",
            reverse("procedures:notice", args=[notice.pk]),
        )
        for notice in ended
    ]  # fmt: skip


@todo_of(Duty.CITY_OFFICER, Duty.LEADER, counts=(open_objections,))
def cases_of_city(actor: Actor, objections: int) -> list[TodoRow]:
    """What is due in the city; somebody who only watches is led to lists that they may open. One
    query: the cases by state and district, with how many of them are late."""
    is_late = Q(state=State.DISTRICT_REVIEW, stage_due_on__lt=timezone.localdate())
    cases = list(
        Application.objects.visible_to(actor)
        .values("state", "district_id", "district__short_name")
        .annotate(n=Count("id"), late=Count("id", filter=is_late))
    )
    states: Counter[str] = Counter()
    for group in cases:
        states[group["state"]] += group["n"]
    worklist = reverse("procedures:worklist")
    objected = "objection=open" if actor.is_city else "state=public_notice"
    batches = reverse("procedures:batches") if actor.is_city else f"{worklist}?state=proposed"
    rows = []
    if objections:
        text = f"{objections} 件异议等待答复"
        rows.append(TodoRow("bad", "异议", text, f"{worklist}?{objected}"))
    if in_review := states[State.CITY_REVIEW]:
        text = f"{in_review} 件等待市级审核"
        rows.append(TodoRow("wait", "审核", text, f"{worklist}?state=city_review"))
    if proposed := states[State.PROPOSED]:
        rows.append(TodoRow("calm", "公示", f"{proposed} 件已通过审核，等待公示", batches))
    late = [group for group in cases if group["late"]]
    for group in sorted(late, key=lambda one: -one["late"])[:MOST_DISTRICTS]:
        text = f"{group['district__short_name']} {group['late']} 件区市审核已超期"
        where = f"{worklist}?state=district_review&due=late&district={group['district_id']}"
        rows.append(TodoRow("bad", "超期", text, where))
    return rows
