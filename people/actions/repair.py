"""What the operator does about deliveries and jobs that failed."""

from collections.abc import Sequence
from uuid import UUID

from accounts import jobs, outbox
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Job
from accounts.tenancy import Actor


def send_again(actor: Actor, ids: Sequence[UUID]) -> int:
    """Have failed messages of the outbox tried anew; returns how many. Raises `RuleViolation` where
    none of them failed."""
    _operator_only(actor)
    if number := outbox.send_again(ids):
        return number
    raise RuleViolation("选中的都没有失败，不需要重新发送。")


def retry_jobs(actor: Actor, ids: Sequence[UUID]) -> int:
    """Queue failed jobs again; returns how many. Raises `RuleViolation` where none failed."""
    _operator_only(actor)
    failed = Job.objects.filter(pk__in=ids, state=Job.State.FAILED).values_list("pk", flat=True)
    for pk in (chosen := list(failed)):
        jobs.retry(str(pk))
    if not chosen:
        raise RuleViolation("选中的都没有失败，不需要重试。")
    return len(chosen)


def _operator_only(actor: Actor) -> None:
    if not actor.is_operator:
        raise NotPermitted("只有平台运维可以重新发送或重试。")
