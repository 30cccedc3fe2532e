"""The public list of stories (案例集), and the volumes that were issued."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from accounts.throttling import asks_too_often
from documents.title_index import titled
from documents.written.sql import found_in
from documents.written.text import one_line
from enterprises.rules.industry import divisions
from pages.lists import Column, Empty, OpenListPage
from pages.lists.filters import choice, district, search
from reports.casebook.public_editions import issued_editions
from reports.models import PublishedStory

PAGES_A_MINUTE = 60


def _url(row: PublishedStory) -> str:
    return reverse("reports:casebook_story", args=[row.pk])


def _by_text(rows: QuerySet[PublishedStory], value: str) -> QuerySet[PublishedStory]:
    text = one_line(value)
    return rows.filter(titled(rows, text) | found_in("name", text))


class PublicStories(OpenListPage[PublishedStory]):
    """The stories that are public, the latest first, as cards."""

    key, title, noun, counter = "casebook", "隐形冠军案例集", "案例", "篇"
    intro = "他们专注一个细分领域，把一件产品做到国内领先。文字、数据和图片经企业确认同意公开。"
    order = ("-published_at", "-story_id")
    template = "reports/casebook/public_list.html"
    size = 24
    columns = (
        Column("title", "案例", fixed=True, long=True, link=_url, below=lambda row: row.name),
        Column("district__short_name", "区市"),
        Column("recognised_year", "认定", lambda row: f"{row.recognised_year} 年认定"),
    )
    filters = (
        search("企业或标题", _by_text, placeholder="如“轴承”"),
        district(),
        choice("industry", "行业", lambda: list(divisions().items())),
    )
    empty = Empty("还没有发布案例", "案例经企业确认后在这里发布。")
    not_found = Empty("没有符合条件的案例", "换一个条件，或清空筛选查看全部。")

    def answer(self) -> HttpResponseBase:
        if asks_too_often(self.request, "casebook", PAGES_A_MINUTE):
            return render(self.request, "429_public.html", {"what": "浏览"}, status=429)
        return super().answer()

    def rows(self) -> QuerySet[PublishedStory]:
        return PublishedStory.objects.select_related("district")

    def prepare(self, rows: list[Any]) -> None:
        for row in rows:
            pictures = row.content["pictures"]
            row.url = _url(row)
            row.picture = pictures[0] if pictures else None
            if row.picture:
                row.picture_url = reverse(
                    "reports:casebook_picture", args=[row.pk, row.picture["id"]]
                )
            row.lead = row.content["parts"][0]["text"][:90]

    def heading(self) -> str:
        return "隐形冠军案例集"

    def context(self) -> dict[str, object]:
        return {"editions": issued_editions()}
