"""What the clock and the workers call: papers that are due, and those ordered by hand."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.jobs import JobHandle, job_runner
from accounts.notifications import Kind, notify, people_of
from reports.models import Paper
from reports.papers.actions.make_files import make_files
from reports.papers.actions.make_paper import JOB, make_paper
from reports.papers.periods import span_with
from reports.papers.schedule import spans_due, unfinished


def run_papers(now: datetime | None = None) -> int:
    """Make the papers that are due, and what a stopped run has left; how many were made."""
    made = 0
    for span in spans_due(now or timezone.now()):
        paper = make_paper(None, span)
        tell_city(paper)
        made += 1
    for pk in unfinished():
        make_files(pk)
    return made


def tell_city(paper: Paper) -> None:
    """Owe the city's officers a message that a draft waits for its check."""
    failed = f"有 {len(paper.failed_parts)} 部分没有收集成功。" if paper.failed_parts else ""
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=f"{paper.data['masthead']}第 {paper.number} 期待核",
        body=f"{paper.data['label']}：{paper.title}。{failed}",
        link=reverse("reports:paper", args=[paper.pk]),
        dedupe_key=f"paper-made:{paper.pk}",
        kind=Kind.WORK,
    )


@job_runner(JOB)
def run_order(job: JobHandle) -> None:
    """Make the paper that was ordered; run again, it takes up what is missing."""
    day = date.fromisoformat(str(job.payload["day"]))
    paper = make_paper(job.actor, span_with(str(job.payload["kind"]), day), job.advance)
    link = {"link": reverse("reports:paper", args=[paper.pk]), "link_label": "打开报告"}
    job.finish(link, f"第 {paper.number} 期已生成，等待核对。")
