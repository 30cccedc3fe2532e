"""How a bank handles a loan demand, declared once.

Source: 金发〔2024〕32号 (融资协调机制): a bank decides within 30 days of full documents and
explains a refusal. Action plan 2018-2021, 三(五): the special approval channel (审批绿色通道).
"""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from financing.demands import loan_demand_machine
from financing.demands import notices as notices
from financing.demands.inputs import HandlingChange, HandlingInput, offer_is_sound
from financing.models import DemandEvent, DemandHandling, LoanOffer
from financing.models.demand import WAITING_FOR_BANK
from financing.models.reasons import DeclineReason
from lifecycle.deadlines import Within, no_deadline
from lifecycle.history import HistoryLine
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_its_enterprise
from lifecycle.transitions import Transition

State = DemandHandling.State
Step: TypeAlias = Transition[DemandHandling, HandlingInput]
DECIDE_WITHIN = 30  # days from full documents


# --- who may --------------------------------------------------------------------------------------


def is_its_bank(actor: Actor | None, handling: DemandHandling) -> bool:
    return (
        actor is not None
        and actor.duty == Duty.BANK_OFFICER
        and actor.organisation_id == handling.bank_id
    )


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
    return handling.offers.order_by("-id").first()


# --- what it does ---------------------------------------------------------------------------------


def due_from(day: date) -> date:
    """The last day on which a bank decides when its documents are full on the local `day`."""
    return day + timedelta(days=DECIDE_WITHIN)


thirty_days_from_today = Within[DemandHandling, HandlingInput](lambda change: DECIDE_WITHIN)


def note_decision(change: HandlingChange) -> None:
    handling = change.row
    if handling.decided_at is None:
        handling.decided_at = timezone.now()
    handling.declined_because = change.input.reason_kind


def save_offer(change: HandlingChange) -> None:
    handling = change.row
    assert change.actor is not None and change.input.offer is not None, "banks offer"
    LoanOffer.objects.create(
        handling=handling,
        organisation_id=handling.organisation_id,
        district_id=handling.district_id,
        bank_id=handling.bank_id,
        made_by_id=change.actor.user_id,
        **asdict(change.input.offer),
    )


def settle_demand(change: HandlingChange) -> None:
    """The enterprise has chosen: every other bank is told that it is over."""
    loan_demand_machine.MACHINE.execute(change.actor, change.row.demand_id, "settle")
    for pk in others_open(change.row):
        MACHINE.execute(change.actor, pk, "close")


def others_open(handling: DemandHandling) -> list[int]:
    rows = DemandHandling.objects.filter(demand_id=handling.demand_id, state__in=OPEN)
    return list(rows.exclude(pk=handling.pk).order_by("id").values_list("id", flat=True))


OPEN = frozenset({State.SENT, State.TAKEN, State.ASKED, State.OFFERED})

TRANSITIONS = (
    Step(
        name="take_up",
        label="受理",
        sources=frozenset({State.SENT}),
        target=State.TAKEN,
        may=is_its_bank,
        notify=(notices.tell_taken_up,),
        tone="go",
    ),
    Step(
        name="ask",
        label="请企业补充",
        sources=frozenset({State.SENT, State.TAKEN}),
        target=State.ASKED,
        may=is_its_bank,
        deadline=no_deadline,
        notify=(notices.tell_asked,),
        reason_required=True,
    ),
    Step(
        name="answer",
        label="回复银行",
        history_label="企业已补充",
        sources=frozenset({State.ASKED}),
        target=State.TAKEN,
        may=is_its_enterprise,
        deadline=thirty_days_from_today,
        notify=(notices.tell_answered,),
        reason_required=True,
        tone="go",
    ),
    Step(
        name="offer",
        label="报融资方案",
        sources=frozenset({State.SENT, State.TAKEN, State.ASKED, State.OFFERED}),
        target=State.OFFERED,
        may=is_its_bank,
        checks=(offer_is_sound,),
        deadline=no_deadline,
        effects=(note_decision, save_offer),
        notify=(notices.tell_offered,),
        tone="go",
    ),
    Step(
        name="decline",
        label="不予支持",
        history_label="未通过",
        sources=OPEN,
        target=State.DECLINED,
        may=is_its_bank,
        deadline=no_deadline,
        effects=(note_decision,),
        notify=(notices.tell_declined,),
        reason_kinds=tuple(DeclineReason),
        reason_required=True,
        tone="no",
    ),
    Step(
        name="urge",
        label="催办",
        history_label="主管部门催办",
        sources=frozenset(WAITING_FOR_BANK),
        target=None,
        may=is_city_officer,
        guards=(is_late, bank_is_on_the_line, was_not_urged_today),
        notify=(notices.tell_urged,),
    ),
    Step(
        name="accept",
        label="选定这家银行",
        history_label="企业选定",
        sources=frozenset({State.OFFERED}),
        target=State.ACCEPTED,
        may=is_its_enterprise,
        guards=(offer_still_holds,),
        consequences=(settle_demand,),
        notify=(notices.tell_accepted,),
        tone="go",
    ),
    Step(
        name="close",
        label="结束对接",
        history_label="企业结束对接",
        sources=OPEN,
        target=State.CLOSED,
        may=is_its_enterprise,
        deadline=no_deadline,
        notify=(notices.tell_closed,),
        by_hand=False,
    ),
)

MACHINE = Machine(
    name="demand_handling",
    model=DemandHandling,
    noun="项对接",
    rows=TRANSITIONS,
    first=frozenset({State.SENT}),
    final=frozenset({State.ACCEPTED, State.DECLINED, State.CLOSED}),
    tones={
        State.SENT: "wait",
        State.TAKEN: "calm",
        State.ASKED: "wait",
        State.OFFERED: "ok",
        State.ACCEPTED: "ok",
        State.DECLINED: "bad",
        State.CLOSED: "calm",
    },
    events=DemandEvent,
    parent="handling",
    takes=HandlingInput,
    carried=("bank_id",),
    due_field="due_on",
)


def history_of(
    handling: DemandHandling, enterprise_name: str, events: Iterable[DemandEvent]
) -> list[HistoryLine]:
    """What happened to it, the latest first: from its sending on, and a further offer as a change
    of the one before."""
    lines = MACHINE.history_of(events)
    made = MACHINE.in_history("offer")
    first = max((at for at, one in enumerate(lines) if one.what == made), default=-1)
    changed = [
        replace(one, what="修改方案") if one.what == made and at < first else one
        for at, one in enumerate(lines)
    ]
    sent = HistoryLine(timezone.localtime(handling.sent_at), enterprise_name, "送达")
    return [*changed, sent]
