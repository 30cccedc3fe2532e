"""The lines of published lists, which the city confirms as certificates."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponseBase
from django.urls import reverse

from accounts.duties import Duty
from accounts.requests import ActorRequest
from certification.models import Certificate
from certification.views.titles import form_page
from documents.title_index import titled
from enterprises.lists import detail, place_word
from enterprises.models import PublishedTitle
from enterprises.name_search import enterprise_has
from pages.links import row_url
from pages.lists import Column, Empty, ListPage
from pages.lists.bulk import BulkAct
from pages.lists.filters import any_has_text, choice, district, search

CONFIRMED = [("no", "未确认"), ("yes", "已确认为证书")]


def _by_text(rows: QuerySet[PublishedTitle], value: str) -> QuerySet[PublishedTitle]:
    found = titled(rows, value) | any_has_text(("published_name", "source"), value)
    return rows.filter(found | enterprise_has(value) if len(value) > 1 else found)


def by_confirmed(rows: QuerySet[PublishedTitle], value: str) -> QuerySet[PublishedTitle]:
    made = Exists(Certificate.objects.filter(published_title=OuterRef("pk")))
    return rows.filter(made) if value == "yes" else rows.exclude(made)


def _confirm(request: ActorRequest, rows: QuerySet[PublishedTitle]) -> HttpResponseBase:
    return form_page(request, list(rows))


def _certificate(row: Any) -> str:
    return row_url("certification:detail", row.certificate.pk) if row.certificate else ""


class TitleList(ListPage[PublishedTitle]):
    """Titles as published lists hold them, the newest first, and what became of each."""

    key, title, noun, counter = "published_titles", "公布的称号", "称号", "条"
    readers = (Duty.CITY_OFFICER,)
    intro = "公布名单中的称号，经市级确认类别、文号和有效期后成为证书，计入企业梯队和培育目标。"
    order = ("-id",)
    columns = (
        Column(
            "published_name", "公布名称", fixed=True, long=True,
            link=lambda row: detail(row.organisation.enterprise),
            below=lambda row: row.organisation.name
            if row.organisation.name != row.published_name else None,
        ),
        Column("district", "区市", lambda row: place_word(row.district)),
        Column("title", "称号", long=True),
        Column("source", "来源", long=True),
        Column("match_state", "匹配", hidden=True),
        Column(
            "certificate", "证书", lambda row: row.certificate.number if row.certificate else "",
            link=_certificate,
        ),
    )  # fmt: skip
    filters = (
        search("名称、称号或来源", _by_text),
        district(),
        choice("confirmed", "证书", CONFIRMED, by=by_confirmed),
    )
    bulk = (
        BulkAct(
            "confirm", "确认为证书", _confirm, css="go",
            selectable=lambda actor, row: row.certificate is None,
        ),
    )  # fmt: skip
    empty = Empty(
        "没有公布的称号", "导入公布的称号名单后，会在这里列出。", "enterprises:imports_titles",
        "导入名单",
    )  # fmt: skip

    def rows(self) -> QuerySet[PublishedTitle]:
        named = PublishedTitle.objects.exclude(title="")
        return named.select_related("organisation__enterprise", "district")

    def prepare(self, rows: list[Any]) -> None:
        known = Certificate.objects.filter(published_title__in=[row.pk for row in rows])
        certificates = {one.published_title_id: one for one in known}
        for row in rows:
            row.certificate = certificates.get(row.pk)

    def row_label(self, row: PublishedTitle) -> str:
        return f"{row.published_name} {row.title}"

    def context(self) -> dict[str, object]:
        return {"crumbs": [{"label": "证书名录", "url": reverse("certification:listing")}]}
