"""The cultivation pool (培育库) for the bureaus: its members, their yearly review, who has left."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.duties import Duty
from accounts.requests import ActorRequest
from enterprises.actions.review_pool import keep_in_pool
from enterprises.lists import detail
from enterprises.models import Enterprise
from enterprises.policies import BUREAUS
from enterprises.pool import due_for_review, has_left, in_pool, last_events, review_progress
from enterprises.pool_figures import give_figures, growth, last_year, rd_share, revenue
from enterprises.querysets import found_by
from pages.acts import attempt
from pages.lists import BulkAct, Column, Empty, ListPage
from pages.lists.cells import NOTHING
from pages.lists.filters import choice, district, search, year

DUE, IN, LEFT = "due", "in", "left"
SHOWN = [(DUE, "今年待评估"), (IN, "在库"), (LEFT, "已移出")]


NOTHING_DUE = Empty(
    "今年的评估已经做完", "今年新入库的企业明年开始评估。在库企业请选择名单“在库”。"
)
NOBODY = Empty(
    "没有符合条件的企业",
    "确认登记的中小微企业，可以在企业页列入培育库；取得证书的自动入库。",
)


def keep(request: ActorRequest, rows: QuerySet[Enterprise]) -> HttpResponseBase:
    """Keep the chosen members for another year."""
    chosen = list(rows.values_list("pk", flat=True))
    result = attempt(
        request,
        lambda: keep_in_pool(request.actor, chosen),
        done=lambda kept: f"已评估 {kept.number} 家，继续培育。",
    )
    if result.value and result.value.conflicts:
        names = "、".join(result.value.conflicts)
        messages.warning(request, f"以下企业与您有任职关系，请由同事评估：{names}。")
    return redirect("enterprises:pool_members")


def _last_event(row: Any) -> SafeString:
    event = row.last_event
    if event is None:
        return NOTHING
    kind = f"{event.get_reason_kind_display()}：" if event.reason_kind else ""
    reason = format_html("<br><small>{}{}</small>", kind, event.reason) if event.reason else ""
    return format_html(
        '{} <small class="num">{}</small>{}',
        event.get_kind_display(),
        timezone.localtime(event.at).date().isoformat(),
        reason,
    )


class PoolList(ListPage[Enterprise]):
    """Members whose review is due, unless another list is chosen."""

    key, title, noun, counter = "pool", "培育库", "企业", "家"
    about = "enterprise"
    readers = (*BUREAUS, Duty.LEADER)
    order = ("name_pinyin", "organisation_id")
    columns = (
        Column("name", "企业", fixed=True, long=True, link=detail, sort="name_pinyin"),
        Column("credit_code", "统一社会信用代码", hidden=True, width=22),
        Column("district__short_name", "区市", many_districts=True),
        Column("size_class", "规模", hidden=True),
        Column("pool_entered_on", "入库日期"),
        Column("year", "数据年度", last_year, number=True),
        Column("revenue", "营业收入", revenue, unit="万元", confidential=True),
        Column("growth", "收入增长", growth, unit="%", confidential=True),
        Column("rd_share", "研发费用占比", rd_share, unit="%", confidential=True),
        Column("credit_records", "未移出的信用记录", unit="条"),
        Column(
            "last_event", "最近一次办理",
            lambda row: row.last_event.get_kind_display() if row.last_event else "",
            html=_last_event,
        ),
        Column("reason", "说明", lambda row: row.last_event.reason if row.last_event else "",
               hidden=True, long=True),
    )  # fmt: skip
    filters = (
        search("企业名称或信用代码", found_by),
        choice("show", "名单", SHOWN, by=lambda rows, value: rows, empty=None),
        district(),
        year("since", "入库年份", "pool_entered_on"),
    )
    bulk = (
        BulkAct(
            "keep", "选中的继续培育", keep, css="go",
            may=lambda actor: actor.duty in BUREAUS,
            confirm="选中的企业通过今年的评估，继续培育？",
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[Enterprise]:
        year_now = timezone.localdate().year
        rows = {IN: in_pool, LEFT: has_left}.get(self.shown, lambda: due_for_review(year_now))()
        return rows.select_related("district")

    def prepare(self, rows: list[Any]) -> None:
        events = last_events([row.pk for row in rows])
        for row in rows:
            row.last_event = events.get(row.pk)
        give_figures(rows)
        super().prepare(rows)

    @property
    def shown(self) -> str:
        return self.request.GET.get("show") or DUE

    @cached_property
    def bulk_acts(self) -> list[BulkAct]:
        return super().bulk_acts if self.shown == DUE else []

    def heading(self) -> str:
        number, more = self.count
        if self.shown == DUE:
            amount = f"{number} 多" if more else number
            return f"还有 {amount} 家企业待今年评估" if number else "没有待今年评估的企业"
        amount = f"{'超过 ' if more else ''}{number} 家企业"
        return f"{amount}已移出培育库" if self.shown == LEFT else f"{amount}在培育库"

    def subheading(self) -> str:
        progress = review_progress()
        said = f"{progress.year} 年应评估 {progress.target} 家，已评估 {progress.reviewed} 家"
        if self.bulk_acts:
            said += "。不再培育的请打开企业，移出培育库并写明原因"
        return said

    def empty_words(self) -> Empty:
        return NOTHING_DUE if self.shown == DUE and not self.is_narrowed else NOBODY

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filter.chosen.keys() - {"show"})
