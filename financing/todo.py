"""What waits for enterprises and the city around loans."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.counts import counts_for
from accounts.duties import Duty
from accounts.tenancy import Actor
from financing.models import CreditFeedback, DemandHandling, WhitelistEntry
from pages.todo import MOST, TodoRow, todo_of

State = DemandHandling.State


def _own(actor: Actor) -> list[tuple[QuerySet[Any]]]:
    handlings = DemandHandling.objects.filter(organisation_id=actor.organisation_id)
    credits = CreditFeedback.objects.filter(organisation_id=actor.organisation_id)
    return [
        (handlings.filter(state=State.ASKED),),
        (handlings.filter(state=State.OFFERED),),
        (credits.to_follow_up(),),
    ]


def _of_city(actor: Actor) -> list[tuple[QuerySet[Any]]]:
    proposed = WhitelistEntry.objects.filter(state=WhitelistEntry.State.PROPOSED)
    return [(proposed,), (DemandHandling.objects.overdue(),)]


@todo_of(Duty.ENTERPRISE_STAFF)
def own_financing(actor: Actor) -> list[TodoRow]:
    """What banks wait for, and loans that are due. One query."""
    demands, credits = reverse("financing:own_demands"), reverse("financing:own_credits")
    asked, offered, due = counts_for(actor, "own financing", _own, MOST)
    rows = []
    if asked:
        rows.append(TodoRow("bad", "补充", f"{asked} 家银行请您补充融资资料", demands))
    if offered:
        rows.append(TodoRow("wait", "方案", f"{offered} 家银行报了融资方案，请比较选定", demands))
    if due:
        rows.append(TodoRow("wait", "到期", f"{due} 笔贷款 90 天内到期，可申请续贷", credits))
    return rows


@todo_of(Duty.CITY_OFFICER, Duty.LEADER)
def city_financing(actor: Actor) -> list[TodoRow]:
    """Proposals for the whitelist, and banks past their time. One query."""
    entries, demands = reverse("financing:entries"), reverse("financing:demands")
    proposed, overdue = counts_for(actor, "city financing", _of_city, MOST)
    rows = []
    if proposed:
        text = f"{proposed} 家企业等待审定入库"
        rows.append(TodoRow("wait", "名单库", text, f"{entries}?state=proposed"))
    if overdue:
        text = f"{overdue} 项融资需求银行超期没有答复"
        rows.append(TodoRow("bad", "银行", text, f"{demands}?desk=overdue"))
    return rows
