"""Whom a bank's or an enterprise's step in a loan demand is told."""

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from financing.demands.inputs import HandlingChange
from financing.demands.listeners import tell_listeners
from financing.models import DemandHandling, LoanDemand
from financing.templatetags.rates import as_rate


def _tell_enterprise(change: HandlingChange, title: str, body: str) -> None:
    handling = change.row
    notify(
        people_of(organisation_id=handling.organisation_id),
        title=title,
        body=body,
        link=reverse("financing:own_demand", args=[handling.demand_id]),
        dedupe_key=change.key,
        kind=Kind.FINANCING,
    )


def _notify_bank(handling: DemandHandling, title: str, body: str, key: str) -> None:
    notify(
        people_of(organisation_id=handling.bank_id, duty=Duty.BANK_OFFICER),
        title=title,
        body=body,
        link=reverse("financing:bank_demand", args=[handling.pk]),
        dedupe_key=key,
        kind=Kind.FINANCING,
    )


def _tell_bank(change: HandlingChange, title: str, body: str) -> None:
    _notify_bank(change.row, title, body, change.key)
    tell_listeners(change.row)


def _needs(demand: LoanDemand) -> str:
    return f"{demand.amount.normalize():f} 万元，{demand.term_months} 个月"


def tell_sent(handling: DemandHandling) -> None:
    """The bank hears of a demand that was put to it."""
    demand = handling.demand
    _notify_bank(
        handling,
        f"新的融资需求：{demand.enterprise_name}",
        f"{_needs(demand)}，用于{demand.get_purpose_display()}。"
        f"请在 {handling.due_on:%Y-%m-%d} 前答复。",
        f"demand:{handling.pk}:sent",
    )
    tell_listeners(handling)


def tell_taken_up(change: HandlingChange) -> None:
    due = change.row.due_on
    by = f"，最迟 {due:%Y-%m-%d} 答复" if due else ""
    _tell_enterprise(change, f"{change.row.bank}已受理融资需求", f"银行正在办理{by}。")


def tell_asked(change: HandlingChange) -> None:
    _tell_enterprise(
        change,
        f"{change.row.bank}请您补充",
        f"{change.input.reason}\n补充后银行的办理时限重新起算。",
    )


def tell_answered(change: HandlingChange) -> None:
    name = change.row.demand.enterprise_name
    _tell_bank(change, f"{name}已补充", change.input.reason)


def tell_offered(change: HandlingChange) -> None:
    terms = change.input.offer
    assert terms is not None, "checked by the machine"
    _tell_enterprise(
        change,
        f"{change.row.bank}报来融资方案",
        f"{terms.amount.normalize():f} 万元，{terms.term_months} 个月，"
        f"年利率 {as_rate(terms.rate)}，方案到 {terms.valid_to:%Y-%m-%d} 有效。",
    )


def tell_declined(change: HandlingChange) -> None:
    _tell_enterprise(change, f"{change.row.bank}没有通过融资需求", change.input.reason)


def tell_urged(change: HandlingChange) -> None:
    handling = change.row
    assert change.actor is not None and handling.due_on is not None, "the city urges who is late"
    days = (timezone.localdate() - handling.due_on).days
    _notify_bank(
        handling,
        f"请尽快答复：{handling.demand.enterprise_name}的融资需求",
        f"{_needs(handling.demand)}，办结期限 {handling.due_on:%Y-%m-%d}，已超过 {days} 天。"
        f"{change.actor.organisation_name}催办。",
        f"demand:{handling.pk}:urged:{timezone.localdate():%Y-%m-%d}",
    )


def tell_accepted(change: HandlingChange) -> None:
    demand = change.row.demand
    _tell_bank(
        change,
        f"{demand.enterprise_name}选定了贵行的方案",
        f"请与{demand.contact_name}（{demand.contact_phone}）联系办理，放款后请反馈。",
    )


def tell_closed(change: HandlingChange) -> None:
    name = change.row.demand.enterprise_name
    _tell_bank(change, f"{name}结束了融资对接", change.input.reason or "企业已选定其他方案。")
