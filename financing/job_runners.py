"""Long work of the financing whitelist."""

from django.urls import reverse

from accounts.jobs import JobHandle, job_runner
from accounts.tenancy import acting_as
from certification.models import Certificate
from financing.line.actions.register_bank import JOB as CONNECT
from financing.whitelist.actions.find_candidates import AT_ONCE, JOB, compare_next
from financing.whitelist.conditions import conditions_in_force
from financing.whitelist.feed import connect_bank


@job_runner(CONNECT)
def connect(job: JobHandle) -> None:
    """Write the list for a new bank; a restart writes what is missing."""
    count = connect_bank(int(job.payload["bank_id"]))
    link = reverse("financing:banks")
    job.finish({"link": link, "link_label": "查看接入银行"}, f"已为该行准备 {count} 家企业的名单。")


@job_runner(JOB)
def find_candidates(job: JobHandle) -> None:
    """Compare all holders of certificates; a restart begins again and finds the rest."""
    with acting_as(job.actor):
        version = conditions_in_force()
        total = Certificate.objects.values("organisation_id").distinct().count()
    if version is None:
        job.fail("现在没有在用的入库条件，请在认定方案中发布后再比对。")
        return
    new = dropped = done = 0
    after: int | None = 0
    while after is not None:
        with acting_as(job.actor):
            found, after = compare_next(version, after)
        new, dropped = new + found.new, dropped + found.dropped
        done = min(total, done + AT_ONCE)
        job.advance(done, total, f"已比对 {done} / {total} 家持证企业")
    link = f"{reverse('financing:entries')}?state=candidate"
    message = f"新增候选 {new} 家" + (f"，{dropped} 家不再符合条件" if dropped else "") + "。"
    job.finish({"link": link, "link_label": "查看候选企业"}, message)
