"""What the effect of the money brings to the portal: entries, to-do rows, words of the trail."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from accounts.trail_words import amount_of, register_trail_words
from financing.models import EffectReport
from financing.subsidies.effect.actions.save_report import FILES
from pages.todo import TodoRow, todo_of

GROUP = "资金"
State = EffectReport.State


@register
def items(actor: Actor) -> list[NavItem]:
    if actor.is_enterprise:
        return [NavItem("我的绩效报告", "financing:own_effect_reports", group=GROUP, order=227)]
    if not (actor.is_city or actor.is_district or actor.is_leader or actor.is_auditor):
        return []
    return [
        NavItem("绩效报告", "financing:effect_reports", group=GROUP, order=270),
        NavItem("绩效自评", "financing:performance_reviews", group=GROUP, order=271),
        NavItem("资金成效", "financing:effect", group=GROUP, order=272),
    ]


def own_open(actor: Actor) -> QuerySet[EffectReport]:
    rows: QuerySet[EffectReport] = EffectReport.objects.open().filter(
        organisation_id=actor.organisation_id
    )
    return rows


def to_confirm(actor: Actor) -> QuerySet[EffectReport]:
    return EffectReport.objects.filter(state=State.FILED)


def late(actor: Actor) -> QuerySet[EffectReport]:
    rows: QuerySet[EffectReport] = EffectReport.objects.overdue()
    return rows


@todo_of(Duty.ENTERPRISE_STAFF, counts=(own_open,))
def own_todo(actor: Actor, reports: int) -> list[TodoRow]:
    """What an enterprise has to report of its money."""
    if not reports:
        return []
    text = f"{reports} 份资金绩效报告等您填报"
    return [TodoRow("wait", "绩效", text, reverse("financing:own_effect_reports"))]


@todo_of(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, counts=(to_confirm, late))
def bureau_todo(actor: Actor, filed: int, overdue: int) -> list[TodoRow]:
    """Reports to confirm, and reports that did not come."""
    listing, rows = reverse("financing:effect_reports"), []
    if filed:
        text = f"{filed} 份资金绩效报告等待核实"
        rows.append(TodoRow("wait", "绩效", text, f"{listing}?state=filed"))
    if overdue:
        text = f"{overdue} 份资金绩效报告逾期没有填报"
        rows.append(TodoRow("bad", "绩效", text, f"{listing}?late=late"))
    return rows


register_trail_words(
    tables={
        "financing_effectreport": "绩效报告",
        "financing_effectfigure": "绩效指标实际值",
        "financing_effectfile": "绩效佐证文件",
        "financing_performancereview": "绩效自评",
    },
    columns={"report_id": "报告", "figure_id": "绩效指标"},
    values={"documents_attachment.purpose": {FILES: "绩效佐证文件"}},
    tellers={"financing_performancereview.worked": amount_of("项")},
    reasons={
        "let goals decide about instalments": "按绩效目标处理后续拨款",
        "ask for effect reports": "请企业填报绩效",
    },
)
