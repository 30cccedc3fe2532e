"""What waived conditions make of the verdicts on a case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from procedures.judging import Verdict, joined
from procedures.models import Application, Waiver

WAIVABLE = (Verdict.NOT_MET, Verdict.CANNOT_TELL)


def waivers_of(application: Application, day: date | None = None) -> dict[str, Waiver]:
    """Criterion -> the waiver that holds on `day` (local date, default today)."""
    day = day or timezone.localdate()
    rows = Waiver.objects.filter(application=application, ended_at=None, expires_on__gte=day)
    return {row.criterion: row for row in rows.select_related("approved_by")}


def with_waivers(
    groups: list[dict[str, Any]], waivers: Mapping[str, Waiver]
) -> list[dict[str, Any]]:
    """Kept verdicts (`Evaluation.as_json()["groups"]`) with every waived condition counted as met;
    its sentence says so. The groups that were given stay as they are."""
    return [_group(group, waivers) for group in groups] if waivers else groups


def _group(group: dict[str, Any], waivers: Mapping[str, Waiver]) -> dict[str, Any]:
    findings = [_finding(one, waivers) for one in group["findings"]]
    inner = [_group(one, waivers) for one in group.get("groups", [])]
    changed = {**group, "findings": findings, "groups": inner}
    verdicts = [Verdict(one["verdict"]) for one in (*findings, *inner)]
    if "verdict" in group:  # earlier submissions kept none for a group
        changed["verdict"] = joined(verdicts, group.get("at_least") or len(verdicts))
    return changed


def _finding(finding: dict[str, Any], waivers: Mapping[str, Waiver]) -> dict[str, Any]:
    waiver = waivers.get(finding["key"])
    if waiver is None or finding["verdict"] not in WAIVABLE:
        return finding
    said = f"已豁免至 {waiver.expires_on:%Y-%m-%d}（{waiver.reason}，依据 {waiver.document}）"
    return {
        **finding,
        "verdict": Verdict.MET,
        "sentence": f"{finding['sentence']}；{said}",
        "waived": True,
    }
