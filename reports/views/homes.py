"""Each duty's home: what must I do now, and how are we doing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.counts import counts_for
from accounts.duties import Duty
from accounts.models import District
from accounts.requests import ActorRequest
from accounts.tenancy import Actor, system_scope
from accounts.views.home import home_of, landing_page
from certification.outcomes import kinds_of
from certification.rungs import pyramid_of, valid_certificates
from enterprises.figures import facts_of
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from pages.lists.table import table_html
from pages.todo import MOST, TodoRow, todo_for
from procedures.cases.lifecycle import MACHINE as CASE
from procedures.cases.running import open_cases
from procedures.cases.standings import Standing, standings_of
from procedures.cases.views.filing import decorate
from procedures.models import Application, Batch, Objection, PublicNotice
from procedures.models.application import State
from reports.progress import (
    certified_by_district,
    certified_now,
    finding,
    pool_now,
    progress_by,
    progress_of_current_plan,
)
from reports.tables import OWN_CASE_COLUMNS, TILE_COLUMNS, WAITING_COLUMNS


@landing_page
def landing(request: HttpRequest) -> HttpResponse:
    """The public front page: progress, open batches, notices, and the check of certificates."""
    with system_scope(reason="count the progress for the public front page"):
        plan, progress = progress_of_current_plan()
    context = {
        "plan": plan,
        "progress": progress,
        "batches": Batch.objects.open_at().select_related("version__scheme"),
        "notices": PublicNotice.objects.all()[:5],
    }
    return render(request, "reports/landing.html", context)


@home_of(Duty.CITY_OFFICER, Duty.LEADER)
def city(request: ActorRequest) -> HttpResponse:
    """The city's front page."""
    actor = request.actor
    in_pool, objections = counts_for(actor, "city home", _city_numbers, MOST)
    certified = certified_now()
    plan, progress = progress_by(certified, in_pool)
    today = timezone.localdate()
    is_late = Q(state=State.DISTRICT_REVIEW, stage_due_on__lt=today)
    cases = list(
        Application.objects.visible_to(actor)
        .values("state", "district_id", "district__short_name")
        .annotate(n=Count("id"), late=Count("id", filter=is_late))
    )
    tiles = _tiles(certified_by_district(certified))
    ended = PublicNotice.objects.filter(state=PublicNotice.State.RUNNING, ends_on__lt=today)
    context = {
        "plan": plan,
        "progress": progress,
        "finding": finding(progress),
        "today": today,
        "tiles": tiles,
        "tile_table": table_html(TILE_COLUMNS, tiles),
        "todo": _city_todo(cases, objections, list(ended), may_act=actor.is_city) + todo_for(actor),
    }
    return render(request, "reports/city_home.html", context)


def _city_numbers(actor: Actor) -> list[tuple[QuerySet[Any]]]:
    return [(pool_now(),), (Objection.objects.filter(state=Objection.State.OPEN),)]


def _tiles(counts: dict[int, int]) -> list[dict[str, Any]]:
    districts = District.objects.exclude(tile_row=None).order_by("sort")
    most = max(counts.values(), default=0)
    tiles = []
    for district in districts:
        value = counts.get(district.pk, 0)
        share = value / most if most else 0
        tone = "far" if share >= 0.75 else "good" if share >= 0.5 else "near" if share > 0 else ""
        tiles.append(
            {
                "name": district.short_name,
                "value": f"{value} 项",
                "count": value,
                "column": district.tile_column,
                "row": district.tile_row,
                "tone": tone,
            }
        )
    return tiles


def _city_todo(
    cases: Sequence[Mapping[str, Any]],
    objections: int,
    ended: list[PublicNotice],
    *,
    may_act: bool,
) -> list[TodoRow]:
    """What is due in the city; somebody who only watches is led to lists that they may open.
    `cases` are counted by state and district, with how many of them are late."""
    states: Counter[str] = Counter()
    for group in cases:
        states[group["state"]] += group["n"]
    late = [group for group in cases if group["late"]]
    worklist = reverse("procedures:worklist")
    objected = "objection=open" if may_act else "state=public_notice"
    waiting_for_notice = reverse("procedures:batches") if may_act else f"{worklist}?state=proposed"
    rows = [
        TodoRow(
            "bad", "发证", f"“{notice.title}”公示期已满，可以认定发证",
            reverse("procedures:notice", args=[notice.pk]),
        )
        for notice in ended
    ]  # fmt: skip
    if objections:
        text = f"{objections} 件异议等待答复"
        rows.append(TodoRow("bad", "异议", text, f"{worklist}?{objected}"))
    if waiting := states[State.CITY_REVIEW]:
        text = f"{waiting} 件等待市级审核"
        rows.append(TodoRow("wait", "审核", text, f"{worklist}?state=city_review"))
    if proposed := states[State.PROPOSED]:
        text = f"{proposed} 件已通过审核，等待公示"
        rows.append(TodoRow("calm", "公示", text, waiting_for_notice))
    for group in sorted(late, key=lambda one: -one["late"])[:3]:
        text = f"{group['district__short_name']} {group['late']} 件区市审核已超期"
        where = f"{worklist}?state=district_review&due=late&district={group['district_id']}"
        rows.append(TodoRow("bad", "超期", text, where))
    return rows


@home_of(Duty.DISTRICT_REVIEWER)
def district(request: ActorRequest) -> HttpResponse:
    """A district bureau's home: its queue and its registry."""
    actor = request.actor
    queue = Application.objects.waiting_for(actor).with_enterprise_names().select_related("batch")
    rows = decorate(request, list(queue.order_by("stage_due_on", "id")[:10]))
    waiting, late, registrations, claims, in_pool = counts_for(
        actor, "district home", _district_numbers, MOST
    )
    _, progress = progress_by(certified_now(), in_pool)
    context = {
        "rows": rows,
        "table": table_html(WAITING_COLUMNS, rows),
        "waiting": waiting,
        "late": late,
        "registrations": registrations,
        "claims": claims,
        "progress": progress,
    }
    return render(request, "reports/district_home.html", context)


def _district_numbers(actor: Actor) -> list[tuple[QuerySet[Any]]]:
    queue = Application.objects.waiting_for(actor)
    return [
        (queue,),
        (queue.filter(stage_due_on__lt=timezone.localdate()),),
        (Enterprise.objects.filter(registration_state=RegistrationState.PENDING),),
        (EnterpriseClaim.objects.filter(state=EnterpriseClaim.State.OPEN),),
        (pool_now(),),
    ]


@home_of(Duty.ENTERPRISE_STAFF)
def enterprise(request: ActorRequest) -> HttpResponse:
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
        "finding": _enterprise_finding(facts.enterprise, returned, standing, standings),
        "todo": todo_for(actor),
        "rungs": pyramid_of(certificates),
        "table": table_html(OWN_CASE_COLUMNS, shown) if shown else "",
    }
    return render(request, "reports/enterprise_home.html", context)


def _enterprise_finding(
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
