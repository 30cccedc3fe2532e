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
    message = f"已办理 {len(items) - refused} 项" + (f"，{refused} 项未办理。" if refused else "。")
    page = machine_named(run.machine).bulk_page
    link = {"link": reverse(page, args=[run.pk]), "link_label": "查看每一项的结果"} if page else {}
    job.finish(link, message)


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
