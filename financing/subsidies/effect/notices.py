"""Whom a step of an effect report is told."""

from typing import Any

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from financing.models import EffectReport
from lifecycle.gathering import gathered
from lifecycle.transitions import Change
from pages.moments import end_of_day

FILED = "effect-reports"


def link_of(report: EffectReport) -> str:
    return reverse("financing:effect_report", args=[report.pk])


def _tell_enterprise(change: Change[EffectReport, Any], title: str, body: str) -> None:
    report = change.row
    notify(
        people_of(organisation_id=report.organisation_id), title=title, body=body,
        link=link_of(report), dedupe_key=change.key, kind=Kind.CASES,
    )  # fmt: skip


def ask_enterprise(change: Change[EffectReport, Any]) -> None:
    report = change.row
    _tell_enterprise(
        change, f"请填报绩效：{report.claim}",
        f"截至 {report.for_day:%Y-%m-%d} 的目标完成情况，请在 {end_of_day(report.due_on)} 前填报。",
    )  # fmt: skip


def tell_bureau(change: Change[EffectReport, Any]) -> None:
    report = change.row
    notify(
        people_of(duty=Duty.DISTRICT_REVIEWER, district_id=report.district_id),
        title=f"绩效报告待核实：{report.claim}",
        body=f"截至 {report.for_day:%Y-%m-%d}，请核对实际值和佐证。",
        link=link_of(report), dedupe_key=change.key, kind=Kind.WORK,
        gathered=gathered(
            FILED, change, "{} 份绩效报告待核实",
            f"{reverse('financing:effect_reports')}?state=filed",
        ),
    )  # fmt: skip


def tell_returned(change: Change[EffectReport, Any]) -> None:
    _tell_enterprise(change, f"绩效报告退回补充：{change.row.claim}", change.input.reason)


def tell_confirmed(change: Change[EffectReport, Any]) -> None:
    report = change.row
    share = "" if report.attained is None else f"目标完成率 {report.attained}%。"
    after = f"{report.follow_up}。" if report.follow_up else ""
    _tell_enterprise(change, f"绩效报告已核实：{report.claim}", f"{share}{after}" or "已核实。")


def remind(report: EffectReport, days: int) -> None:
    """The enterprise, some days before the last one."""
    notify(
        people_of(organisation_id=report.organisation_id),
        title=f"绩效报告还有 {days} 天到期：{report.claim}",
        body=f"请在 {end_of_day(report.due_on)} 前填报，逾期会列入主管部门的逾期名单。",
        link=link_of(report), dedupe_key=f"effect:{report.pk}:{days}", kind=Kind.REMINDERS,
    )  # fmt: skip


def tell_overdue(report: EffectReport) -> None:
    """The enterprise and its district, once, when the term is over."""
    for who, people in (
        ("own", people_of(organisation_id=report.organisation_id)),
        ("bureau", people_of(duty=Duty.DISTRICT_REVIEWER, district_id=report.district_id)),
    ):
        notify(
            people, title=f"绩效报告逾期：{report.claim}",
            body=f"期限 {report.due_on:%Y-%m-%d} 已过，还没有填报。",
            link=link_of(report), dedupe_key=f"effect:{report.pk}:late:{who}",
            kind=Kind.REMINDERS,
        )  # fmt: skip
