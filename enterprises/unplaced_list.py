"""The entries of which no list said in which district they lie."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from enterprises.lists import PLACEHOLDER, TONES, detail
from enterprises.models import Enterprise
from enterprises.querysets import found_by, unplaced
from pages.links import row_url
from pages.lists import Column, Empty, ListPage, On
from pages.lists.cells import button
from pages.lists.filters import search


class UnplacedList(ListPage[Enterprise]):
    """Enterprises whose district is unknown (区市待定), by pinyin, for the city to settle."""

    key, title, noun, counter = "unplaced_enterprises", "区市待定的企业", "企业", "家"
    readers = (Duty.CITY_OFFICER,)
    intro = "公布名单没有写明区市的企业，不归到任何区市。请确定区市，或等企业认领时确定。"
    order = ("name_pinyin", "organisation_id")
    columns = (
        Column("name", "企业名称", fixed=True, long=True, link=detail, sort="name_pinyin"),
        Column("registration_state", "登记状态", pill=TONES),
        Column("created_at", "导入时间"),
        Column(
            "act", "操作", on=On.PAGE, fit=True,
            html=lambda row: button(row_url("enterprises:place", row.pk), "确定区市", row.name),
        ),
    )  # fmt: skip
    filters = (search("企业名称", found_by, placeholder=PLACEHOLDER),)
    empty = Empty("没有区市待定的企业", "名单没有写明区市的企业会在这里列出。")

    def rows(self) -> QuerySet[Enterprise]:
        return unplaced(Enterprise.objects.all())

    def context(self) -> dict[str, object]:
        return {"crumbs": [{"label": "企业名录", "url": reverse("enterprises:list")}]}
