"""What the clock and the workers call: papers that are due, and those ordered by hand."""

import logging
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.jobs import JobHandle, job_runner
from accounts.notifications import Kind, notify, people_of
from reports.models import Paper, PaperKind
from reports.papers.actions.make_files import make_files
from reports.papers.actions.make_paper import JOB, make_paper
from reports.papers.periods import Span, span_with
from reports.papers.schedule import spans_due, unfinished

logger = logging.getLogger(__name__)


def run_papers(now: datetime | None = None) -> int:
    """Make the papers that are due, and what a stopped run has left; how many were made. One that
    fails leaves the others alone, the city is told, and the next run tries it again."""
    made = 0
    for span in spans_due(now or timezone.now()):
        try:
            tell_city(make_paper(None, span))
            made += 1
        except Exception as error:
            logger.exception("the paper of %s failed", span)
            _tell_of_failure(span, error)
    for pk in unfinished():
        try:
            make_files(pk)
        except Exception:
            logger.exception("the files of paper %s failed", pk)
    return made


def _tell_of_failure(span: Span, error: Exception) -> None:
    """Owe the city's officers a message, once a day, that a paper could not be made."""
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=f"{span.label}{PaperKind(span.kind).label}没有生成",
        body=f"生成时出错（{type(error).__name__}），平台会按时再试。"
        "请核对报告模板；仍不能生成的，请联系平台管理员。",
        link=reverse("reports:papers"),
        dedupe_key=f"paper-failed:{span.kind}:{span.last}:{timezone.localdate()}",
        kind=Kind.WORK,
    )


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
