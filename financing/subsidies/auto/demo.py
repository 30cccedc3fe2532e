"""Money without a claim in the demo city: one list, with enterprises in each state. Invented."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.actors import actor_of_membership
from accounts.demo.people import actor_of
from accounts.errors import RuleViolation
from accounts.models import Membership
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.actions.keep_funds import propose_change, save_fund
from financing.ledger.budget_machine import MACHINE as BUDGET
from financing.ledger.demo import PAYER, account_for
from financing.models import BudgetChange, Fund, GrantCandidate, GrantList
from financing.subsidies.auto.actions.draw_list import draw_list
from financing.subsidies.auto.candidate_machine import MACHINE
from financing.subsidies.auto.freezing import kinds_asked
from financing.subsidies.auto.list_machine import MACHINE as LISTS
from financing.subsidies.find.calls import MoneyCall, money_calls
from lifecycle.transitions import TransitionInput
from procedures.models import Batch
from schemes.definition.amount_terms import Budget
from schemes.models import SchemeVersion

BACK = 365  # days of certificates that the list looks back
# What becomes of the first candidates, in turn; the others wait.
ANSWERS: tuple[tuple[str, str], ...] = (
    ("", ""),
    ("confirm", ""),
    ("decline", "已享受区级同类奖励（示例）"),
    ("dispute", "证书名称与产品不符，请核对（示例）"),
    ("confirm", ""),
    ("lapse", ""),
)


def show_grants() -> None:
    """Draw up a list by the automatic scheme, push it, and let some of its enterprises answer."""
    call = _call()
    if call is None:
        return
    today = timezone.localdate()
    first, second = actor_of("city"), actor_of("city2")
    kind = next(iter(kinds_asked(call.ready.definition)), "")
    try:
        with acting_as(first):
            row = draw_list(
                first, call.version.scheme.code, kind, today - timedelta(days=BACK), today,
                today + timedelta(days=10),
            )  # fmt: skip
        with acting_as(second):
            carry_out(LISTS, second, row.pk, "push", TransitionInput())
    except RuleViolation:
        return  # a small city without new certificates, or without that fund, has no list
    _answers(row)


def _call() -> MoneyCall | None:
    """The automatic scheme, with a batch of its own where none is open."""
    if open_ := [one for one in money_calls(automatic=True) if one.is_open]:
        return open_[0]
    with system_scope(reason="seed the demo city"):
        version = (
            SchemeVersion.objects.in_force()
            .of_subsidies()
            .filter(definition__amount__granted="automatic")
            .first()
        )
    rule = version.parsed.amount if version else None
    if version is None or rule is None or rule.budget is None:
        return None
    _found(rule.budget)
    now = timezone.now()
    with system_scope(reason="seed the demo city"):
        Batch.objects.create(
            version=version, name=f"{now:%Y} 年度免申即享（示例）", year=timezone.localdate().year,
            opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=80),
            announced_at=now,
        )  # fmt: skip
    return next(iter(money_calls(automatic=True)), None)


def _found(budget: Budget) -> None:
    """The fund that the rule names with this year's budget, where nobody has founded it."""
    first, second = actor_of("city"), actor_of("city2")
    with acting_as(first):
        if Fund.objects.filter(code=budget.fund).exists():
            return
        fund = save_fund(first, {"code": budget.fund, "name": f"{budget.label}（示例）", **PAYER})
        change = propose_change(
            first, fund.pk, timezone.localdate().year, BudgetChange.Kind.APPROPRIATE,
            Decimal(20_000_000), "青财预〔示例〕5号",
        )  # fmt: skip
    with acting_as(second):
        carry_out(BUDGET, second, change.pk, "approve", TransitionInput())


def _answers(row: GrantList) -> None:
    with system_scope(reason="seed the demo city"):
        waiting = GrantCandidate.objects.filter(list=row, state=GrantCandidate.State.PUSHED)
        found = list(waiting.order_by("pk")[: len(ANSWERS)])
        people = {
            one.organisation_id: one.pk
            for one in Membership.objects.working().filter(
                organisation__in=[one.organisation_id for one in found]
            )
        }
    for candidate, (name, reason) in zip(found, ANSWERS, strict=False):
        account_for(candidate.organisation_id)
        given = TransitionInput(reason=reason)
        if name == "lapse":
            with system_scope(reason="seed the demo city"):
                MACHINE.execute(None, candidate.pk, name, given)
        elif name and candidate.organisation_id in people:
            actor = actor_of_membership(people[candidate.organisation_id])
            with acting_as(actor):
                MACHINE.execute(actor, candidate.pk, name, given)
