"""What waits for enterprises and the city around loans."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from financing.ledger import registered as registered
from financing.line.undelivered import dead_messages
from financing.listings import todo as of_listings  # noqa: F401  registers itself
from financing.models import CreditFeedback, DemandHandling, WhitelistEntry
from financing.subsidies.effect import registered as of_effect  # noqa: F401  registers itself
from financing.subsidies.review import todo as of_review  # noqa: F401  registers itself
from pages.todo import TodoRow, todo_of

State = DemandHandling.State


def _own(actor: Actor, state: State) -> QuerySet[DemandHandling]:
    rows = DemandHandling.objects.filter(organisation_id=actor.organisation_id, state=state)
    return rows


def asked(actor: Actor) -> QuerySet[DemandHandling]:
    return _own(actor, State.ASKED)


def offered(actor: Actor) -> QuerySet[DemandHandling]:
    return _own(actor, State.OFFERED)


def own_loans_due(actor: Actor) -> QuerySet[CreditFeedback]:
    rows: QuerySet[CreditFeedback] = CreditFeedback.objects.filter(
        organisation_id=actor.organisation_id
    ).to_follow_up()
    return rows


def proposed(actor: Actor) -> QuerySet[WhitelistEntry]:
    rows: QuerySet[WhitelistEntry] = WhitelistEntry.objects.filter(
        state=WhitelistEntry.State.PROPOSED
    )
    return rows


def late_banks(actor: Actor) -> QuerySet[DemandHandling]:
    rows: QuerySet[DemandHandling] = DemandHandling.objects.overdue()
    return rows


@todo_of(Duty.OPERATOR, counts=(dead_messages,))
def undelivered(actor: Actor, dead: int) -> list[TodoRow]:
    """Messages to banks that were given up."""
    if not dead:
        return []
    text = f"{dead} 条银行消息未能送达，已停止发送"
    return [TodoRow("bad", "停止", text, reverse("financing:undelivered"))]


@todo_of(Duty.ENTERPRISE_STAFF, counts=(asked, offered, own_loans_due))
def own_financing(actor: Actor, questions: int, offers: int, due: int) -> list[TodoRow]:
    """What banks wait for, and loans that are due."""
    demands, credits = reverse("financing:own_demands"), reverse("financing:own_credits")
    rows = []
    if questions:
        text = f"{questions} 家银行请您补充融资资料"
        rows.append(TodoRow("bad", "补充", text, demands))
    if offers:
        text = f"{offers} 家银行报了融资方案，请比较选定"
        rows.append(TodoRow("wait", "方案", text, demands))
    if due:
        rows.append(TodoRow("wait", "到期", f"{due} 笔贷款 90 天内到期，可申请续贷", credits))
    return rows


@todo_of(Duty.CITY_OFFICER, Duty.LEADER, counts=(proposed, late_banks))
def city_financing(actor: Actor, entries: int, overdue: int) -> list[TodoRow]:
    """Proposals for the whitelist, and banks past their time."""
    rows = []
    if entries:
        where = f"{reverse('financing:entries')}?state=proposed"
        rows.append(TodoRow("wait", "名单库", f"{entries} 家企业等待审定入库", where))
    if overdue:
        where = f"{reverse('financing:demands')}?desk=overdue"
        rows.append(TodoRow("bad", "银行", f"{overdue} 项融资需求银行超期没有答复", where))
    return rows
