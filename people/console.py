"""The operator's lists: what the portal still owes, and its long work."""

from django.db.models import QuerySet

from accounts.duties import Duty
from accounts.lanes import Lane
from accounts.models import Job, OutboxMessage
from accounts.tenancy import Actor
from pages.lists import BulkAct, Column, Empty, ListPage
from pages.lists.bulk import on_chosen
from pages.lists.filters import choice, date_range
from people.actions.repair import retry_jobs, send_again

WAITING, FAILING, DEAD = "waiting", "failing", "dead"
CONDITIONS = ((DEAD, "已停止"), (FAILING, "等待重试"), (WAITING, "等待发送"))
INTERRUPTED = 2  # A job that began so often was cut short before.
JOB_TONES = {"queued": "wait", "running": "wait", "done": "ok", "failed": "bad"}


def dead_messages(actor: Actor) -> QuerySet[OutboxMessage]:
    """What was tried until it was given up."""
    return OutboxMessage.objects.filter(done_at=None, dead_at__isnull=False)


def failing_messages(actor: Actor) -> QuerySet[OutboxMessage]:
    """What failed and is tried again."""
    return OutboxMessage.objects.filter(done_at=None, dead_at=None, attempts__gt=0)


def failed_jobs(actor: Actor) -> QuerySet[Job]:
    """Long work that ended badly."""
    return Job.objects.filter(state=Job.State.FAILED)


def stuck_jobs(actor: Actor) -> QuerySet[Job]:
    """Long work that is at its second attempt or a later one."""
    unfinished = Job.objects.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING))
    return unfinished.filter(attempts__gte=INTERRUPTED)


def _condition(row: OutboxMessage) -> str:
    if row.dead_at is not None:
        return DEAD
    return FAILING if row.has_failed else WAITING


def _in_condition(rows: QuerySet[OutboxMessage], value: str) -> QuerySet[OutboxMessage]:
    if value == WAITING:
        return rows.filter(attempts=0)
    return rows.filter(dead_at__isnull=value == FAILING, attempts__gt=0)


class UndeliveredList(ListPage[OutboxMessage]):
    """Mails, notices, calls and scans that are owed still (待送达), the newest first."""

    key, title, noun, counter = "undelivered", "待送达", "消息", "条"
    readers = (Duty.OPERATOR,)
    intro = "邮件、通知、后台任务和文件检查在这里排队送出。内容不在这里显示。"
    order = ("-created_at", "-id")
    columns = (
        Column("created_at", "产生时间", fixed=True),
        Column("lane", "类别"),
        Column("topic", "事项", hidden=True),
        Column(
            "condition", "状态", lambda row: dict(CONDITIONS)[_condition(row)],
            pill=lambda row: {DEAD: "bad", FAILING: "wait", WAITING: ""}[_condition(row)],
        ),
        Column("attempts", "已试次数", unit="次"),
        Column("available_at", "下次发送", lambda row: None if row.dead_at else row.available_at),
        Column("last_error", "最近的错误", long=True),
    )  # fmt: skip
    filters = (
        choice("condition", "状态", CONDITIONS, by=_in_condition),
        choice("lane", "类别", Lane.choices),
        date_range("created_at", is_moment=True),
    )
    bulk = (
        BulkAct(
            "send_again", "重新发送", on_chosen(
                send_again, done=lambda number: f"{number} 条将重新发送。", back="people:deliveries"
            ),
            css="go",
            selectable=lambda actor, row: row.has_failed,
            confirm="重新发送选中的消息？请先排除故障。",
        ),
    )  # fmt: skip
    empty = Empty("没有待送达的消息", "应送出的都已送达。")
    not_found = Empty("没有符合条件的消息", "换一个状态或类别，或清空筛选查看全部。")

    def rows(self) -> QuerySet[OutboxMessage]:
        return OutboxMessage.objects.filter(done_at=None).defer("payload")


class JobList(ListPage[Job]):
    """The long work of all organisations (后台任务), the newest first."""

    key, title, noun, counter = "jobs", "后台任务", "任务", "项"
    readers = (Duty.OPERATOR,)
    order = ("-created_at", "-id")
    columns = (
        Column("created_at", "开始时间", fixed=True),
        Column("label", "任务", long=True),
        Column("organisation__name", "机构", long=True),
        Column("state", "状态", pill=JOB_TONES),
        Column("progress", "进度", lambda row: f"{row.percent}%"),
        Column("attempts", "开始过", unit="次"),
        Column("heartbeat_at", "最近动静"),
        Column("message", "说明", long=True),
    )
    filters = (
        choice("state", "状态", Job.State.choices),
        date_range("created_at", is_moment=True),
    )
    bulk = (
        BulkAct(
            "retry", "重试", on_chosen(
                retry_jobs, done=lambda number: f"{number} 项任务将重新开始。",
                back="people:all_jobs",
            ),
            css="go",
            selectable=lambda actor, row: row.state == Job.State.FAILED,
            confirm="重试选中的任务？已经做完的部分不会重复。",
        ),
    )  # fmt: skip
    empty = Empty("没有后台任务", "导入、批量办理等耗时的工作会列在这里。")
    not_found = Empty("没有符合条件的任务", "换一个状态，或清空筛选查看全部。")

    def rows(self) -> QuerySet[Job]:
        return Job.objects.visible_to(self.actor).select_related("organisation")
