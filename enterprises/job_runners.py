"""The long work of the registry: checking and writing brought-in files."""

from uuid import UUID

from django.urls import reverse

from accounts.jobs import JobHandle, job_runner
from accounts.models import Organisation
from accounts.tenancy import acting_as
from enterprises.imports.findings import finding
from enterprises.imports.scope import ImportScope
from enterprises.imports.settling.take_back import take_batch_back
from enterprises.imports.steps import apply_batch, check_batch, refuse_batch
from enterprises.models import ImportBatch


def _scope(job: JobHandle) -> ImportScope:
    with acting_as(job.actor):
        home = Organisation.objects.only("district_id").get(pk=job.actor.organisation_id)
    return ImportScope(home.pk, home.district_id, job.actor)


def _link(batch: ImportBatch) -> str:
    return reverse("enterprises:import", args=[batch.pk])


@job_runner("enterprises.check_import")
def check_import(job: JobHandle) -> None:
    scope, batch_id = _scope(job), UUID(str(job.payload["batch"]))
    try:
        batch = check_batch(batch_id, scope, job.advance)
    except Exception:
        # The job is told as failed; its batch must not wait for it for ever.
        refuse_batch(batch_id, scope, "核对时出现系统错误，请重新上传或联系平台运维。")
        raise
    if batch.state == ImportBatch.State.REFUSED:
        job.finish({"link": _link(batch), "link_label": "查看说明"}, f"无法导入：{batch.refusal}")
        return
    message = f"核对了 {batch.rows_total} 行，{batch.rows_wrong} 行有误。"
    job.finish({"link": _link(batch), "link_label": "查看核对结果"}, message)


@job_runner("enterprises.apply_import")
def apply_import(job: JobHandle) -> None:
    batch = apply_batch(UUID(str(job.payload["batch"])), _scope(job), job.advance)
    job.finish({"link": _link(batch), "link_label": "查看导入结果"}, finding(batch))


@job_runner("enterprises.take_import_back")
def take_import_back(job: JobHandle) -> None:
    batch = take_batch_back(UUID(str(job.payload["batch"])), _scope(job), job.advance)
    job.finish({"link": _link(batch), "link_label": "查看撤回结果"}, finding(batch))
