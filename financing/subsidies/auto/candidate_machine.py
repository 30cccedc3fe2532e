"""The life of a candidate, declared once: MATCHED → PUSHED → CONFIRMED → FULFILLED, and the ways
off.

Source: domain facts A8 (示例): the enterprise confirms its account, declines with a reason or
reports a wrong match; silence is reminded, then lapses, and stays claimable to the window's end.
"""

from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from enterprises.models import Enterprise
from financing.models import GrantCandidate, GrantCandidateEvent, PayeeAccount
from financing.models.auto_grant import CLAIMABLE
from financing.money import wan
from financing.subsidies.auto import notices
from financing.subsidies.auto.checking import why_not_now
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_its_enterprise, is_the_portal
from lifecycle.transitions import Change, ComputedTarget, Transition, TransitionInput

State = GrantCandidate.State
Step: TypeAlias = Transition[GrantCandidate, TransitionInput]
CandidateChange: TypeAlias = Change[GrantCandidate, TransitionInput]
NO_ACCOUNT = "请先在“收款账户”里填写本企业账户，由另一位同事确认后再领取。"
OPEN = frozenset(CLAIMABLE)


# --- when it is possible --------------------------------------------------------------------------


def window_is_open(actor: Actor | None, row: GrantCandidate) -> str:
    if timezone.localdate() <= row.claim_until:
        return ""
    return f"领取期已于 {row.claim_until:%Y-%m-%d} 结束。"


def has_account(actor: Actor | None, row: GrantCandidate) -> str:
    account = account_to_pay(row)
    if account is None:
        return NO_ACCOUNT
    name = Enterprise.objects.values_list("name", flat=True).get(pk=row.organisation_id)
    return "" if account.holder == name else "收款账户户名与企业名称不一致，请先更换账户。"


def account_to_pay(row: GrantCandidate) -> PayeeAccount | None:
    """The account that a second person has confirmed; a change may still cool off."""
    rows = PayeeAccount.objects.in_force()
    account: PayeeAccount | None = rows.filter(organisation_id=row.organisation_id).first()
    return account


def passes_today(actor: Actor | None, row: GrantCandidate) -> str:
    """The check of the list is made again on the day (domain facts A8)."""
    why = why_not_now(row)
    return f"今天的预检没有通过：{why}。" if why else ""


def is_on_a_pushed_list(row: GrantCandidate) -> str:
    return State.PUSHED if row.list.state == "pushed" else State.MATCHED


# --- what it does ---------------------------------------------------------------------------------


def note_answer(change: CandidateChange) -> None:
    change.row.answered_at = timezone.now()


def take_account(change: CandidateChange) -> None:
    change.row.account = account_to_pay(change.row)


def forget_answer(change: CandidateChange) -> None:
    """Who confirms again has a new case."""
    row = change.row
    row.answered_at = row.account = row.application = None


def forget_bar(change: CandidateChange) -> None:
    change.row.barred_by = ""


def tell_pushed(change: CandidateChange) -> None:
    if change.target == State.PUSHED:
        notices.tell_pushed(change.row, change.key)


def tell_reminded(change: CandidateChange) -> None:
    row = change.row
    notices.tell_enterprise(
        row, f"请确认免申即享：{row.scheme_name} {wan(row.amount)} 万元",
        f"请于 {row.answer_by:%Y-%m-%d} 前确认或说明不领取。", change.key,
    )  # fmt: skip


def tell_lapsed(change: CandidateChange) -> None:
    row = change.row
    notices.tell_enterprise(
        row, f"免申即享没有答复，{row.claim_until:%Y-%m-%d} 前仍可补领",
        f"{row.scheme_name} {wan(row.amount)} 万元，打开后点“确认领取”即可。", change.key,
    )  # fmt: skip


def tell_city_of_answer(change: CandidateChange) -> None:
    row, name = change.row, change.transition.in_history
    notices.tell_city(
        row, f"免申即享：{row.enterprise_name}{name}", f"{row}：{change.input.reason}", change.key
    )


def tell_answered(change: CandidateChange) -> None:
    row = change.row
    notices.tell_enterprise(
        row, f"免申即享：{row.scheme_name} · {change.transition.in_history}",
        change.input.reason, change.key,
    )  # fmt: skip


TRANSITIONS = (
    Step(
        name="match", label="比对列入", sources=frozenset(), target=State.MATCHED,
        may=is_the_portal, by_hand=False,
    ),
    Step(
        name="bar", label="预检未通过", sources=frozenset(), target=State.BARRED,
        may=is_the_portal, by_hand=False,
    ),
    Step(
        name="push", label="推送", sources=frozenset({State.MATCHED}), target=State.PUSHED,
        may=is_the_portal, notify=(tell_pushed,), by_hand=False,
    ),
    Step(
        name="check_again", label="重新预检", history_label="重新预检通过",
        sources=frozenset({State.BARRED}),
        target=ComputedTarget(
            is_on_a_pushed_list, frozenset({State.MATCHED, State.PUSHED}), "as its list stands"
        ),
        may=is_city_officer, guards=(is_not_own_enterprise, window_is_open, passes_today),
        effects=(forget_bar,), notify=(tell_pushed,),
    ),
    Step(
        name="confirm", label="确认领取", history_label="确认领取", sources=OPEN,
        target=State.CONFIRMED, may=is_its_enterprise,
        guards=(window_is_open, has_account, passes_today),
        effects=(note_answer, take_account), tone="go",
    ),
    Step(
        name="decline", label="不领取", history_label="不领取", sources=OPEN,
        target=State.DECLINED, may=is_its_enterprise, effects=(note_answer,),
        notify=(tell_city_of_answer,), reason_required=True,
        reason_missing="请写明不领取的原因。", tone="no",
    ),
    Step(
        name="change_mind", label="改为领取", sources=frozenset({State.DECLINED}),
        target=State.PUSHED, may=is_its_enterprise, guards=(window_is_open,),
    ),
    Step(
        name="dispute", label="名单有误", history_label="报告名单有误",
        sources=frozenset({State.PUSHED, State.LAPSED}), target=State.DISPUTED,
        may=is_its_enterprise, notify=(tell_city_of_answer,), reason_required=True,
        reason_missing="请写明哪里不对，例如证书、金额或企业名称。",
    ),
    Step(
        name="uphold", label="核对无误，仍可领取", history_label="市级答复：名单无误",
        sources=frozenset({State.DISPUTED}), target=State.PUSHED, may=is_city_officer,
        guards=(is_not_own_enterprise,), notify=(tell_answered,), reason_required=True,
        reason_missing="请写明核对的结果，企业会看到。",
    ),
    Step(
        name="remove", label="移出名单", history_label="市级答复：已移出名单",
        sources=frozenset({State.DISPUTED, State.MATCHED, State.PUSHED, State.LAPSED}),
        target=State.REMOVED, may=is_city_officer, guards=(is_not_own_enterprise,),
        notify=(tell_answered,), reason_required=True,
        reason_missing="请写明移出的原因，企业会看到。", tone="no",
    ),
    Step(
        name="remind", label="提醒", sources=frozenset({State.PUSHED}), target=None,
        may=is_the_portal, notify=(tell_reminded,), by_hand=False,
    ),
    Step(
        name="lapse", label="逾期未答", sources=frozenset({State.PUSHED}), target=State.LAPSED,
        may=is_the_portal, notify=(tell_lapsed,), by_hand=False,
    ),
    Step(
        name="expire", label="领取期结束",
        sources=frozenset({State.MATCHED, State.BARRED, State.PUSHED, State.LAPSED,
                           State.DISPUTED}),
        target=State.EXPIRED, may=is_the_portal, by_hand=False,
    ),
    Step(
        name="drop", label="名单作废", sources=frozenset({State.MATCHED, State.BARRED}),
        target=State.REMOVED, may=is_the_portal, by_hand=False,
    ),
    Step(
        name="give_back", label="企业撤回，可再领取", sources=frozenset({State.CONFIRMED}),
        target=State.PUSHED, may=is_the_portal, effects=(forget_answer,), by_hand=False,
    ),
    Step(
        name="stop", label="未能拨付", sources=frozenset({State.CONFIRMED}), target=State.STOPPED,
        may=is_the_portal, notify=(tell_answered,), by_hand=False,
    ),
    Step(
        name="fulfil", label="已到账", sources=frozenset({State.CONFIRMED}),
        target=State.FULFILLED, may=is_the_portal, by_hand=False,
    ),
)  # fmt: skip

MACHINE = Machine(
    name="grant_candidate",
    model=GrantCandidate,
    noun="项免申即享",
    rows=TRANSITIONS,
    first=frozenset({State.MATCHED, State.BARRED}),
    final=frozenset({State.EXPIRED, State.REMOVED, State.STOPPED, State.FULFILLED}),
    tones={
        State.MATCHED: "calm", State.BARRED: "bad", State.PUSHED: "wait", State.CONFIRMED: "calm",
        State.DECLINED: "calm", State.DISPUTED: "bad", State.LAPSED: "wait",
        State.EXPIRED: "calm", State.REMOVED: "calm", State.STOPPED: "bad", State.FULFILLED: "ok",
    },
    owner_labels={
        State.PUSHED: "待您确认", State.CONFIRMED: "已确认，等待公示和拨付",
        State.DECLINED: "您选择不领取", State.DISPUTED: "已报告有误，等待答复",
    },
    events=GrantCandidateEvent,
    parent="candidate",
    takes=TransitionInput,
)  # fmt: skip
