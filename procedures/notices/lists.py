"""The list of public notices, for everybody."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from pages.lists import Column, Empty, OpenListPage
from pages.lists.filters import choice, contains, search, year
from procedures.models import PublicNotice

RUNNING, ENDED = "running", "ended"


def by_state(rows: QuerySet[PublicNotice], value: str) -> QuerySet[PublicNotice]:
    """Those that take objections, or those that do not any more."""
    running = Q(state=PublicNotice.State.RUNNING, ends_on__gte=timezone.localdate())
    return rows.filter(running if value == RUNNING else ~running)


class NoticeList(OpenListPage[PublicNotice]):
    """All public notices (公示), newest first."""

    key, title, noun, counter = "notices", "公示", "公示", "份"
    intro = "任何人都可以查看，公示期内可以提出异议。"
    order = ("-starts_on", "-id")
    size = 30
    columns = (
        Column(
            "title", "公示", long=True,
            link=lambda row: reverse("procedures:notice", args=[row.pk]),
        ),
        Column(
            "state", "状态", lambda row: "公示中" if row.takes_objections else "已结束",
            pill=lambda row: "calm" if row.takes_objections else "ok",
        ),
        Column("starts_on", "开始", number=True),
        Column("ends_on", "结束", number=True),
    )  # fmt: skip
    filters = (
        search("公示标题", contains(title="title")),
        choice("state", "状态", ((RUNNING, "公示中"), (ENDED, "已结束")), by=by_state),
        year("year", "年份", "starts_on"),
    )
    empty = Empty("还没有公示", "公示会在这里发布，任何人都可以查看和提出异议。")
    not_found = Empty("没有符合条件的公示", "换一个条件，或清空筛选查看全部公示。")

    def heading(self) -> str:
        return super().heading() if self.is_filtered else self.title

    def rows(self) -> QuerySet[PublicNotice]:
        return PublicNotice.objects.all()
