"""The life of an introduction between a project and an investor, declared once.

Contacts are exchanged when both have agreed and never before; what came of it is reported by either
side (`shared/domain-2.md` A12). The days in it are 示例.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor, system_scope
from financing.listings import notices
from financing.models import ContactCard, ExchangedContact, Introduction, IntroductionEvent
from financing.models.introduction import RUNNING, EndedBecause
from lifecycle.deadlines import Within, no_deadline
from lifecycle.machine import Machine
from lifecycle.policies import is_the_portal
from lifecycle.transitions import Change, Transition, TransitionInput

State, Side = Introduction.State, Introduction.Side
ANSWER_WITHIN = 15  # days for the side that was asked
REPORT_WITHIN = 30  # days until the next report
NO_CARD = "请先填写联系人，双方同意后才会提供给对方。"


@dataclass(frozen=True)
class IntroductionInput(TransitionInput):
    """What came of it; `invested` in 万元, `invested_on` a local date."""

    invested: Decimal | None = None
    invested_on: date | None = None


Step: TypeAlias = Transition[Introduction, IntroductionInput]
IntroductionChange: TypeAlias = Change[Introduction, IntroductionInput]


# --- who may --------------------------------------------------------------------------------------


def side_of(actor: Actor | None, row: Introduction) -> Introduction.Side | None:
    """The side of the introduction that the actor is on."""
    if actor is None:
        return None
    if actor.is_enterprise and actor.organisation_id == row.organisation_id:
        return Side.ENTERPRISE
    if actor.duty == Duty.INVESTOR and actor.organisation_id == row.investor_id:
        return Side.INVESTOR
    return None


def is_one_of_the_two(actor: Actor | None, row: Introduction) -> bool:
    return side_of(actor, row) is not None


def was_asked(actor: Actor | None, row: Introduction) -> bool:
    side = side_of(actor, row)
    return side is not None and side != row.asked_by


def has_asked(actor: Actor | None, row: Introduction) -> bool:
    return side_of(actor, row) == row.asked_by


# --- when it is possible --------------------------------------------------------------------------


def has_card(actor: Actor | None, row: Introduction) -> str:
    if actor is None:
        return ""
    rows = ContactCard.objects.filter(organisation_id=actor.organisation_id)
    return "" if rows.exists() else NO_CARD


def says_what_was_invested(given: IntroductionInput) -> dict[str, str]:
    errors = {}
    if given.invested is None or given.invested <= 0:
        errors["invested"] = "请填写大于 0 的投资金额。"
    elif given.invested > 1_000_000:
        errors["invested"] = "请核对单位是不是万元。"
    if given.invested_on is None:
        errors["invested_on"] = "请填写投资日期。"
    elif given.invested_on > timezone.localdate():
        errors["invested_on"] = "不能晚于今天。"
    return errors


# --- what it does ---------------------------------------------------------------------------------


def exchange_contacts(change: IntroductionChange) -> None:
    """Each side is given the other's card, as it stands now."""
    row = change.row
    with system_scope(reason="exchange contacts once both agreed"):
        for side, owner in (
            (Side.ENTERPRISE, row.organisation_id),
            (Side.INVESTOR, row.investor_id),
        ):
            card = ContactCard.objects.get(organisation_id=owner)
            ExchangedContact.objects.create(
                **row.home,
                introduction=row,
                investor_id=row.investor_id,
                side=side,
                name=card.name,
                phone=card.phone,
                email=card.email,
            )


def note_investment(change: IntroductionChange) -> None:
    change.row.invested = change.input.invested
    change.row.invested_on = change.input.invested_on
    change.facts["invested"] = str(change.input.invested)


def note_why(change: IntroductionChange) -> None:
    change.row.ended_because = change.input.reason_kind


def tell_other(change: IntroductionChange) -> None:
    """The side that did not act hears of it; both, where the portal did."""
    row, mine = change.row, side_of(change.actor, change.row)
    sides = [notices.other(mine)] if mine else list(Side)
    by = notices.name_of(row, mine) if mine else "平台"
    for side in sides:
        notices.tell_side(
            row,
            side,
            f"{row.project_name}：{row.get_state_display()}",
            f"{by}：{change.transition.in_history}。{change.input.reason}",
            f"{change.key}:{side}",
        )


report_in_time = Within[Introduction, IntroductionInput](lambda change: REPORT_WITHIN)

TRANSITIONS = (
    Step(
        name="agree", label="同意对接", sources=frozenset({State.ASKED}), target=State.AGREED,
        may=was_asked, guards=(has_card,), deadline=report_in_time,
        consequences=(exchange_contacts,), notify=(tell_other,), tone="go",
    ),
    Step(
        name="decline", label="暂不对接", history_label="没有同意",
        sources=frozenset({State.ASKED}), target=State.DECLINED, may=was_asked,
        deadline=no_deadline, notify=(tell_other,), reason_required=True,
        reason_missing="请简单说明原因，方便对方调整。",
    ),
    Step(
        name="withdraw", label="撤回", sources=frozenset({State.ASKED}), target=State.WITHDRAWN,
        may=has_asked, deadline=no_deadline, notify=(tell_other,),
    ),
    Step(
        name="lapse", label="逾期未答复", sources=frozenset({State.ASKED}),
        target=State.WITHDRAWN, may=is_the_portal, deadline=no_deadline, notify=(tell_other,),
        by_hand=False,
    ),
    Step(
        name="meet", label="报告：已面谈", history_label="已面谈",
        sources=frozenset({State.AGREED}), target=State.MET, may=is_one_of_the_two,
        deadline=report_in_time, notify=(tell_other,), tone="go",
    ),
    Step(
        name="sign", label="报告：已签投资意向", history_label="已签投资意向",
        sources=frozenset({State.AGREED, State.MET}), target=State.TERMS,
        may=is_one_of_the_two, deadline=report_in_time, notify=(tell_other,), tone="go",
    ),
    Step(
        name="invest", label="报告：已投资", history_label="已投资",
        sources=frozenset(RUNNING), target=State.INVESTED, may=is_one_of_the_two,
        checks=(says_what_was_invested,), deadline=no_deadline, effects=(note_investment,),
        notify=(tell_other,), tone="go",
    ),
    Step(
        name="end", label="报告：未达成", history_label="未达成", sources=frozenset(RUNNING),
        target=State.REFUSED, may=is_one_of_the_two, deadline=no_deadline, effects=(note_why,),
        notify=(tell_other,), reason_kinds=tuple(EndedBecause), reason_required=True, tone="no",
    ),
    Step(
        name="still_talking", label="报告：仍在洽谈", history_label="仍在洽谈",
        sources=frozenset(RUNNING), target=None, may=is_one_of_the_two,
        deadline=report_in_time, reason_required=True, reason_missing="请写明进展。",
    ),
)  # fmt: skip

MACHINE = Machine(
    name="introduction",
    model=Introduction,
    noun="项对接",
    rows=TRANSITIONS,
    first=frozenset({State.ASKED}),
    final=frozenset({State.INVESTED, State.REFUSED, State.DECLINED, State.WITHDRAWN}),
    tones={
        State.ASKED: "wait",
        State.AGREED: "ok",
        State.MET: "ok",
        State.TERMS: "ok",
        State.INVESTED: "ok",
        State.REFUSED: "bad",
        State.DECLINED: "bad",
        State.WITHDRAWN: "calm",
    },
    events=IntroductionEvent,
    parent="introduction",
    takes=IntroductionInput,
    carried=("investor_id",),
    due_field="due_on",
)
