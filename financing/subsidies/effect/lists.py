"""Lists of effect reports and of performance reviews."""

from typing import Any

from django.db.models import QuerySet

from accounts.duties import Duty
from financing.ledger.columns import years
from financing.models import EffectReport, PerformanceReview
from financing.subsidies.effect.performance_machine import MACHINE as REVIEWS
from financing.subsidies.effect.report_machine import MACHINE
from financing.subsidies.effect.rules import LIGHT_WORDS, light_of
from financing.subsidies.effect.views import confirming
from financing.subsidies.policies import READERS
from financing.subsidies.review.listed import by_enterprise
from pages.links import row_url
from pages.lists import BulkAct, Column, Empty, ListPage
from pages.lists.filters import choice, district, due_within, search


def _light(row: EffectReport) -> str:
    return "" if row.attained is None else LIGHT_WORDS[light_of(row.attained)]


def _light_tone(row: EffectReport) -> str:
    return light_of(row.attained)


def _page(row: EffectReport) -> str:
    return row_url("financing:effect_report", row.pk)


def _overdue(rows: Any, value: str) -> QuerySet[EffectReport]:
    found: QuerySet[EffectReport] = rows.overdue()
    return found


def _due_tone(row: EffectReport) -> str:
    return "bad" if row.is_overdue else ""


def _due(row: EffectReport) -> str:
    return f"{row.due_on:%Y-%m-%d}{' 逾期' if row.is_overdue else ''}"


SHARED: tuple[Column[Any], ...] = (
    Column("kind", "类型"),
    Column("for_day", "截至"),
    Column("due", "填报期限", _due, pill=_due_tone, sort="due_on"),
    Column("state", "状态", pill=lambda row: MACHINE.tone_of(row.state)),
    Column("attained", "目标完成率", unit="%", number=True),
    Column("light", "进度", _light, pill=_light_tone),
    Column("follow_up", "对资金的影响", long=True),
)


class Reports(ListPage[EffectReport]):
    """Effect reports, those to be filed first in time first."""

    noun, counter = "绩效报告", "份"
    order = ("due_on", "id")

    def rows(self) -> QuerySet[EffectReport]:
        rows: QuerySet[EffectReport] = EffectReport.objects.visible_to(self.actor).select_related(
            "organisation", "district", "claim__application__scheme_version__scheme"
        )
        return rows


class ReportList(Reports):
    """The reports of the reader's districts: what is overdue, what waits to be confirmed."""

    key, title = "effect_reports", "绩效报告"
    intro = (
        "目标到期和支付满一年时由企业填报。"
        "完成率 95% 及以上绿灯，80%—95% 黄灯，80% 以下红灯（示例）。"
    )
    readers, about = READERS, "enterprise"
    columns = (
        Column("enterprise", "企业", lambda row: row.organisation.name, long=True, fixed=True,
               link=_page, below=lambda row: f"{row.claim}"),
        Column("scheme", "资金项目",
               lambda row: row.claim.application.scheme_version.scheme.name, long=True),
        Column("district", "区市", lambda row: row.district.short_name),
        *SHARED,
    )  # fmt: skip
    filters = (
        search("企业名称", by_enterprise),
        choice("state", "状态", EffectReport.State.choices),
        choice("late", "期限", [("late", "逾期未报")], by=_overdue),
        choice("kind", "类型", EffectReport.Kind.choices),
        due_within("due_on"),
        district(),
    )
    bulk = (
        BulkAct(
            "confirm", "预览：核实选中的", confirming.preview, css="go",
            may=lambda actor: actor.is_city or actor.is_district,
            selectable=lambda actor, row: row.state == EffectReport.State.FILED,
        ),
    )  # fmt: skip
    empty = Empty("还没有绩效报告", "资金到账后，到目标日期或满一年时，平台会请企业填报。")
    not_found = Empty("没有符合条件的绩效报告", "换一个筛选条件，或清空筛选。")


class OwnReports(Reports):
    """What an enterprise has to report of its money."""

    key, title = "own_effect_reports", "我的绩效报告"
    intro = "资金到账后，到目标日期或满一年时填报实际完成情况；后续拨款以核实的结果为准。"
    readers = (Duty.ENTERPRISE_STAFF,)
    columns = (
        Column("claim", "资金申报", lambda row: f"{row.claim}", long=True, fixed=True, link=_page,
               below=lambda row: row.claim.application.scheme_version.scheme.name),
        *SHARED,
    )  # fmt: skip
    filters = (choice("state", "状态", EffectReport.State.choices),)
    empty = Empty("没有要填的绩效报告", "资金到账后，到目标日期或满一年时会出现在这里。")


class ReviewList(ListPage[PerformanceReview]):
    """The performance reviews of schemes, the latest year first."""

    key, title, noun, counter = "performance_reviews", "绩效自评", "绩效自评", "份"
    intro = "每个资金项目每年一份，满分 100：预算执行率 10、产出 50、效益 30、满意度 10（示例）。"
    readers = READERS
    order = ("-year", "-id")
    template = "financing/effect/reviews.html"
    columns = (
        Column("scheme", "资金项目", lambda row: row.scheme.name, long=True, fixed=True,
               link=lambda row: row_url("financing:performance_review", row.pk)),
        Column("year", "资金年度"),
        Column("score", "得分", number=True),
        Column("grade", "等级"),
        Column("state", "状态", pill=lambda row: REVIEWS.tone_of(row.state)),
        Column("finished_at", "定稿时间"),
    )  # fmt: skip
    filters = (
        choice("year", "年度", years, by="year"),
        choice("state", "状态", PerformanceReview.State.choices),
    )
    empty = Empty("还没有绩效自评", "由市级经办人按资金项目和年度编写。")

    def rows(self) -> QuerySet[PerformanceReview]:
        return PerformanceReview.objects.select_related("scheme")
