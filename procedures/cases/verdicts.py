"""The verdicts on a case as they stand: computed at its submission, judged by persons where only
a person can judge, and waived where the city let a condition not count."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from procedures.cases.material import (
    all_waivers,
    present_judgements,
    read_again,
    snapshots_of,
)
from procedures.models import (
    Application,
    ConditionJudgement,
    PanelCase,
    Snapshot,
    Waiver,
)
from schemes.evaluation.evaluate import Finding, GroupFinding, groups_of
from schemes.evaluation.judging import Verdict, joined

WAIVABLE = (Verdict.NOT_MET, Verdict.CANNOT_TELL)
Kept = Mapping[str, Any]  # an evaluation as JSON


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


def kept_evaluation(application: Application) -> Kept | None:
    """What was computed of the last submission, as it was kept: with the experts' marks once
    their panel has ended; None before the first submission."""
    last = next(iter(snapshots_of(application)), None)
    submitted = last.evaluation if last else None
    return with_marks(submitted, getattr(application, "panel_case", None))


def with_marks(submitted: Kept | None, panel_case: PanelCase | None) -> Kept | None:
    """Of what was computed at the submission and, once the panel of experts has ended, with its
    marks, what counts. Readers who do not see the marks are given no `panel_case`."""
    return (panel_case.evaluation if panel_case else None) or submitted


def verdicts_of(application: Application) -> list[GroupFinding]:
    """The groups of the last submission's verdicts as they stand today."""
    return settled(groups_of(kept_evaluation(application)), standing_of(application))


def whole_of(groups: Iterable[GroupFinding]) -> Verdict:
    """The verdict on all conditions together; where nothing is asked nothing is unmet."""
    verdicts = [group.verdict for group in groups]
    return joined(verdicts, len(verdicts)) if verdicts else Verdict.MET


def verdict_by(submitted: Snapshot, decided: Standing) -> Verdict:
    """The verdict on what was submitted, with what people decided about it."""
    return whole_of(settled(groups_of(submitted.evaluation), decided))


def keep_verdict(application: Application) -> None:
    """Keep with the case how its conditions stand, for lists and filters; the rows that belong to
    it are read again. All bureaus read it, so the marks of experts are no part of it."""
    read_again(application)
    last = next(iter(snapshots_of(application)), None)
    if last is None:
        return
    verdict = verdict_by(last, standing_of(application))
    if application.verdict != verdict:
        application.verdict = verdict
        application.save(update_fields=["verdict", "updated_at"])


def verdicts_with_marks(panel_cases: Iterable[PanelCase]) -> dict[int, Verdict]:
    """The verdict on the whole of each case whose panel has ended, for readers of its marks."""
    scored = {one.application_id: one for one in panel_cases if one.evaluation}
    if not scored:
        return {}
    judgements: dict[int, dict[str, ConditionJudgement]] = {}
    judged = ConditionJudgement.objects.filter(application__in=scored, replaced_at=None)
    for judgement in judged.select_related("judged_by"):
        judgements.setdefault(judgement.application_id, {})[judgement.criterion] = judgement
    waivers: dict[int, dict[str, Waiver]] = {}
    waived = Waiver.objects.filter(application__in=scored, ended_at=None)
    for waiver in waived.filter(expires_on__gte=timezone.localdate()):
        waivers.setdefault(waiver.application_id, {})[waiver.criterion] = waiver
    return {
        pk: whole_of(
            settled(
                groups_of(one.evaluation), Standing(judgements.get(pk, {}), waivers.get(pk, {}))
            )
        )
        for pk, one in scored.items()
    }


def settled(groups: Iterable[GroupFinding], standing: Standing) -> list[GroupFinding]:
    """Kept verdicts with what people decided about them; the sentences say so."""
    return [_settled(group, standing) for group in groups]


def _settled(group: GroupFinding, standing: Standing) -> GroupFinding:
    judged = (_judged(one, standing.judgements.get(one.key)) for one in group.findings)
    findings = tuple(_waived(one, standing.waivers.get(one.key)) for one in judged)
    inner = tuple(settled(group.groups, standing))
    verdicts = [one.verdict for one in findings] + [one.verdict for one in inner]
    verdict = joined(verdicts, group.at_least or len(verdicts))
    return replace(group, findings=findings, groups=inner, verdict=verdict)


def waits_for_a_person(finding: Finding) -> bool:
    """Whether a reviewer is to judge it; where a score waits for its experts it has a threshold."""
    return finding.verdict == Verdict.NEEDS_PERSON and not finding.threshold


def _judged(finding: Finding, judgement: ConditionJudgement | None) -> Finding:
    if not waits_for_a_person(finding):
        return finding
    if judgement is None:
        return replace(finding, for_a_person=True)
    said = "符合" if judgement.is_met else "不符合"
    day = timezone.localtime(judgement.judged_at)
    return replace(
        finding,
        for_a_person=True,
        judged=True,
        verdict=Verdict.MET if judgement.is_met else Verdict.NOT_MET,
        sentence=f"{judgement.organisation_name}判断{said}：{judgement.basis}"
        f"（{judgement.judged_by}，{day:%Y-%m-%d}，第 {judgement.submission} 次提交）",
    )


def _waived(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None or finding.verdict not in WAIVABLE:
        return finding
    said = f"已豁免至 {waiver.expires_on:%Y-%m-%d}（{waiver.reason}，依据 {waiver.document}）"
    sentence = f"{finding.sentence}；{said}"
    return replace(finding, verdict=Verdict.MET, sentence=sentence, waived=True)


def all_findings(groups: Iterable[GroupFinding]) -> Iterator[Finding]:
    """The findings of the groups, and of the groups in them."""
    return (one for group in groups for one in group.all_findings())


def open_to_bureaus(application: Application) -> list[Finding]:
    """What keeps the case from meeting its conditions and is not the experts' to score."""
    return [
        one
        for one in unsettled(verdicts_of(application))
        if one.verdict != Verdict.NEEDS_PERSON or waits_for_a_person(one)
    ]


def unsettled(groups: Iterable[GroupFinding]) -> Iterator[Finding]:
    """What keeps settled groups from being met: of a group that is, nothing."""
    for group in groups:
        if group.verdict != Verdict.MET:
            yield from (one for one in group.findings if one.verdict != Verdict.MET)
            yield from unsettled(group.groups)
