"""Bulk work, through the same executor as single clicks."""

from django.urls import reverse
from django.utils import timezone

from accounts.jobs import JobHandle, job_runner
from accounts.tenancy import Actor, acting_as
from lifecycle.bulk import BULK, attempt
from lifecycle.models import BulkItem, BulkRun
from lifecycle.registry import machine_named

Result = BulkItem.Result


@job_runner(BULK)
def carry_out(job: JobHandle) -> None:
    """Carry a run out row by row; what was done before is passed over."""
    with acting_as(job.actor):
        run = BulkRun.objects.get(pk=job.payload["run_id"])
        items = list(run.items.values_list("pk", "row_label"))
    for done, (item_id, label) in enumerate(items):
        job.advance(done, len(items), f"正在办理：{label}")
        _carry_out_one(job.actor, run, item_id)
    with acting_as(job.actor):
        BulkRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=timezone.now())
        refused = run.items.filter(result=Result.REFUSED).count()
    machine = machine_named(run.machine)
    counter, page = machine.counter, machine.bulk_page
    left = f"，{refused} {counter}未办理" if refused else ""
    label = f"查看每一{counter}的结果"
    link = {"link": reverse(page, args=[run.pk]), "link_label": label} if page else {}
    job.finish(link, f"已办理 {len(items) - refused} {counter}{left}。")


def _carry_out_one(actor: Actor, run: BulkRun, item_id: int) -> None:
    """The row and its line in one transaction, so that neither is without the other."""
    machine = machine_named(run.machine)
    with acting_as(actor):
        item = BulkItem.objects.select_for_update(of=("self",)).get(pk=item_id)
        if item.result != Result.WAITING:
            return
        _, refused = attempt(
            machine,
            actor,
            item.row_id,
            run.transition,
            machine.takes(reason=run.reason, reason_kind=run.reason_kind),
            expected_version=item.expected_version,
        )
        item.result = Result.REFUSED if refused else Result.DONE
        item.message = "；".join(refused)[:500]
        item.save(update_fields=["result", "message"])
