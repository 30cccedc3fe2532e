"""The lists of claims for money: the bureaus' and the enterprise's own. Amounts in 万元."""

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import DecimalField, F, QuerySet, Sum, Value
from django.urls import reverse

from accounts.duties import Duty
from documents.written.sql import found_in
from financing.models import SubsidyClaim
from financing.models.subsidy import SubsidyClaimQuerySet
from financing.money import in_wan, wan
from financing.subsidies.money.whereabouts import paid_sums
from financing.subsidies.policies import READERS
from pages.lists import Column, Empty, ListPage, On
from pages.lists.filters import choice, district, search
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import state_word
from procedures.models.application import State
from schemes.models import Scheme

STATES = [
    (State.DISTRICT_REVIEW.value, "区市审核"),
    (State.CITY_REVIEW.value, "市级审核"),
    (State.EXPERT_REVIEW.value, "专家评审"),
    (State.RETURNED.value, "退回修改"),
    (State.PROPOSED.value, "拟支持"),
    (State.PUBLIC_NOTICE.value, "公示中"),
    (State.APPROVED.value, "已审定"),
    (State.DECLINED.value, "不予支持"),
    (State.WITHDRAWN.value, "已撤回"),
]
AMOUNTS = ("declared_amount", "district_amount", "audited_amount", "approved_amount")


def _page(row: SubsidyClaim) -> str:
    return reverse("procedures:case", args=[row.application_id])


def _lines(row: SubsidyClaim) -> str:
    return reverse("financing:claim_lines", args=[row.application_id])


def _state(row: SubsidyClaim) -> str:
    case = row.application
    return state_word(case, case.state, MACHINE.label_for(None, case.state))


def _tone(row: SubsidyClaim) -> str:
    return MACHINE.tone_of(row.application.state)


def _amount(name: str, heading: str, **more: Any) -> Column[SubsidyClaim]:
    """An amount in 万元: two decimals on the page, a number in the file."""
    return Column(
        name, heading, lambda row: in_wan(getattr(row, name)), unit="万元",
        html=lambda row: wan(getattr(row, name)), **more,
    )  # fmt: skip


def _is_proposed(row: SubsidyClaim) -> str | None:
    """Until it is decided, the amount is what the city proposes."""
    proposed = (State.PROPOSED, State.PUBLIC_NOTICE)
    return "拟支持" if row.application.state in proposed else None


COLUMNS: tuple[Column[Any], ...] = (
    Column("application__number", "受理编号", link=_page, fixed=True),
    Column("enterprise_name", "企业", long=True, below=lambda row: row.district.short_name),
    Column("district__short_name", "区市", on=On.FILE),
    Column("application__scheme_version__scheme__name", "项目", long=True),
    Column("fiscal_year", "年度"),
    _amount("declared_amount", "申报"),
    _amount("district_amount", "初审"),
    _amount("audited_amount", "核定"),
    _amount("approved_amount", "审定", below=_is_proposed),
    _amount("in_transit", "在途"),
    _amount("paid", "已付"),
    Column("origin", "来源", hidden=True),
    Column("fund_code", "资金", hidden=True),
    Column("state", "状态", _state, pill=_tone),
    Column("application__submitted_at", "送出时间", hidden=True),
)

OWN = ("fiscal_year", *AMOUNTS, "in_transit", "paid", "state")


def _by_text(rows: QuerySet[SubsidyClaim], value: str) -> QuerySet[SubsidyClaim]:
    numbered = rows.filter(application__number__iexact=value.strip())
    return numbered | rows.filter(found_in("enterprise_name", value))


def _schemes() -> list[tuple[str, str]]:
    used = SubsidyClaim.objects.values("application__scheme_version__scheme_id")
    rows = Scheme.objects.filter(pk__in=used).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def _years() -> list[tuple[str, str]]:
    years = SubsidyClaim.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return [(str(one), f"{one} 年度") for one in years.distinct()]


class Claims(ListPage[SubsidyClaim]):
    """Claims with their amounts at each stage, and the sum of what the filters choose."""

    noun, counter = "资金申报", "件"
    order = ("-id",)
    template = "financing/subsidies/claims.html"

    def rows(self) -> SubsidyClaimQuerySet:
        rows: SubsidyClaimQuerySet = (
            SubsidyClaim.objects.visible_to(self.actor)
            .select_related("district", "application__scheme_version__scheme")
            .defer("sums", "application__answers", "application__scheme_version__definition")
            .annotate(enterprise_name=F("organisation__enterprise__name"))
        )
        return rows

    def prepare(self, rows: list[Any]) -> None:
        """What is on its way and what was paid, for the rows of a page together."""
        super().prepare(rows)
        found = paid_sums(row.application_id for row in rows)
        for row in rows:
            row.in_transit, row.paid = found.get(row.application_id, (None, None))

    @cached_property
    def sums(self) -> list[tuple[str, Decimal]]:
        """The sum of each amount over all that the filters choose, in 元."""
        if not self.filter.form.is_valid():
            return []
        zero = Value(Decimal(0), DecimalField(max_digits=18, decimal_places=2))
        found = self.filter.qs.order_by().aggregate(
            **{name: Sum(name, default=zero) for name in AMOUNTS}
        )
        words = ("申报", "初审", "核定", "审定（含拟支持）")
        return [(word, found[name]) for word, name in zip(words, AMOUNTS, strict=True)]


class ClaimList(Claims):
    """The claims that were sent, as the bureaus see them."""

    key, title = "claims", "资金申报"
    intro = "金额单位：万元。点受理编号进入审核。"
    readers = READERS
    columns = COLUMNS
    filters = (
        search("受理编号或企业", _by_text),
        choice("state", "状态", STATES, by="application__state"),
        choice("scheme", "项目", _schemes, by="application__scheme_version__scheme_id"),
        choice("year", "年度", _years, by="fiscal_year"),
        district(),
        choice("origin", "来源", SubsidyClaim.Origin.choices),
    )
    empty = Empty("没有符合条件的资金申报", "企业送出申报后会出现在这里。")

    def all_columns(self) -> tuple[Column[Any], ...]:
        """An auditor reads lines and sums; the review itself is the bureaus'."""
        if self.actor.duty != Duty.AUDITOR:
            return COLUMNS
        return (replace(COLUMNS[0], link=_lines), *COLUMNS[1:])

    def heading(self) -> str:
        if not self.filter.form.is_valid() or not self.page_rows.rows:
            return super().heading()
        number, more = self.count
        declared = wan(dict(self.sums)["申报"])
        return f"{'超过 ' if more else ''}{number} 件资金申报，共申报 {declared} 万元"


class OwnClaims(Claims):
    """The enterprise's own claims, drafts too."""

    key, title = "own_claims", "资金申报"
    intro = "金额单位：万元。草稿按现在填的数据计算。"
    readers = (Duty.ENTERPRISE_STAFF,)
    columns = (
        Column(
            "application__scheme_version__scheme__name",
            "项目",
            link=_lines,
            fixed=True,
            long=True,
            below=lambda row: row.application.number or "",
        ),
        Column("application__number", "受理编号", on=On.FILE),
        *(one for one in COLUMNS if one.key in OWN),
    )
    filters = (
        choice("state", "状态", [(State.DRAFT.value, "草稿"), *STATES], by="application__state"),
    )
    empty = Empty(
        "还没有资金申报",
        "在“我的申报”里可以看到正在开放的项目。",
        "procedures:own",
        "去看可以申报的项目",
    )

    def rows(self) -> SubsidyClaimQuerySet:
        return super().rows().filter(organisation_id=self.actor.organisation_id)
