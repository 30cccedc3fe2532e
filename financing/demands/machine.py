"""How a bank handles a loan demand, declared once.

Source: 金发〔2024〕32号 (融资协调机制): a bank decides within 30 days of full documents and
explains a refusal. Action plan 2018-2021, 三(五): the special approval channel (审批绿色通道).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.duties import Duty
from accounts.state_machine import Change, StateMachine, Transition
from accounts.tenancy import Actor
from financing.demands import notices as notices
from financing.models import DemandEvent, DemandHandling, LoanDemand, LoanOffer
from financing.models.demand import WAITING_FOR_BANK

State = DemandHandling.State
DECIDE_WITHIN = 30  # days from full documents


class DeclineReason(models.TextChoices):
    """Why a bank does not lend. The published lists of repairable reasons (可修复) are not known
    in full: these codes are the portal's own."""

    FINANCIAL_STATEMENTS = "financial_statements", "财务资料不完整或不规范"
    CASH_FLOW = "cash_flow", "经营现金流不足"
    DEBT = "debt", "负债率偏高"
    GUARANTEE = "guarantee", "担保不足"
    CREDIT_HISTORY = "credit_history", "征信有逾期或不良记录"
    TAX = "tax", "纳税或发票异常"
    PURPOSE = "purpose", "用途不明或材料不足"
    SHORT_HISTORY = "short_history", "成立或经营时间较短"
    OWNERSHIP = "ownership", "股权或实际控制人不清晰"
    OTHER_GUARANTEES = "other_guarantees", "对外担保过多"
    LITIGATION = "litigation", "涉诉未结"
    LICENCE = "licence", "资质、环保或安全手续不全"
    INDUSTRY = "industry", "不属于本行支持的行业"
    BANK_LIMIT = "bank_limit", "本行额度或政策限制"
    OTHER = "other", "其他"


# What the enterprise can do nothing about.
NOT_REPAIRABLE = frozenset({DeclineReason.INDUSTRY, DeclineReason.BANK_LIMIT})


def is_repairable(reason: str) -> bool:
    """Whether the enterprise can mend what it was declined for, and come back."""
    return bool(reason) and reason not in NOT_REPAIRABLE


# --- who may --------------------------------------------------------------------------------------


def is_its_bank(actor: Actor | None, handling: DemandHandling) -> bool:
    return (
        actor is not None
        and actor.duty == Duty.BANK_OFFICER
        and actor.organisation_id == handling.bank_id
    )


def is_its_enterprise(actor: Actor | None, handling: DemandHandling) -> bool:
    return (
        actor is not None
        and actor.duty == Duty.ENTERPRISE_STAFF
        and actor.organisation_id == handling.organisation_id
    )


def is_city(actor: Actor | None, handling: DemandHandling) -> bool:
    return actor is not None and actor.is_city


# --- when it is possible --------------------------------------------------------------------------


def offer_still_holds(actor: Actor | None, handling: DemandHandling) -> str:
    offer = last_offer(handling)
    if offer is None or offer.is_valid_on(timezone.localdate()):
        return ""
    return f"方案有效期到 {offer.valid_to:%Y-%m-%d}，已过期，请与银行联系重新报方案。"


def is_late(actor: Actor | None, handling: DemandHandling) -> str:
    return "" if handling.is_overdue else "还没有超过办结期限。"


def bank_is_on_the_line(actor: Actor | None, handling: DemandHandling) -> str:
    return "" if handling.bank.is_active else "银行已暂停接入，恢复后才能办理。"


def was_not_urged_today(actor: Actor | None, handling: DemandHandling) -> str:
    """A bank that is reminded every hour stops to read."""
    rows = DemandEvent.objects.filter(handling=handling, transition="urge")
    return "今天已经催办过，请明天再催。" if rows.filter(at__gte=_midnight()).exists() else ""


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def last_offer(handling: DemandHandling) -> LoanOffer | None:
    offer: LoanOffer | None = handling.offers.order_by("-id").first()
    return offer


# --- what it does ---------------------------------------------------------------------------------


def due_from(day: date) -> date:
    """The last day on which a bank decides when its documents are full on the local `day`."""
    return day + timedelta(days=DECIDE_WITHIN)


def start_the_clock(change: Change[DemandHandling]) -> None:
    change.row.due_on = due_from(timezone.localdate())


def stop_the_clock(change: Change[DemandHandling]) -> None:
    change.row.due_on = None


def note_the_decision(change: Change[DemandHandling]) -> None:
    handling = change.row
    handling.due_on = None
    if handling.decided_at is None:
        handling.decided_at = timezone.now()
    handling.declined_because = change.said.reason_kind


def keep_the_offer(change: Change[DemandHandling]) -> None:
    handling = change.row
    assert change.actor is not None, "banks offer"
    LoanOffer.objects.create(
        handling=handling,
        organisation_id=handling.organisation_id,
        district_id=handling.district_id,
        bank_id=handling.bank_id,
        made_by_id=change.actor.user_id,
        **change.said.values,
    )


def settle_the_demand(change: Change[DemandHandling]) -> None:
    """The enterprise has chosen: every other bank is told that it is over."""
    demand = change.row.demand
    demand.state = LoanDemand.State.SETTLED
    demand.ended_at = timezone.now()
    demand.save(update_fields=["state", "ended_at"])
    for pk in others_open(change.row):
        MACHINE.execute(change.actor, pk, "close")


def others_open(handling: DemandHandling) -> list[int]:
    rows = DemandHandling.objects.filter(demand_id=handling.demand_id, state__in=OPEN)
    return list(rows.exclude(pk=handling.pk).order_by("id").values_list("id", flat=True))


OPEN = frozenset({State.SENT, State.TAKEN, State.ASKED, State.OFFERED})

MACHINE: StateMachine[DemandHandling] = StateMachine(
    DemandHandling,
    DemandEvent,
    "handling",
    "项对接",
    (
        Transition(
            name="take_up",
            label="受理",
            told="受理",
            sources=frozenset({State.SENT}),
            target=State.TAKEN,
            may=is_its_bank,
            notify=(notices.tell_taken_up,),
            tone="go",
        ),
        Transition(
            name="ask",
            label="请企业补充",
            told="请企业补充",
            sources=frozenset({State.SENT, State.TAKEN}),
            target=State.ASKED,
            may=is_its_bank,
            effects=(stop_the_clock,),
            notify=(notices.tell_asked,),
            reason_required=True,
        ),
        Transition(
            name="answer",
            label="回复银行",
            told="企业已补充",
            sources=frozenset({State.ASKED}),
            target=State.TAKEN,
            may=is_its_enterprise,
            effects=(start_the_clock,),
            notify=(notices.tell_answered,),
            reason_required=True,
            tone="go",
        ),
        Transition(
            name="offer",
            label="报融资方案",
            told="报融资方案",
            sources=frozenset({State.SENT, State.TAKEN, State.ASKED, State.OFFERED}),
            target=State.OFFERED,
            may=is_its_bank,
            effects=(note_the_decision, keep_the_offer),
            notify=(notices.tell_offered,),
            tone="go",
        ),
        Transition(
            name="decline",
            label="不予支持",
            told="未通过",
            sources=OPEN,
            target=State.DECLINED,
            may=is_its_bank,
            effects=(note_the_decision,),
            notify=(notices.tell_declined,),
            reason_kinds=tuple(DeclineReason),
            reason_required=True,
            tone="no",
        ),
        Transition(
            name="urge",
            label="催办",
            told="主管部门催办",
            sources=frozenset(WAITING_FOR_BANK),
            target=None,
            may=is_city,
            guards=(is_late, bank_is_on_the_line, was_not_urged_today),
            notify=(notices.tell_urged,),
        ),
        Transition(
            name="accept",
            label="选定这家银行",
            told="企业选定",
            sources=frozenset({State.OFFERED}),
            target=State.ACCEPTED,
            may=is_its_enterprise,
            guards=(offer_still_holds,),
            notify=(settle_the_demand, notices.tell_accepted),
            tone="go",
        ),
        Transition(
            name="close",
            label="结束对接",
            told="企业结束对接",
            sources=OPEN,
            target=State.CLOSED,
            may=is_its_enterprise,
            effects=(stop_the_clock,),
            notify=(notices.tell_closed,),
            by_hand=False,
        ),
    ),
    first=frozenset({State.SENT}),
    final=frozenset({State.ACCEPTED, State.DECLINED, State.CLOSED}),
    carried=("bank_id",),
)


def story_of(
    handling: DemandHandling, enterprise_name: str, events: Iterable[DemandEvent]
) -> list[dict[str, Any]]:
    """What happened to it, the latest first, as components/timeline.html takes it: from its
    sending on, and a further offer as a change of the one before."""
    told = MACHINE.told(events)
    offers = [one for one in told if one["what"] == MACHINE.transitions["offer"].told]
    for one in offers[:-1]:
        one["what"] = "修改方案"
    sent: dict[str, Any] = {
        "when": timezone.localtime(handling.sent_at),
        "who": enterprise_name,
        "what": "送达",
    }
    return [*told, sent]


TONES = {
    State.SENT: "wait",
    State.TAKEN: "calm",
    State.ASKED: "wait",
    State.OFFERED: "ok",
    State.ACCEPTED: "ok",
    State.DECLINED: "bad",
    State.CLOSED: "calm",
}
