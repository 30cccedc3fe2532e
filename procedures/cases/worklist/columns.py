"""The columns of the bureaus' list of cases.

Its full workbook (`?export=xlsx&cols=all`) has all of them, under these names and in this order:
others' programs read it. docs/exports.md says what each means; a new one is added at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.html import format_html

from accounts.tenancy import Actor
from pages.links import row_url
from pages.lists import Cell, Column
from pages.lists.cells import NOTHING
from procedures.cases.due import is_late, time_left
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import state_word
from procedures.cases.policies import desk_of
from procedures.models import Application, Snapshot
from schemes.evaluation.evaluate import LABELS, TONES
from schemes.evaluation.judging import Verdict, joined


@dataclass(frozen=True)
class Judgement:
    """What the portal computed when the case was last submitted; "" where there is no score."""

    score: str = ""
    verdict: Verdict | None = None


def prepare(actor: Actor, cases: Iterable[Any], shown: set[str]) -> None:
    """Give the cases, which come with their `enterprise_name`, what the columns `shown` need
    beside their own rows: the state in the reader's words, what was computed. At most one query."""
    cases = list(cases)
    judgements = _judgements(cases) if shown & {"score", "verdict"} else {}
    for case in cases:
        case.state_label = state_word(case, case.state, MACHINE.label_for(actor, case.state))
        case.judgement = judgements.get(case.pk, Judgement())
        parts = [] if "number" in shown else [case.number]
        parts += [f"第 {case.submissions} 次提交"] if case.submissions > 1 else []
        case.below_title = " · ".join(part for part in parts if part)


def case_page(row: Application) -> str:
    return row_url("procedures:case", row.pk)


def _first_submitted(row: Application) -> date | None:
    return timezone.localtime(row.submitted_at).date() if row.submitted_at else None


def _reviewer(row: Application) -> str:
    if row.reviewer:
        return str(row.reviewer)
    return NOTHING if desk_of(row.state, row.returned_from) is None else "未分配"


def shown_time_left(row: Application) -> str:
    """The cell of a due day."""
    if row.stage_due_on is None:
        return NOTHING
    left = time_left(row.stage_due_on)
    is_over = is_late(row.stage_due_on)
    return format_html('<span class="error">{}</span>', left) if is_over else left


def verdict_now(row: Any) -> str:
    return str(row.get_verdict_display())


def verdict_tone(row: Any) -> str:
    return TONES[Verdict(row.verdict)]


def _score(row: Any) -> Cell:
    """A number where all points are known; a span of points stays text."""
    total = row.judgement.score
    return Decimal(total) if total and "～" not in total else total or None


def _verdict(row: Any) -> str | None:
    verdict = row.judgement.verdict
    return LABELS[verdict] if verdict else None


# How the conditions stand today, with what was judged and waived since the submission.
CONDITIONS: Column[Any] = Column("conditions", "条件", verdict_now, pill=verdict_tone)

COLUMNS: tuple[Column[Any], ...] = (
    Column("number", "受理编号", hidden=True, sort="number"),
    Column(
        "title", "申报内容", str, in_file="产品（技术）", fixed=True, long=True, link=case_page,
        below=lambda row: row.below_title,
    ),
    Column("enterprise", "企业", lambda row: row.enterprise_name, long=True),
    Column("district", "区市", lambda row: row.district.short_name, many_districts=True),
    Column("batch", "批次", lambda row: row.batch.name, hidden=True, long=True),
    Column(
        "scheme", "项目", lambda row: row.scheme_version.scheme.name, in_file="认定项目",
        hidden=True, long=True,
    ),
    Column(
        "state", "状态", lambda row: row.state_label, pill=lambda row: MACHINE.tone_of(row.state)
    ),
    Column(
        "reviewer", "审核人", lambda row: str(row.reviewer) if row.reviewer else None,
        html=_reviewer,
    ),
    Column("submitted", "首次提交", _first_submitted, hidden=True, sort="submitted_at"),
    Column(
        "due", "本阶段期限", lambda row: row.stage_due_on, number=True, html=shown_time_left,
        sort="stage_due_on",
    ),
    Column("score", "评分", _score, number=True, hidden=True),
    Column(
        "verdict", "自动条件", _verdict, hidden=True,
        pill=lambda row: TONES[row.judgement.verdict],
    ),
    CONDITIONS,
)  # fmt: skip
# Who works on a case is asked by the bureaus.
LEADERS_COLUMNS = tuple(replace(one, hidden=one.hidden or one.key == "reviewer") for one in COLUMNS)


def _judgements(cases: list[Any]) -> dict[int, Judgement]:
    last = Snapshot.objects.filter(
        application_id__in=[case.pk for case in cases], number=F("application__submissions")
    )
    return {pk: judgement_of(kept) for pk, kept in last.values_list("application_id", "evaluation")}


def judgement_of(kept: Mapping[str, Any]) -> Judgement:
    """The total and the verdict on the whole of a kept evaluation."""
    verdicts = [Verdict(group["verdict"]) for group in kept["groups"]]
    whole = joined(verdicts, len(verdicts)) if verdicts else None
    return Judgement(kept["score"]["total"] if kept["score"] else "", whole)
