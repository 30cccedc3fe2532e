"""What finding money and money without a claim bring to the portal: entries beside every page,
to-do rows, words."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from accounts.trail_words import amount_of, register_trail_words
from certification.models import Certificate
from financing.models import GrantCandidate, GrantList
from pages.todo import TodoRow, todo_of

GROUP = "资金"


@register
def items(actor: Actor) -> list[NavItem]:
    if actor.is_enterprise:
        return [
            NavItem("找政策", "financing:find_money", group=GROUP, order=225),
            NavItem("免申即享", "financing:own_grants", group=GROUP, order=226, count=_own_waiting),
        ]
    if actor.is_city or actor.is_auditor:
        return [NavItem("免申即享", "financing:grant_lists", group=GROUP, order=229)]
    if actor.is_district or actor.is_leader:
        return [NavItem("免申即享企业", "financing:grant_candidates", group=GROUP, order=229)]
    return []


def _own_waiting() -> QuerySet[Any]:
    rows: QuerySet[Any] = GrantCandidate.objects.waiting()
    return rows


def own_waiting(actor: Actor) -> QuerySet[Any]:
    return _own_waiting().filter(organisation_id=actor.organisation_id)


def to_push(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = GrantList.objects.filter(state=GrantList.State.MATCHED)
    return rows.exclude(made_by_id=actor.user_id)


def disputed(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = GrantCandidate.objects.disputed()
    return rows


@todo_of(Duty.ENTERPRISE_STAFF, counts=(own_waiting,))
def own_todo(actor: Actor, waiting: int) -> list[TodoRow]:
    """Money that waits for one click."""
    if not waiting:
        return []
    text = f"{waiting} 项免申即享等您确认领取"
    return [TodoRow("wait", "领取", text, reverse("financing:find_money"))]


@todo_of(Duty.CITY_OFFICER, counts=(to_push, disputed))
def city_todo(actor: Actor, lists: int, wrong: int) -> list[TodoRow]:
    """Lists to be pushed by a second person, and reports of wrong matches."""
    rows = []
    if wrong:
        where = f"{reverse('financing:grant_candidates')}?state=disputed"
        rows.append(TodoRow("bad", "名单", f"{wrong} 家企业报告免申即享名单有误", where))
    if lists:
        where = f"{reverse('financing:grant_lists')}?state=matched"
        rows.append(TodoRow("wait", "推送", f"{lists} 份免申即享名单等待核对推送", where))
    return rows


register_trail_words(
    tables={
        "financing_grantlist": "免申即享名单",
        "financing_grantcandidate": "免申即享企业",
    },
    columns={
        "financing_grantlist.scheme_version_id": "办法版本",
        "financing_grantlist.batch_id": "批次",
        "financing_grantlist.made_by_id": "制表人",
        "financing_grantcandidate.list_id": "名单",
        "financing_grantcandidate.certificate_id": "证书",
        "financing_grantcandidate.account_id": "收款账户",
        "financing_grantcandidate.application_id": "申报",
    },
    tellers={"financing_grantcandidate.sums": amount_of("步")},
    values={"financing_grantlist.certificate_kind": dict(Certificate.Kind.choices)},
    reasons={
        "keep the lists of money without a claim": "办理免申即享名单",
        "grant money without a claim": "免申即享立项和占用资金",
        "tell enterprises of money": "资金政策提醒",
    },
)
