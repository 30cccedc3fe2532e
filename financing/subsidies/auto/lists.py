"""The lists of money without a claim: the city's lists, who is on them, and an enterprise's own."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from accounts.duties import Duty
from certification.models import Certificate
from financing.models import GrantCandidate, GrantList
from financing.money import wan
from financing.subsidies.auto import candidate_machine, list_machine
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice, contains, date_range, district, search

CITY_READS = (Duty.CITY_OFFICER, Duty.AUDITOR)
BUREAUS_READ = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)
UNIT = "金额单位：万元"
TONES = {str(state): tone for state, tone in candidate_machine.MACHINE.tones.items()}
LIST_TONES = {str(state): tone for state, tone in list_machine.MACHINE.tones.items()}


def _amount(row: GrantCandidate) -> str:
    return wan(row.amount)


def amount() -> Column[Any]:
    """The amount in 万元 on the page, in 元 in the file."""
    return Column("amount", "金额", unit="万元", in_file="金额（元）", html=_amount)


class GrantListList(ListPage[GrantList]):
    """The lists that the city has drawn up, the latest first."""

    key, title, noun, counter = "grant_lists", "免申即享", "名单", "份"
    intro = f"按证书比对、冻结，第二人核对后推送给企业确认。{UNIT}。"
    readers = CITY_READS
    template = "financing/auto/lists.html"
    columns = (
        Column(
            "name", "名单", fixed=True, long=True,
            link=lambda row: reverse("financing:grant_list", args=[row.pk]),
            below=lambda row: row.scheme_version.label,
        ),
        Column("certificate_kind", "证书类别",
               lambda row: str(Certificate.Kind(row.certificate_kind).label)),
        Column("frozen_at", "数据时间"),
        Column("number", "企业", lambda row: row.number, number=True),
        Column("sum", "金额", lambda row: row.sum or 0, unit="万元", in_file="金额（元）",
               html=lambda row: wan(row.sum or 0)),
        Column("confirmed", "已确认", lambda row: row.confirmed, number=True),
        Column("answer_by", "答复期限"),
        Column("claim_until", "可领取至"),
        Column("state", "状态", pill=LIST_TONES),
        Column("sha256", "校验码", hidden=True),
        Column("made_by__name", "制表人", hidden=True),
    )  # fmt: skip
    filters = (
        search("名单", contains("name")),
        choice("state", "状态", GrantList.State.choices),
        date_range("claim_until", labels=("可领取至不早于", "可领取至不晚于")),
    )
    empty = Empty("还没有免申即享名单", "点“比对新名单”，按新发的证书列出应得资金的企业。")
    not_found = Empty("没有符合条件的名单", "换一个筛选条件，或清空筛选。")

    def rows(self) -> QuerySet[GrantList]:
        done = ("confirmed", "fulfilled")
        return (
            GrantList.objects.select_related("scheme_version", "made_by")
            .defer("scheme_version__definition")
            .annotate(
                number=Count("candidates"),
                sum=Sum("candidates__amount"),
                confirmed=Count("candidates", filter=Q(candidates__state__in=done)),
            )
        )


class CandidateList(ListPage[GrantCandidate]):
    """Who is on the lists, in every state."""

    key, title, noun, counter = "grant_candidates", "免申即享企业", "企业", "家次"
    intro = f"{UNIT}。"
    readers = BUREAUS_READ
    about = "enterprise"
    columns = (
        Column(
            "enterprise_name", "企业", fixed=True, long=True,
            link=lambda row: reverse("financing:grant", args=[row.pk]),
            below=lambda row: row.credit_code,
        ),
        Column("credit_code", "统一社会信用代码", hidden=True),
        Column("district__short_name", "区市", many_districts=True),
        Column("scheme_name", "项目", long=True, below=lambda row: row.version_label),
        Column("certificate_number", "证书编号", below=lambda row: f"{row.issued_on:%Y-%m-%d}"),
        Column("issued_on", "发证日期", hidden=True),
        amount(),
        Column("state", "状态", pill=TONES, below=lambda row: row.barred_by),
        Column("barred_by", "预检情况", hidden=True),
        Column("answered_at", "答复时间", hidden=True),
        Column("claim_until", "可领取至", hidden=True),
    )  # fmt: skip
    filters = (
        search("企业、信用代码或证书编号",
               contains("enterprise_name", "credit_code", "certificate_number")),
        choice("state", "状态", GrantCandidate.State.choices),
        choice("list", "名单", lambda: _lists(), by="list_id"),
        district(),
    )  # fmt: skip
    empty = Empty("还没有免申即享企业", "市级比对名单后列在这里。")
    not_found = Empty("没有符合条件的企业", "换一个筛选条件，或清空筛选。")

    def rows(self) -> QuerySet[GrantCandidate]:
        return GrantCandidate.objects.visible_to(self.actor).select_related("district")


def _lists() -> list[tuple[str, str]]:
    """The lists that the reader may know of, the latest first."""
    return [(str(pk), name) for pk, name in GrantList.objects.values_list("pk", "name")[:100]]


class OwnGrants(ListPage[GrantCandidate]):
    """What an enterprise was told of, with what became of it."""

    key, title, noun, counter = "own_grants", "免申即享", "免申即享", "项"
    intro = f"平台按证书列出，确认账户即可，不用申报。{UNIT}。"
    readers = (Duty.ENTERPRISE_STAFF,)
    columns = (
        Column(
            "scheme_name", "项目", fixed=True, long=True,
            link=lambda row: reverse("financing:grant", args=[row.pk]),
            below=lambda row: row.certificate_title,
        ),
        Column("certificate_number", "证书编号"),
        amount(),
        Column("answer_by", "请于此日前答复"),
        Column("claim_until", "可领取至"),
        Column("state", "状态", pill=TONES),
    )  # fmt: skip
    filters = (choice("state", "状态", GrantCandidate.State.choices),)
    empty = Empty("还没有免申即享", "获得认定后，平台会把应得的资金列在这里并通知您。")

    def rows(self) -> QuerySet[GrantCandidate]:
        rows: Any = GrantCandidate.objects.visible_to(self.actor)
        found: QuerySet[GrantCandidate] = rows.told()
        return found
