"""The library of policies (政策库)."""

from typing import cast

from django.db.models import F, Func, QuerySet

from accounts.duties import Duty
from enterprises.models import Enterprise
from pages.lists import Column, Empty
from pages.lists.filters import among, choice, contains, search, year
from pages.records import RecordList
from services.models import Policy, PolicyQuerySet
from services.records import PolicyRecord

STATES = {"生效中": "ok", "未生效": "wait", "已失效": "", "已停用": "bad"}
ENTERPRISE = (Duty.ENTERPRISE_STAFF,)
OTHERS = tuple(duty for duty in Duty if duty not in ENTERPRISE)


def tags_in_use() -> list[tuple[str, str]]:
    used = Policy.objects.order_by().annotate(tag=Func(F("tags"), function="unnest"))
    return [(tag, tag) for tag in sorted(set(used.values_list("tag", flat=True)))]


def by_force(rows: PolicyQuerySet, value: str) -> PolicyQuerySet:
    ids = rows.in_force().values("pk")
    return rows.filter(pk__in=ids) if value == "yes" else rows.exclude(pk__in=ids)


class PolicyList(RecordList[Policy]):
    """All policies; for an enterprise those that fit it, or all in force."""

    key, record, imports = "policies", PolicyRecord, "services:policy_import"
    order = ("-valid_from", "-id")
    columns = (
        Column("title", "政策名称", fixed=True, long=True, link=PolicyRecord.url,
               below=lambda row: f"{row.issuer} · {row.document_number}"),
        Column("document_number", "文号", hidden=True),
        Column("issuer", "发布机构", hidden=True, long=True),
        Column("level", "级别", lambda row: row.district.short_name if row.district_id
               else row.get_level_display()),
        Column("tags", "标签", lambda row: "、".join(row.tags), long=True),
        Column("valid_from", "生效日期", sort="valid_from"),
        Column("valid_to", "失效日期", lambda row: row.valid_to or "长期有效"),
        Column("status", "状态", pill=STATES),
    )  # fmt: skip
    filters = (
        search("名称、文号或发布机构", contains("document_number", "issuer", title="title")),
        choice("show", "范围", [("all", "全部有效政策")], by=lambda rows, value: rows,
               empty="适合本企业", duties=ENTERPRISE),
        choice("level", "级别", Policy.Level.choices),
        among("tag", "标签", tags_in_use, by="tags"),
        year("year", "生效年份", "valid_from"),
        choice("force", "效力", [("yes", "生效中"), ("no", "未生效或已失效")], by=by_force,
               duties=OTHERS),
    )  # fmt: skip
    empty = Empty("没有符合条件的政策", "减少筛选条件，或换一个词再试。")

    def rows(self) -> QuerySet[Policy]:
        rows = cast(PolicyQuerySet, super().rows())
        if self.actor.is_enterprise:
            rows = rows.in_force()
            own = Enterprise.objects.filter(pk=self.actor.organisation_id).first()
            if own and self.request.GET.get("show") != "all":
                rows = rows.fitting(own)
        return rows.select_related("district")

    def heading(self) -> str:
        if self.actor.is_enterprise and not self.is_filtered:
            return f"{self.count[0]} 项政策适合本企业"
        return super().heading()
