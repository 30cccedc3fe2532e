"""The verdicts on a case as they stand: computed at its submission, judged by persons where only
a person can judge, and waived where the city let a condition not count."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from procedures.cases.material import all_waivers, present_judgements, snapshots_of
from procedures.models import Application, ConditionJudgement, PanelCase, Waiver
from schemes.evaluation.evaluate import groups_of
from schemes.evaluation.judging import Verdict, joined

WAIVABLE = (Verdict.NOT_MET, Verdict.CANNOT_TELL)
Finding = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """What people decided about the conditions of one case, by criterion."""

    judgements: Mapping[str, ConditionJudgement] = field(default_factory=dict)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)


def standing_of(application: Application, day: date | None = None) -> Standing:
    """The judgements, and the waivers that hold on `day` (local date, default today)."""
    return Standing(judgements_of(application), waivers_of(application, day))


def judgements_of(application: Application) -> dict[str, ConditionJudgement]:
    """Criterion -> the judgement that counts."""
    return {row.criterion: row for row in present_judgements(application)}


def waivers_of(application: Application, day: date | None = None) -> dict[str, Waiver]:
    """Criterion -> the waiver that holds on `day` (local date, default today)."""
    day = day or timezone.localdate()
    return {
        row.criterion: row
        for row in all_waivers(application)
        if row.ended_at is None and row.expires_on >= day
    }


def kept_evaluation(application: Application) -> Any:
    """What was computed of the last submission, as it was kept: with the experts' marks once
    their panel has ended; None before the first submission."""
    last = next(iter(snapshots_of(application)), None)
    submitted = last.evaluation if last else None
    return with_marks(submitted, getattr(application, "panel_case", None))


def with_marks(submitted: Any, panel_case: PanelCase | None) -> Any:
    """Of what was computed at the submission and, once the panel of experts has ended, with its
    marks, what counts. Readers who do not see the marks are given no `panel_case`."""
    return (panel_case.evaluation if panel_case else None) or submitted


def verdicts_of(application: Application) -> list[dict[str, Any]]:
    """The groups of the last submission's verdicts as they stand today."""
    kept = kept_evaluation(application)
    return settled(groups_of(kept), standing_of(application)) if kept else []


def settled(groups: list[dict[str, Any]], standing: Standing) -> list[dict[str, Any]]:
    """Kept verdicts (`Evaluation.as_json()["groups"]`) with what people decided about them; the
    sentences say so. The groups that were given stay as they are."""

    def change(finding: Finding) -> Finding:
        judged = _judged(finding, standing.judgements.get(finding["key"]))
        return _waived(judged, standing.waivers.get(finding["key"]))

    return [_group(group, change) for group in groups]


def _group(group: dict[str, Any], change: Callable[[Finding], Finding]) -> dict[str, Any]:
    findings = [change(one) for one in group["findings"]]
    inner = [_group(one, change) for one in group.get("groups", [])]
    verdicts = [Verdict(one["verdict"]) for one in (*findings, *inner)]
    needed = group.get("at_least") or len(verdicts)
    return {
        **group,
        "findings": findings,
        "groups": inner,
        "verdict": joined(verdicts, needed),
    }


def waits_for_a_person(finding: Finding) -> bool:
    """Whether a reviewer is to judge it; where a score waits for its experts it has a threshold."""
    return finding["verdict"] == Verdict.NEEDS_PERSON and not finding.get("threshold")


def _judged(finding: Finding, judgement: ConditionJudgement | None) -> Finding:
    if not waits_for_a_person(finding):
        return finding
    if judgement is None:
        return {**finding, "for_a_person": True}
    said = "符合" if judgement.is_met else "不符合"
    day = timezone.localtime(judgement.judged_at)
    return {
        **finding,
        "for_a_person": True,
        "judged": True,
        "verdict": Verdict.MET if judgement.is_met else Verdict.NOT_MET,
        "sentence": f"{judgement.organisation_name}判断{said}：{judgement.basis}"
        f"（{judgement.judged_by}，{day:%Y-%m-%d}，第 {judgement.submission} 次提交）",
    }


def _waived(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None or finding["verdict"] not in WAIVABLE:
        return finding
    said = f"已豁免至 {waiver.expires_on:%Y-%m-%d}（{waiver.reason}，依据 {waiver.document}）"
    return {
        **finding,
        "verdict": Verdict.MET,
        "sentence": f"{finding['sentence']}；{said}",
        "waived": True,
    }


def all_findings(groups: list[dict[str, Any]]) -> Iterator[Finding]:
    for group in groups:
        yield from group["findings"]
        yield from all_findings(group.get("groups", []))


def unsettled(groups: list[dict[str, Any]]) -> Iterator[Finding]:
    """What keeps settled groups from being met: of a group that is, nothing."""
    for group in groups:
        if group["verdict"] != Verdict.MET:
            yield from (one for one in group["findings"] if one["verdict"] != Verdict.MET)
            yield from unsettled(group.get("groups", []))
