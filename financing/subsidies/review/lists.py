"""The bureaus' lists around the review of claims: what waits, is decided, asked and drawn."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponseBase

from accounts.duties import Duty
from accounts.requests import ActorRequest
from financing.models import Fund, InquiryLetter, Recheck, RecheckSample, SubsidyClaim
from financing.subsidies.policies import BUREAUS, READERS
from financing.subsidies.review.access import AT_CITY
from financing.subsidies.review.letter_machine import MACHINE as LETTERS
from financing.subsidies.review.listed import (
    AUDITED,
    DECLARED,
    DISTRICT,
    ENTERPRISE,
    OF_DISTRICT,
    SCHEME,
    amount,
    by_enterprise,
    late_tone,
    left,
)
from financing.subsidies.review.recheck_machine import MACHINE as RECHECKS
from financing.subsidies.review.views import deciding
from pages.links import row_url
from pages.lists import BulkAct, Column, Empty, ListPage
from pages.lists.filters import choice, district, search
from procedures.models import Batch
from procedures.models.application import State

UNDER_REVIEW = (State.DISTRICT_REVIEW, *AT_CITY, State.RETURNED)
READ_WITH = ("organisation", "district", "application__scheme_version__scheme")


def _at(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(application__state=value)


def _waiting(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "letters":
        return rows.filter(letters__state=InquiryLetter.State.SENT).distinct()
    return rows.filter(cuts__state="answered" if value == "answers" else "told").distinct()


def _funds() -> list[tuple[str, str]]:
    return list(Fund.objects.order_by("name", "code").values_list("code", "name"))


def _batches() -> list[tuple[str, str]]:
    """Batches of which claims wait for the decision, the one that closed first on top."""
    waiting = SubsidyClaim.objects.filter(application__state__in=AT_CITY)
    rows = Batch.objects.filter(pk__in=waiting.values("application__batch"))
    return [(str(pk), name) for pk, name in rows.order_by("closes_at").values_list("pk", "name")]


class ReviewQueue(ListPage[SubsidyClaim]):
    """The claims under review of the reader's districts, the first due first."""

    key, title, noun, counter = "claim_reviews", "资金初审与核定", "资金申报", "件"
    readers, about = READERS, "enterprise"
    order = ("application__stage_due_on", "-id")
    columns = (
        ENTERPRISE,
        SCHEME,
        DISTRICT,
        Column("state", "到哪一步", lambda row: row.application.get_state_display()),
        DECLARED,
        OF_DISTRICT,
        AUDITED,
        Column("open_letters", "未复函", number=True),
        Column("due", "期限", left, pill=late_tone),
    )
    filters = (
        search("企业名称", by_enterprise),
        choice("state", "阶段", [(one.value, one.label) for one in UNDER_REVIEW], by=_at),
        choice(
            "waits", "等什么",
            [("letters", "等复函"), ("told", "等企业答复"), ("answers", "处理企业答复")],
            by=_waiting,
        ),
        district(),
    )  # fmt: skip
    empty = Empty("没有在审的资金申报", "企业送出后会出现在这里。")

    def rows(self) -> QuerySet[SubsidyClaim]:
        sent = Q(letters__state=InquiryLetter.State.SENT)
        rows = SubsidyClaim.objects.filter(application__state__in=UNDER_REVIEW)
        return rows.select_related(*READ_WITH).annotate(
            open_letters=Count("letters", filter=sent, distinct=True)
        )

    def subheading(self) -> str:
        return "金额单位：万元"


class DecisionList(ListPage[SubsidyClaim]):
    """What the city decides: the claims in its review, with what they would get."""

    key, title, noun, counter = "claim_decisions", "资金审定", "资金申报", "件"
    readers, about = (Duty.CITY_OFFICER,), "enterprise"
    order = ("fund_code", "id")
    columns = (
        ENTERPRISE,
        SCHEME,
        DISTRICT,
        DECLARED,
        OF_DISTRICT,
        AUDITED,
        Column("fund_code", "资金", lambda row: row.fund_name),
        Column("fiscal_year", "年度"),
    )
    filters = (
        search("企业名称", by_enterprise),
        choice("fund", "资金", _funds, by="fund_code"),
        choice("batch", "批次", _batches, by="application__batch"),
        district(),
    )
    empty = Empty("没有等待审定的资金申报", "区市推荐后会出现在这里。")

    def rows(self) -> QuerySet[SubsidyClaim]:
        rows = SubsidyClaim.objects.filter(application__state__in=AT_CITY)
        return rows.select_related(*READ_WITH)

    def prepare(self, rows: list[Any]) -> None:
        """The names of the funds, for the rows of a page together."""
        super().prepare(rows)
        names = dict(Fund.objects.values_list("code", "name"))
        for row in rows:
            row.fund_name = names.get(row.fund_code, row.fund_code)

    def subheading(self) -> str:
        return "金额单位：万元。勾选后先看预算够不够、哪些还不能审定，再一起办理。"


def _look(request: ActorRequest, rows: QuerySet[SubsidyClaim]) -> HttpResponseBase:
    return deciding.preview(request, list(rows.values_list("pk", flat=True)))


DecisionList.bulk = (BulkAct("propose", "预览：审定选中的", _look, css="go"),)


class LetterList(ListPage[InquiryLetter]):
    """The letters that the reader's own organisation is asked by."""

    key, title, noun, counter = "letters", "收到的函询", "函", "封"
    readers = BUREAUS
    order = ("-id",)
    columns = (
        Column("subject", "问什么", long=True, fixed=True,
               link=lambda row: row_url("financing:letter", row.pk)),
        Column("sender_name", "发函单位", long=True),
        Column("due_on", "答复期限"),
        Column("state", "状态", pill=lambda row: LETTERS.tone_of(row.state)),
    )  # fmt: skip
    filters = (choice("state", "状态", InquiryLetter.State.choices),)
    empty = Empty("没有收到函询")

    def rows(self) -> QuerySet[InquiryLetter]:
        rows = InquiryLetter.objects.filter(office_id=self.actor.organisation_id)
        return rows.exclude(state=InquiryLetter.State.WITHDRAWN)


class SampleList(ListPage[RecheckSample]):
    """The draws of paid claims for a re-check."""

    key, title, noun, counter = "samples", "抽查", "次抽取", "次"
    readers = READERS
    order = ("-id",)
    template = "financing/review/samples.html"
    columns = (
        Column("drawn_at", "抽取时间", fixed=True,
               link=lambda row: row_url("financing:sample", row.pk)),
        Column("year", "资金年度"),
        Column("scheme", "资金项目", lambda row: str(row.scheme or "全部"), long=True),
        Column("percent", "随机比例", unit="%"),
        Column("number", "抽中", number=True),
        Column("done", "已复查", number=True),
        Column("problems", "发现问题", number=True),
        Column("seed", "随机种子", hidden=True),
    )  # fmt: skip
    empty = Empty("还没有抽查过", "从已付的申报里按比例随机抽取，大额的全部抽取。")

    def rows(self) -> QuerySet[RecheckSample]:
        return RecheckSample.objects.select_related("scheme")

    def prepare(self, rows: list[Any]) -> None:
        counts = Recheck.objects.filter(sample__in=rows).order_by().values("sample_id").annotate(
            number=Count("pk"), done=Count("pk", filter=~Q(state="open")),
            problems=Count("pk", filter=Q(state="problem")),
        )  # fmt: skip
        found = {one["sample_id"]: one for one in counts}
        for row in rows:
            mine = found.get(row.pk)
            row.number, row.done = (mine["number"], mine["done"]) if mine else (0, 0)
            row.problems = mine["problems"] if mine else 0


class RecheckList(ListPage[Recheck]):
    """The claims of one draw, and what was found."""

    key, title, noun, counter = "rechecks", "抽查名单", "申报", "件"
    readers, about = READERS, "enterprise"
    order = ("id",)
    columns = (
        Column("enterprise", "企业", lambda row: row.organisation.name, long=True, fixed=True,
               link=lambda row: row_url("financing:recheck", row.pk),
               below=lambda row: f"{row.claim}"),
        DISTRICT,
        Column("is_large", "抽中原因", lambda row: "大额" if row.is_large else "随机"),
        amount("paid", "已付"),
        Column("state", "结果", pill=lambda row: RECHECKS.tone_of(row.state)),
        amount("to_recover", "应追回"),
        Column("finding", "复查情况", long=True),
    )  # fmt: skip
    filters = (choice("state", "结果", Recheck.State.choices), district())
    empty = Empty("没有符合条件的申报")

    def rows(self) -> QuerySet[Recheck]:
        assert self.request.resolver_match is not None
        rows = Recheck.objects.filter(sample_id=self.request.resolver_match.kwargs["pk"])
        return rows.select_related("organisation", "district", "claim__application")

    def subheading(self) -> str:
        return "金额单位：万元"
