"""How far a bank has come with the line, as the city looks at it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from accounts.models import Membership, Organisation
from financing.access_history import access_history
from financing.line.usage import last_used
from financing.models import BankAccessChange, BankClient, Pull
from lifecycle.history import HistoryLine
from people.first_people import Invited, invitations_of, people_in

CONNECTED_DAYS = 30


@dataclass(frozen=True)
class Program:
    """A program of the bank, the local day of its last call, and its state: tone and word."""

    row: BankClient
    last_used: date | None
    state: tuple[str, str]


@dataclass(frozen=True)
class BankFacts:
    """How the bank stands, with the pill's tone, and what there is to see of it."""

    people: list[Membership]
    invitations: list[Invited]
    programs: list[Program]
    last_pull: datetime | None
    standing: str
    tone: str
    changes: list[HistoryLine]


def facts_of_bank(bank: Organisation) -> BankFacts:
    """What the active scope shows of a bank: six queries."""
    people = people_in(bank)
    programs = _programs(bank)
    pulls = Pull.objects.filter(organisation=bank).aggregate(last=Max("begun_at"))
    standing, tone = _standing(bank, people, programs)
    return BankFacts(
        people=people,
        invitations=invitations_of(bank),
        programs=programs,
        last_pull=pulls["last"],
        standing=standing,
        tone=tone,
        changes=access_history(BankAccessChange.objects.filter(organisation=bank)),
    )


def _programs(bank: Organisation) -> list[Program]:
    rows = list(BankClient.objects.filter(organisation=bank).order_by("-id"))
    used = last_used(rows)
    in_use = ("ok", "可用") if bank.is_active else ("bad", "随银行暂停")
    return [
        Program(one, used.get(one.pk), ("bad", "已停用") if one.disabled_at else in_use)
        for one in rows
    ]


def _standing(
    bank: Organisation, people: list[Membership], programs: list[Program]
) -> tuple[str, str]:
    """Where the bank stands on its way to a working connection, and the pill's tone."""
    if not bank.is_active:
        return "已暂停接入", "bad"
    if not any(one.is_administrator for one in people):
        return "管理员还没有接受邀请", "wait"
    in_force = [one for one in programs if one.row.disabled_at is None]
    if not in_force:
        return "没有在用的程序" if programs else "还没有登记程序", "wait"
    last = max((one.last_used for one in in_force if one.last_used), default=None)
    if last is None:
        return "程序还没有调用过接口", "wait"
    if (timezone.localdate() - last).days > CONNECTED_DAYS:
        return f"{CONNECTED_DAYS} 天没有调用接口", "wait"
    return "已连通", "ok"
