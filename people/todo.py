"""What waits for the operator, the auditor, and the second person of an act."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from lifecycle.models import ActProposal
from pages.todo import TodoRow, todo_of
from people.console import (
    DEAD,
    FAILING,
    dead_messages,
    failed_jobs,
    failing_messages,
    stuck_jobs,
)
from people.trail_signs import lockouts, sealing, yesterday


@todo_of(Duty.OPERATOR, counts=(dead_messages, failed_jobs, failing_messages, stuck_jobs))
def repairs(actor: Actor, dead: int, failed: int, failing: int, stuck: int) -> list[TodoRow]:
    """Deliveries and jobs that failed, with where they are sent again."""
    deliveries, jobs = reverse("people:deliveries"), reverse("people:all_jobs")
    rows = (
        (dead, "bad", "停止", f"{dead} 条消息多次未能送达，已停止发送",
         f"{deliveries}?condition={DEAD}"),
        (failed, "bad", "未完成", f"{failed} 项后台任务未完成", f"{jobs}?state=failed"),
        (failing, "wait", "重试", f"{failing} 条消息发送失败，正在重试",
         f"{deliveries}?condition={FAILING}"),
        (stuck, "wait", "中断", f"{stuck} 项后台任务中断过，尚未完成", jobs),
    )  # fmt: skip
    return [TodoRow(tone, kind, text, url) for number, tone, kind, text, url in rows if number]


def to_approve(actor: Actor) -> QuerySet[ActProposal]:
    """What others proposed."""
    open_ones: QuerySet[ActProposal] = ActProposal.objects.filter(state=ActProposal.State.OPEN)
    return open_ones.exclude(proposed_by=actor.user_id)


@todo_of(Duty.CITY_OFFICER, counts=(to_approve,))
def proposals(actor: Actor, number: int) -> list[TodoRow]:
    """What a colleague proposed and waits for the reader."""
    where = f"{reverse('people:proposals')}?state=open"
    text = f"{number} 项办理由同事提出，等您批准"
    return [TodoRow("wait", "批准", text, where)] if number else []


@todo_of(Duty.AUDITOR, counts=(lockouts,))
def signs_of_trouble(actor: Actor, locked: int) -> list[TodoRow]:
    """What looks wrong with the seals and with sign-ins."""
    now, trail = sealing(), reverse("people:trail")
    sign_ins = f"{reverse('people:sign_ins')}?kind=locked&since={yesterday():%Y-%m-%d}"
    rows = (
        (now.broken, "bad", "不符", f"上次核对有 {now.broken} 个封存与审计记录不符",
         f"{trail}?check=1"),
        (now.has_stopped, "bad", "停止", "审计记录的封存停止了，请联系平台运维", trail),
        (now.is_unchecked, "wait", "未核对", "封存超过一天半没有核对", f"{trail}?check=1"),
        (locked, "wait", "登录", f"昨天以来有 {locked} 次登录因尝试过多被暂停", sign_ins),
    )  # fmt: skip
    return [TodoRow(tone, kind, text, url) for is_so, tone, kind, text, url in rows if is_so]
