"""The city's list of batches, with what waits in them; and what a batch's pages show as tables."""

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.duties import Duty
from pages.lists import Column, Empty, ListPage, On
from pages.lists.cells import NOTHING, shown
from pages.moments import until
from procedures.models import Application, Batch, BatchExtension
from procedures.models.application import State

Phase = Batch.Phase
TONES = {Phase.COMING: "calm", Phase.OPEN: "ok", Phase.CLOSED: "wait"}
# In words that hold for certificates and for money.
RESULTS = (
    (State.PROPOSED, "待公示"), (State.PUBLIC_NOTICE, "公示中"), (State.APPROVED, "已通过"),
)  # fmt: skip
MOST_NOTICES = 3


def _drafts(row: Batch) -> int:
    return row.numbers.get(State.DRAFT, 0)


def _filed(row: Batch) -> int:
    return sum(row.numbers.values()) - _drafts(row)


def _about(row: Batch) -> str:
    about = f"{row.version.scheme.name} · {row.version.label}"
    limited = row.purpose != Batch.Purpose.BOTH
    return f"{about} · {row.get_purpose_display()}" if limited else about


def _window(row: Batch) -> SafeString:
    return format_html(
        '<span class="num">{} 至 {}</span>', shown(row.opens_at), until(row.closes_at)
    )


def _last_extension(row: Batch) -> str:
    last = next(iter(row.extensions.all()), None)
    if last is None:
        return ""
    reason = last.reason if len(last.reason) <= 30 else f"{last.reason[:29]}…"
    return f"延期自 {timezone.localtime(last.closed_at):%m-%d %H:%M}：{reason}"


def _results(row: Batch) -> SafeString:
    """How many cases came how far, and the last notices."""
    lines = [
        format_html("{} {} 件", word, row.numbers[state])
        for state, word in RESULTS
        if row.numbers.get(state)
    ]
    lines = lines or [NOTHING]
    lines += [
        format_html(
            '<a href="{}">{} 公示</a>',
            reverse("procedures:notice", args=[notice.pk]),
            f"{notice.starts_on:%m-%d}",
        )
        for notice in list(row.notices.all())[:MOST_NOTICES]
    ]
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def _acts(row: Batch) -> SafeString:
    name = row.name
    acts = [("quotas", "名额", f"{name}的推荐名额", "")]
    if _filed(row):
        acts.insert(0, ("deliberation", "审议", f"审议{name}", ""))
    if row.numbers.get(State.PROPOSED):
        acts.insert(0, ("compose_notice", "发布公示", f"发布公示：{name}", " go"))
    if row.phase == Phase.COMING:
        acts.append(("change_batch", "修改", f"修改{name}", ""))
    elif row.phase == Phase.OPEN or not row.notices.all():
        acts.append(("extend_batch", "延期", f"延期{name}", ""))
    return format_html_join(
        " ",
        '<a class="btn small{}" href="{}" aria-label="{}">{}</a>',
        (
            (css, reverse(f"procedures:{url}", args=[row.pk]), about, label)
            for url, label, about, css in acts
        ),
    )


def _reached(state: State, word: str) -> Column[Batch]:
    """How many cases came as far as `state`."""
    return Column(state, word, lambda row: row.numbers.get(state, 0), unit="件", on=On.FILE)


class BatchList(ListPage[Batch]):
    """Batches with what waits in them, the newest first."""

    key, title, noun, counter = "batches", "批次与公示", "批次", "个"
    readers = (Duty.CITY_OFFICER,)
    order = ("-opens_at", "-id")
    size = 30
    template = "procedures/batches.html"
    columns = (
        Column(
            "name", "批次", fixed=True, long=True,
            below=_about,
        ),
        Column("scheme", "项目", lambda row: row.version.scheme.name, on=On.FILE, width=30),
        Column("version", "版本", lambda row: row.version.label, on=On.FILE),
        Column("purpose", "受理范围", on=On.FILE),
        Column("phase", "状态", lambda row: row.phase.label, pill=lambda row: TONES[row.phase]),
        Column("window", "受理时间", html=_window, below=_last_extension, on=On.PAGE),
        Column("opens_at", "开放时间", on=On.FILE),
        Column("closes_at", "截止时间", on=On.FILE),
        Column(
            "filed", "申报", _filed, unit="件",
            below=lambda row: f"另有草稿 {_drafts(row)} 份" if _drafts(row) else "",
        ),
        Column("drafts", "草稿", _drafts, unit="份", on=On.FILE),
        Column("results", "审核结果", html=_results, number=True, on=On.PAGE),
        *(_reached(state, word) for state, word in RESULTS),
        Column("act", "操作", html=_acts, number=True, on=On.PAGE),
    )  # fmt: skip
    empty = Empty("还没有批次", "批次开放后，企业才能申报。", "procedures:plan_batch", "新建批次")

    def rows(self) -> QuerySet[Batch]:
        rows: QuerySet[Batch] = Batch.objects.select_related("version__scheme")
        return rows.prefetch_related("extensions", "notices")

    def prepare(self, rows: list[Batch]) -> None:
        cases = Application.objects.filter(batch__in=[row.pk for row in rows], deleted_at=None)
        counted = cases.values("batch_id", "state").annotate(number=Count("id"))
        for row in rows:
            row.numbers = {}
        by_id = {row.pk: row for row in rows}
        for batch, state, number in counted.values_list("batch_id", "state", "number"):
            by_id[batch].numbers[state] = number

    def heading(self) -> str:
        waiting = Application.objects.filter(state=State.PROPOSED).count()
        return f"有 {waiting} 件已通过审核，等待公示" if waiting else "没有等待公示的申报"


EXTENSIONS: tuple[Column[BatchExtension], ...] = (
    Column("extended_at", "办理", lambda row: f"{shown(row.extended_at)} {row.extended_by}"),
    Column("closed_at", "原截止"),
    Column("closes_at", "新截止"),
    Column("reason", "原因", long=True),
)
