"""The operator's home: what failed, which parts are up, and who is missing."""

from dataclasses import dataclass
from datetime import datetime

import redis
from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.shortcuts import render

from accounts.duties import Duty
from accounts.lanes import Lane
from accounts.models import OutboxMessage
from accounts.requests import ActorRequest
from accounts.signs_of_life import BEAT, RELAY, WORKER, living
from accounts.views.home import home_of
from pages.lists import Column
from pages.lists.table import table_html
from pages.panels import panels_for
from pages.todo import todo_for
from people.actions.appoint_first_administrators import without_administrator


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the portal and whether it is up."""

    name: str
    is_up: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one lane waits, and since when."""

    lane: str
    number: int
    dead: int
    oldest: datetime | None


PART_COLUMNS: tuple[Column[Part], ...] = (
    Column("name", "部分"),
    Column(
        "is_up", "状态", lambda part: "运行中" if part.is_up else "没有响应",
        pill=lambda part: "ok" if part.is_up else "bad",
    ),
)  # fmt: skip
WAITING_COLUMNS: tuple[Column[Waiting], ...] = (
    Column("lane", "类别"),
    Column("number", "排队", unit="条"),
    Column("dead", "已停止", unit="条"),
    Column("oldest", "最早的产生于"),
)


@home_of(Duty.OPERATOR)
def home(request: ActorRequest) -> HttpResponse:
    """What failed or waits, and what it stands on."""
    parts, missing = parts_of_the_portal(), without_administrator()
    context = {
        "todo": todo_for(request.actor),
        "down": "、".join(part.name for part in parts if not part.is_up),
        "parts": table_html(PART_COLUMNS, parts),
        "waiting": table_html(WAITING_COLUMNS, _waiting()),
        "missing": [name for _, name in missing],
        "panels": panels_for(request.actor),
    }
    return render(request, "people/operator_home.html", context)


def parts_of_the_portal() -> list[Part]:
    """The parts beside the web server and the database, without which no page is shown."""
    try:
        signs = living()
    except redis.RedisError:
        return [Part("消息队列（Redis）", is_up=False)]
    return [
        Part("消息队列（Redis）", is_up=True),
        Part("后台任务（worker）", WORKER in signs),
        Part("定时任务（beat）", BEAT in signs),
        *(
            Part(f"送达（relay）：{lane.label}", name in signs)
            for lane, name in zip(Lane, RELAY, strict=True)
        ),
    ]


def _waiting() -> list[Waiting]:
    rows = OutboxMessage.objects.filter(done_at=None).values("lane").annotate(
        number=Count("pk", filter=Q(dead_at=None)),
        dead=Count("pk", filter=~Q(dead_at=None)),
        oldest=Min("created_at", filter=Q(dead_at=None)),
    )  # fmt: skip
    found = {
        row["lane"]: Waiting(Lane(row["lane"]).label, row["number"], row["dead"], row["oldest"])
        for row in rows
    }
    return [found.get(lane, Waiting(lane.label, 0, 0, None)) for lane in Lane]
