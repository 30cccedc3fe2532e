"""What banks see of the whitelist, and what they saw: the list for a bank, the log for the
enterprise."""

import json
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from financing.list_filters import bank, enterprise
from financing.models import CreditFeedback, DemandHandling, Disclosure, FeedRow, SupportPlan
from financing.models.consent import FieldGroup
from financing.whitelist.pulls import listed_has
from pages.lists import Column, Empty, ListPage, On
from pages.lists.filters import choice

CONSENTS = [
    ("given", "已授权"),
    ("none", "未授权"),
    *((group.value, f"已授权{group.label}") for group in FieldGroup),
]
DEMAND, CREDIT, PLAN = "demand", "credit", "plan"
RELATIONS = [(DEMAND, "有融资需求"), (CREDIT, "有授信"), (PLAN, "有支持方案")]


def _between(kind: str) -> QuerySet[Model]:
    """What there is between the bank and the enterprise of a row: demands put to the bank, credits
    that it did not decline, its plans in force."""
    own = {"bank_id": OuterRef("bank_id"), "organisation_id": OuterRef("organisation_id")}
    found: dict[str, QuerySet[Model]] = {
        DEMAND: DemandHandling.objects.filter(**own),
        CREDIT: CreditFeedback.objects.filter(~Q(state=CreditFeedback.State.DECLINED), **own),
        PLAN: SupportPlan.objects.filter(
            replaced_at=None, valid_to__gte=timezone.localdate(), **own
        ),
    }
    return found[kind]


def _number_of(kind: str) -> Coalesce:
    counted = _between(kind).order_by().values("organisation_id").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def _by_consent(rows: QuerySet[FeedRow], value: str) -> QuerySet[FeedRow]:
    given = rows.filter(full_until__gte=timezone.localdate()).exclude(groups="")
    if value == "none":
        return rows.exclude(pk__in=given.values("pk"))
    return given if value == "given" else given.filter(groups__contains=value)


def _groups(row: FeedRow) -> str:
    """What the enterprise lets the bank see today."""
    groups = row.groups.split(",") if row.groups else []
    if row.full_until is None or row.full_until < timezone.localdate() or not groups:
        return "未授权"
    return "、".join(str(FieldGroup(one).label) for one in groups)


def _since(row: Any) -> date | None:
    """The local day on which an enterprise came on the list, as the list tells it."""
    moment = row.content.get("listed_at")
    return timezone.localdate(datetime.fromisoformat(moment)) if moment else None


def _demands(row: Any) -> str:
    if not row.demand_count:
        return ""
    return f"{reverse('financing:bank_demands')}?q={row.credit_code}&desk=all"


def _credits(row: Any) -> str:
    return f"{reverse('financing:feedback')}?q={row.credit_code}" if row.credit_count else ""


class BankList(ListPage[FeedRow]):
    """Who is on the list, as every bank may know; what enterprises consented to is looked at one
    by one or pulled by a program."""

    key, title, noun, counter = "bank_whitelist", "支持企业名单", "企业", "家"
    intro = "企业授权后才能看到在库以外的内容，查看会留下企业可见的记录。"
    readers = (Duty.BANK_OFFICER,)
    # Programs may rely on names and order: a new column goes to the end.
    columns = (
        Column(
            "name", "企业名称", lambda row: row.content["name"], fixed=True, long=True,
            link=lambda row: reverse("financing:bank_entry", args=[row.credit_code]),
            below=lambda row: row.credit_code,
        ),
        Column("credit_code", "统一社会信用代码", on=On.FILE, width=22),
        Column("valid_to", "有效期止", lambda row: date.fromisoformat(row.content["valid_to"])),
        Column("groups", "授权查看", _groups, long=True),
        Column("since", "入库日期", _since),
        Column("demand_count", "融资需求", unit="项", link=_demands),
        Column("credit_count", "授信", unit="笔", link=_credits),
        Column("has_plan", "支持方案", lambda row: "有" if row.has_plan else "无"),
    )  # fmt: skip
    filters = (
        enterprise(listed_has),
        choice("consent", "授权查看", CONSENTS, by=_by_consent),
        choice("has", "往来", RELATIONS, by=lambda rows, kind: rows.filter(Exists(_between(kind)))),
    )
    empty = Empty("名单库还没有企业", "市级审定入库后，企业会立即列在这里。")
    not_found = Empty("没有符合条件的企业", "换一个筛选条件，或清空筛选。")

    def rows(self) -> QuerySet[FeedRow]:
        return FeedRow.objects.listed_for(self.actor.organisation_id).annotate(
            demand_count=_number_of(DEMAND),
            credit_count=_number_of(CREDIT),
            has_plan=Exists(_between(PLAN)),
        )

    def prepare(self, rows: list[Any]) -> None:
        for row in rows:
            row.content = json.loads(row.bare)

    def heading(self) -> str:
        if self.is_filtered:
            return super().heading()
        rows = FeedRow.objects.listed_for(self.actor.organisation_id)
        return f"名单库共 {rows.count()} 家企业"


class DisclosureList(ListPage[Disclosure]):
    """What each bank was shown of the enterprise, the latest first."""

    key, title, noun = "disclosures", "银行查看记录", "记录"
    readers = (Duty.ENTERPRISE_STAFF,)
    order = ("-at", "-id")
    template = "financing/disclosures.html"
    columns = (
        Column("at", "时间", fixed=True, sort="at"),
        Column("bank__name", "银行"),
        Column("groups", "看到的内容", lambda row: "、".join(row.group_labels), long=True),
        Column("means", "方式"),
        Column("client_name", "接口或人员"),
    )
    filters = (bank(),)
    empty = Empty(
        "没有查看记录", "您授权的银行查看或同步企业信息后，会在这里列出时间、银行和内容。"
    )

    def rows(self) -> QuerySet[Disclosure]:
        own = Disclosure.objects.filter(organisation_id=self.actor.organisation_id)
        return own.select_related("bank")

    def heading(self) -> str:
        if not self.page_rows.rows:
            return "还没有银行查看过授权的内容"
        return f"银行最近一次查看：{timezone.localtime(self.page_rows.rows[0].at):%Y-%m-%d %H:%M}"
