"""The columns of the bureaus' list of cases, and of its workbook.

The workbook always has all of `COLUMNS` under these very names, whatever a reader sees on the
page: others' programs read it. docs/exports.md says what each means.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.tenancy import Actor
from enterprises.models import Enterprise
from procedures.cases.lifecycle import MACHINE
from procedures.models import Application, Snapshot
from schemes.evaluation.evaluate import LABELS, TONES, groups_of
from schemes.evaluation.judging import Verdict, joined

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Judgement:
    """What the portal computed when the case was last submitted; "" where there is no score."""

    score: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True)
class ListedCase:
    """A case with what its list shows and its own row does not hold."""

    case: Application
    enterprise_name: str
    state_label: str
    judgement: Judgement


@dataclass(frozen=True)
class CaseColumn:
    """One column: its name, and what it holds of a case."""

    key: str
    label: str
    value: Callable[[ListedCase], Cell]
    by_default: bool = False
    is_judged: bool = False


def _first_submitted(row: ListedCase) -> date | None:
    moment = row.case.submitted_at
    return timezone.localtime(moment).date() if moment else None


def _score(row: ListedCase) -> Cell:
    """A number where all points are known; a span of points stays text."""
    total = row.judgement.score
    return Decimal(total) if total and "～" not in total else total or None


def _verdict(row: ListedCase) -> str | None:
    verdict = row.judgement.verdict
    return LABELS[verdict] if verdict else None


COLUMNS = (
    CaseColumn("number", "受理编号", lambda row: row.case.number),
    CaseColumn("title", "产品（技术）", lambda row: str(row.case), by_default=True),
    CaseColumn("enterprise", "企业", lambda row: row.enterprise_name, by_default=True),
    CaseColumn("district", "区市", lambda row: row.case.district.short_name, by_default=True),
    CaseColumn("batch", "批次", lambda row: row.case.batch.name),
    CaseColumn("scheme", "认定项目", lambda row: row.case.scheme_version.scheme.name),
    CaseColumn("state", "状态", lambda row: row.state_label, by_default=True),
    CaseColumn(
        "reviewer",
        "审核人",
        lambda row: str(row.case.reviewer) if row.case.reviewer else None,
        by_default=True,
    ),
    CaseColumn("submitted", "首次提交", _first_submitted),
    CaseColumn("due", "本阶段期限", lambda row: row.case.stage_due_on, by_default=True),
    CaseColumn("score", "评分", _score, is_judged=True),
    CaseColumn("verdict", "自动条件", _verdict, is_judged=True),
)
BY_KEY = {column.key: column for column in COLUMNS}
VERDICT_TONES = {LABELS[verdict]: tone for verdict, tone in TONES.items()}


def shown_columns(keys: Iterable[str], *, reviews: bool = True) -> list[CaseColumn]:
    """The named columns in the named order; the case itself is always among them, for it leads to
    its page. Without any known name the usual ones: who works on a case is asked by bureaus."""
    wanted = [BY_KEY[key] for key in dict.fromkeys(keys) if key in BY_KEY]
    if not wanted:
        usual = [column for column in COLUMNS if column.by_default]
        return [column for column in usual if reviews or column.key != "reviewer"]
    return wanted if BY_KEY["title"] in wanted else [BY_KEY["title"], *wanted]


def listed(actor: Actor, cases: list[Application], *, judged: bool) -> list[ListedCase]:
    """The cases with their enterprises' names and, if `judged`, what was computed of them. One or
    two queries, however many cases."""
    wanted = {case.organisation_id for case in cases}
    names = dict(Enterprise.objects.filter(pk__in=wanted).values_list("organisation_id", "name"))
    judgements = _judgements(cases) if judged else {}
    return [
        ListedCase(
            case,
            names[case.organisation_id],
            MACHINE.label_for(actor, case.state),
            judgements.get(case.pk, Judgement()),
        )
        for case in cases
    ]


def _judgements(cases: list[Application]) -> dict[int, Judgement]:
    last = Snapshot.objects.filter(
        application_id__in=[case.pk for case in cases], number=F("application__submissions")
    )
    return {pk: judgement_of(kept) for pk, kept in last.values_list("application_id", "evaluation")}


def judgement_of(kept: Any) -> Judgement:
    """The total and the verdict on the whole of a kept evaluation; earlier ones kept no verdict
    for a group."""
    score = kept.get("score") if isinstance(kept, dict) else None
    verdicts = [group.get("verdict") for group in groups_of(kept)]
    known = [Verdict(verdict) for verdict in verdicts if verdict]
    whole = joined(known, len(known)) if known and len(known) == len(verdicts) else None
    return Judgement(score["total"] if score else "", whole)
