"""Writing a paper: what the parts gathered, in the words of a template, as one JSON value.

The value holds every figure, so that text, tables, pictures and files can be made from it again.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import system_scope
from pages.paper_sections import Gathered, Name, PaperPart, Period, paper_parts
from reports.models import DailySnapshot
from reports.papers.language import (
    LONGEST_PRINTED,
    TextProblem,
    names_used,
    paragraphs,
    rendered,
)
from reports.papers.periods import NEXT, THIS, Span, in_words

logger = logging.getLogger(__name__)
PRELIMINARY = timedelta(days=45)
# Names that every text may use, whatever the parts give.
COMMON = (
    Name("期间", "报告的期间，如 2026年10月"),
    Name("截止日", "期间的最后一天，如 10月31日"),
    Name("本期", "本月、本季度、本年或当日"),
    Name("上期", "上一期，如 9月"),
    Name("下期", "下月、下季度、下年或次日"),
)


class Texts(Protocol):
    """A version of a kind's texts, kept or still being edited."""

    masthead: str
    issuer: str
    title: str
    headings: list[dict[str, str]]


@dataclass
class Findings:
    """What was gathered for a span: by part, and which parts failed with what."""

    span: Span
    period: Period
    snapshot_id: int
    found: dict[str, Gathered] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> list[PaperPart]:
        return paper_parts(self.span.kind)


def names_for(kind: str) -> list[Name]:
    """The names that texts of a kind may use."""
    return [*COMMON, *(name for part in paper_parts(kind) for name in part.names)]


def begin_findings(span: Span) -> Findings:
    """Nothing gathered yet. Raises `RuleViolation` where the span's last day was not published."""
    with system_scope(reason="write a paper"):
        snapshot = DailySnapshot.objects.filter(day=span.last, is_current=True).first()
    if snapshot is None:
        raise RuleViolation(
            f"{span.label}的数据还没有统计（没有 {span.last:%Y-%m-%d} 的快照），不能生成报告。"
        )
    period = Period(span.kind, span.first, span.last, snapshot.as_of, timezone.now())
    return Findings(span, period, snapshot.pk)


def gather_part(findings: Findings, part: PaperPart) -> None:
    """Ask one part. What it fails with stands in `failed`, and nothing of it in the paper."""
    try:
        with system_scope(reason="write a paper"), transaction.atomic():
            findings.found[part.key] = part.gather(findings.period)
    except Exception as error:
        logger.exception("part %s of %s failed", part.key, findings.span)
        findings.failed[part.key] = f"{type(error).__name__}: {error}"[:300]


def gathered(span: Span) -> Findings:
    """What all parts say of a span."""
    findings = begin_findings(span)
    for part in findings.parts:
        gather_part(findings, part)
    return findings


def values_of(findings: Findings) -> dict[str, Any]:
    """Every named figure that was found."""
    span = findings.span
    values: dict[str, Any] = {
        "期间": span.label,
        "截止日": in_words(span.last),
        "本期": THIS[span.kind],
        "上期": span.before.short if span.before.first.year == span.first.year else (
            span.before.label
        ),
        "下期": NEXT[span.kind],
    }  # fmt: skip
    for one in findings.found.values():
        values |= one.values
    return values


def composed(findings: Findings, texts: Texts, snapshots: Iterable[int] = ()) -> dict[str, Any]:
    """The paper as JSON: its text, tables, pictures, and all figures."""
    values = values_of(findings)
    span, period = findings.span, findings.period
    source = _source(period)
    tables = bars = 0
    headings = []
    for number, heading in enumerate(texts.headings):
        items = []
        for part in findings.parts:
            told = findings.found.get(part.key)
            if part.place != heading["key"] or told is None:
                continue
            for table in told.tables:
                tables += 1
                own = table.source or (source if tables == 1 else _same(1, period))
                items.append({"what": "table", "number": tables, **asdict(table), "source": own})
            for one in told.bars:
                bars += 1
                own = one.source or _same(tables or 1, period)
                items.append({"what": "bars", "number": bars, **asdict(one), "source": own})
        headings.append(
            {
                "key": heading["key"],
                "title": f"{ORDINALS[number]}、{heading['title']}",
                "paragraphs": _paragraphs(heading["text"], values),
                "items": items,
            }
        )
    return {
        "kind": span.kind,
        "label": span.label,
        "masthead": texts.masthead,
        "issuer": texts.issuer,
        "title": _paragraphs(texts.title, values) or [f"{span.label}专精特新企业培育情况"],
        "headings": headings,
        "values": values,
        "raw": [asdict(one) for told in findings.found.values() for one in told.raw],
        "printed": [dict(one) for told in findings.found.values() for one in told.printed],
        "source": source,
        "snapshots": [findings.snapshot_id, *snapshots],
        "as_of": period.as_of.isoformat(),
        "made_at": period.moment.isoformat(),
    }


ORDINALS = "一二三四五六七八九十"


NOT_GATHERED = "有一段用到没有收集到的数，没有写入"


def _paragraphs(text: str, values: Mapping[str, Any]) -> list[str]:
    """The paragraphs that have something to say; those that ask for what failed, or that cannot
    be printed, are left out."""
    return [said for said, why in _written(text, values) if said and not why]


def _written(text: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each paragraph with its figures, or "" and why it is not printed."""
    length = 0
    for line in paragraphs(text):
        try:
            if not names_used(line) <= values.keys():
                yield "", NOT_GATHERED
                continue
            said = rendered(line, values)
        except TextProblem as problem:
            yield "", f"有一段没有写入：{problem}"
            continue
        length += len(said)
        if length > LONGEST_PRINTED:
            yield "", f"有一段没有写入：这一章超过 {LONGEST_PRINTED:,} 个字。"
        else:
            yield said, ""


def left_out(texts: Texts, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The headings that lack a paragraph, and why."""
    return [
        (heading["title"], whys[0])
        for heading in texts.headings
        if (whys := [why for _, why in _written(heading["text"], values) if why])
    ]


def not_printable(texts: Texts, values: Mapping[str, Any]) -> dict[str, str]:
    """By field of the editor, why a paragraph cannot be printed with these figures; figures that
    were not gathered are no fault of the text."""
    fields = {"title": texts.title, **{f"text-{one['key']}": one["text"] for one in texts.headings}}
    found = {
        key: [why for _, why in _written(text, values) if why and why != NOT_GATHERED]
        for key, text in fields.items()
    }
    return {key: whys[0] for key, whys in found.items() if whys}


def _source(period: Period) -> str:
    """Where the figures are from, until when, and which of them may still change."""
    since = period.last - PRELIMINARY
    known = timezone.localtime(period.as_of)
    return (
        f"来源：市专精特新企业培育平台 {in_words(period.last)}快照（{known.year}年{in_words(known)}"
        f"{known:%H:%M} 所知）；数据截至{in_words(period.last)} 24:00；"
        f"{in_words(since)}以来为初步数。"
    )


def _same(number: int, period: Period) -> str:
    return f"来源同表 {number}；数据截至{in_words(period.last)} 24:00。"


def parts_failed(findings: Findings) -> Sequence[str]:
    """What the failed parts are called."""
    return [part.label for part in findings.parts if part.key in findings.failed]
