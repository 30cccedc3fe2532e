"""The lists of enterprises that bureaus work with."""

from functools import cached_property

from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import Actor
from enterprises.figure_filter import FigureFilter, by_figure
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState, SizeClass
from enterprises.policies import BUREAUS, READERS
from enterprises.querysets import found_by, in_industry
from enterprises.rules.industry import divisions, industry_name, section_of_division, sections
from pages.links import row_url
from pages.lists import Column, Empty, ListPage
from pages.lists.cells import button
from pages.lists.filters import choice, district, search
from pages.lists.keyset import counted
from pages.lists.table import table_html

PLACEHOLDER = "名称、拼音、首字母或代码的一部分"
TONES = {"confirmed": "ok", "pending_confirmation": "wait", "refused": "bad", "unclaimed": "calm"}
MOST_WAITING = 1000
UNPLACED = "区市待定"


def detail(row: Enterprise) -> str:
    return row_url("enterprises:detail", row.pk)


def place_word(district: District) -> str:
    """The district of an entry; the city is that of entries whose district nobody knows yet."""
    return UNPLACED if district.kind == District.Kind.CITY else district.short_name


def review_of_claim(row: EnterpriseClaim) -> str:
    return row_url("enterprises:claim_review", row.pk)


CLAIM_COLUMNS: tuple[Column[EnterpriseClaim], ...] = (
    Column("organisation__name", "企业", long=True, link=review_of_claim),
    Column(
        "claimant", "申请人", lambda row: f"{row.claimant} {row.claimant_position}".strip()
    ),
    Column("district__short_name", "区市"),
    Column("created_at", "提出时间"),
    Column(
        "act", "操作",
        html=lambda row: button(review_of_claim(row), "审核", f"{row.organisation.name}的认领"),
    ),
)  # fmt: skip


def industries() -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections and divisions as the groups of a select."""
    by_section: dict[str, list[tuple[str, str]]] = {}
    for code, letter in section_of_division().items():
        by_section.setdefault(letter, []).append((code, f"{code} {divisions()[code]}"))
    return [
        (f"{letter} {name}", [(letter, f"{letter} {name}（全部）"), *by_section[letter]])
        for letter, name in sections()
    ]


def by_pool(rows: QuerySet[Model], value: str) -> QuerySet[Model]:
    return rows.filter(pool_entered_on__isnull=value == "out")


class RegistryList(ListPage[Enterprise]):
    """The bureaus' list of enterprises (企业名录), by pinyin."""

    key, title, noun, counter = "enterprises", "企业名录", "企业", "家"
    readers = (Duty.ENTERPRISE_STAFF, *READERS)
    about = "enterprise"
    order = ("name_pinyin", "organisation_id")
    template = "enterprises/registry_list.html"
    columns = (
        Column("name", "企业名称", fixed=True, long=True, link=detail, sort="name_pinyin"),
        Column("credit_code", "统一社会信用代码", width=22, sort="credit_code"),
        Column(
            "district__short_name", "区市", lambda row: place_word(row.district),
            many_districts=True,
        ),
        Column("industry", "行业", lambda row: industry_name(row.industry_code), long=True),
        Column(
            "size_class", "规模",
            lambda row: row.get_size_class_display() or ("无法划型" if row.size_reason else ""),
            hint=lambda row: row.size_reason,
        ),
        Column("registration_state", "登记状态", pill=TONES),
        Column("staff", "从业人员", unit="人", confidential=True),
        Column("revenue", "营业收入", unit="万元", confidential=True),
        Column("assets", "资产总额", unit="万元", confidential=True, hidden=True),
        Column("registered_capital", "注册资本", unit="万元", hidden=True),
        Column("established_on", "成立日期", hidden=True),
        Column("pool_entered_on", "进入培育库", hidden=True),
        Column("legal_representative", "法定代表人", hidden=True),
        Column("address", "注册地址", long=True, hidden=True),
        Column("contact_name", "联系人", personal=True, hidden=True),
        Column("contact_phone", "联系电话", personal=True, hidden=True),
        Column("contact_email", "联系邮箱", personal=True, hidden=True),
    )  # fmt: skip
    filters = (
        search("企业名称或信用代码", found_by, placeholder=PLACEHOLDER),
        district(),
        choice("industry", "行业", industries, by=in_industry),
        choice("size", "规模", SizeClass.choices, by="size_class"),
        choice("state", "登记状态", RegistrationState.choices, by="registration_state"),
        choice("pool", "培育库", [("in", "在库"), ("out", "不在库")], by=by_pool),
        by_figure(),
    )
    filter_class = FigureFilter
    empty = Empty("没有符合条件的企业", "减少筛选条件，或换一个名称中的词再试。")

    def answer(self) -> HttpResponseBase:
        return redirect("enterprises:profile") if self.actor.is_enterprise else super().answer()

    def rows(self) -> QuerySet[Enterprise]:
        return Enterprise.objects.select_related("district")

    def subheading(self) -> str:
        waiting = self.waiting
        said = f"，{waiting} 家的登记等待确认" if waiting and self.may_import else ""
        return f"按企业名称的拼音排列{said}。"

    @property
    def may_import(self) -> bool:
        return self.actor.duty in BUREAUS

    @cached_property
    def waiting(self) -> int:
        return waiting_registrations() if self.may_import else 0


class RegistrationQueue(ListPage[Enterprise]):
    """Registrations and claims that wait for a decision (登记与认领), the oldest first."""

    key, title, noun, counter = "registrations", "登记与认领", "登记", "家"
    readers = BUREAUS
    order = ("created_at", "organisation_id")
    size = 30
    template = "enterprises/queue.html"
    exports = False
    columns = (
        Column("name", "企业", fixed=True, long=True, link=detail),
        Column("credit_code", "统一社会信用代码"),
        Column("district__short_name", "区市", many_districts=True),
        Column("legal_representative", "法定代表人"),
        Column("created_at", "登记时间"),
        Column("act", "操作", html=lambda row: button(detail(row), "核对", row.name)),
    )
    empty = Empty(
        "没有等待确认的登记",
        "新的登记会出现在这里，并通知到您。",
        "enterprises:list",
        "查看企业名录",
    )

    def rows(self) -> QuerySet[Enterprise]:
        waiting = Enterprise.objects.filter(registration_state=RegistrationState.PENDING)
        return waiting.select_related("district")

    def heading(self) -> str:
        place, waiting, claims = place_of(self.actor), self.count[0], len(self.claims)
        parts = [f"{waiting} 家企业等待确认登记"] if waiting else []
        parts += [f"{claims} 项认领申请等待审核"] if claims else []
        return f"{place}有 {'、'.join(parts)}" if parts else f"{place}的登记和认领都已办完"

    def subheading(self) -> str:
        return "先到先办。核对营业执照信息后确认；有误的写明原因退回。"

    @cached_property
    def claims(self) -> list[EnterpriseClaim]:
        """The claims that wait, the oldest first, up to a hundred."""
        waiting = EnterpriseClaim.objects.filter(state=EnterpriseClaim.State.OPEN)
        rows = waiting.select_related("organisation", "district", "claimant")
        return list(rows.order_by("created_at")[:100])

    def context(self) -> dict[str, object]:
        return {"claims": table_html(CLAIM_COLUMNS, self.claims) if self.claims else ""}


def place_of(actor: Actor) -> str:
    """What a bureau answers for, as a heading names it: its district, or the whole city."""
    district = District.objects.get(organisations=actor.organisation_id)
    return "全市" if district.kind == District.Kind.CITY else district.name


def waiting_registrations() -> int:
    """How many registrations of the active scope wait for confirmation, up to `MOST_WAITING`."""
    waiting = Enterprise.objects.filter(registration_state=RegistrationState.PENDING)
    return counted(waiting, MOST_WAITING)[0]
