"""Making a paper: gather, write, and make its files; once for each kind and period."""

import time
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import start_job
from accounts.models import Job
from accounts.tenancy import Actor, system_scope
from pages.paper_sections import paper_parts
from reports.models import DailySnapshot, Paper, PaperForm, PaperLogLine
from reports.papers.actions.make_files import make_files
from reports.papers.compose import (
    Findings,
    begin_findings,
    composed,
    gather_part,
    left_out,
    parts_failed,
    values_of,
)
from reports.papers.lifecycle import MACHINE, PaperInput
from reports.papers.periods import DAY, Span
from reports.papers.texts import current_template

JOB = "reports.paper"
IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
Advance = Callable[[int, int, str], None]


def order_paper(actor: Actor, span: Span) -> Job:
    """Let a worker make the paper of a period, whichever, with its progress shown.

    Raises `NotPermitted`, or `RuleViolation` where the period is not over, was not published, or
    has a paper already.
    """
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("报告由市级主管部门生成。")
    if span.last >= timezone.localdate():
        raise RuleViolation({"day": f"{span.label}还没有结束，不能生成报告。"})
    with transaction.atomic():
        if paper := live_paper(span):
            state = paper.get_state_display()
            raise RuleViolation({"day": f"{span.label}已有报告：第 {paper.number} 期，{state}。"})
        begin_findings(span)
        return start_job(
            actor,
            kind=JOB,
            label=f"生成{span.label}报告",
            payload={"kind": span.kind, "day": span.last.isoformat()},
        )


def make_again(actor: Actor, paper_id: int, reason: str, *, version: int) -> Job:
    """Withdraw a draft and let its period be written again, as another version of the issue.

    Raises as the machine does, and `RuleViolation` without a reason.
    """
    with transaction.atomic():
        paper = MACHINE.execute(
            actor, paper_id, "withdraw", PaperInput(reason=reason), expected_version=version
        )
        return order_paper(actor, Span(paper.kind, paper.first_day, paper.last_day))


def live_paper(span: Span) -> Paper | None:
    """The paper of a period that was not withdrawn."""
    rows = Paper.objects.live().of_period(span.kind, span.first, span.last)
    found: Paper | None = rows.first()
    return found


def make_paper(
    actor: Actor | None, span: Span, advance: Advance = lambda done, total, text: None
) -> Paper:
    """Write the paper of a period and make its files; where it is there already, only what is
    missing of it. A run that was stopped is taken up by the next one: nothing stays half written.

    `actor` None is the portal. Raises `RuleViolation` where the period was not published.
    """
    with system_scope(reason="write a paper"):
        paper = live_paper(span)
    if paper is None:
        findings, lines = _gathered(span, advance)
        with system_scope(reason="write a paper"):
            paper = _written(actor, findings, lines)
    parts = len(paper_parts(span.kind))
    for number, form in enumerate(PaperForm):
        advance(parts + number, parts + len(PaperForm), f"正在生成 {form.label}")
        make_files(paper.pk, [form])
    return paper


Line = tuple[str, str, bool]


def _gathered(span: Span, advance: Advance) -> tuple[Findings, list[Line]]:
    findings, lines = begin_findings(span), []
    total = len(findings.parts) + len(PaperForm)
    for number, part in enumerate(findings.parts):
        advance(number, total, f"正在收集：{part.label}")
        begun = time.monotonic()
        gather_part(findings, part)
        took = f"用时 {time.monotonic() - begun:.2f} 秒"
        failed = findings.failed.get(part.key, "")
        lines.append((part.label, failed or f"收集完成，{took}", bool(failed)))
    return findings, lines


def _written(actor: Actor | None, findings: Findings, lines: list[Line]) -> Paper:
    """The row with its log, in one transaction. Needs a system scope."""
    span = findings.span
    with connection.cursor() as cursor:
        cursor.execute(IN_TURN, [f"paper {span.kind}"])
    if paper := live_paper(span):
        return paper
    template = current_template(span.kind)
    eve = DailySnapshot.objects.filter(day=span.first - DAY, is_current=True)
    data = composed(findings, template, eve.values_list("pk", flat=True))
    former = Paper.objects.of_period(span.kind, span.first, span.last).order_by("revision").last()
    year = span.last.year
    paper = Paper.objects.create(
        kind=span.kind,
        first_day=span.first,
        last_day=span.last,
        year=year,
        number=former.number if former else _next_number(span.kind, year),
        revision=former.revision + 1 if former else 1,
        title="，".join(data["title"])[:200],
        data=data,
        template=template,
        dated=timezone.localdate(findings.period.moment),
        as_of=findings.period.as_of,
        made_at=findings.period.moment,
        failed_parts=list(parts_failed(findings)),
    )
    MACHINE.begin(actor, paper, "make", PaperInput())
    lines += [(title, why, True) for title, why in left_out(template, values_of(findings))]
    now = timezone.now()
    PaperLogLine.objects.bulk_create(
        PaperLogLine(paper=paper, at=now, step=step[:60], text=text[:500], failed=failed)
        for step, text, failed in lines
    )
    return paper


def _next_number(kind: str, year: int) -> int:
    last = Paper.objects.filter(kind=kind, year=year).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1
