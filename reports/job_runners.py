"""Long work of reports."""

from django.urls import reverse

from accounts.jobs import JobHandle, job_runner
from reports.builder.running import JOB, make_run
from reports.papers import running  # noqa: F401  registers its runner


@job_runner(JOB)
def make_scheduled_report(job: JobHandle) -> None:
    """Make the file of one run; what was made before is passed over."""
    job.advance(0, 1, "正在生成报表")
    words = make_run(int(job.payload["run_id"]), job.actor)
    job.finish({"link": reverse("reports:report_runs"), "link_label": "查看生成的报表"}, words)
