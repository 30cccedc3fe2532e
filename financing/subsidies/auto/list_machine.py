"""The life of a list, declared once: drawn up by one officer, pushed by another.

Source: domain facts A8 (示例): frozen with the rule's version and the moment of the data.
"""

from typing import TypeAlias

from accounts.tenancy import Actor, system_scope
from financing.ledger.positions import position_of
from financing.models import GrantCandidate, GrantList, GrantListEvent
from financing.money import wan
from financing.subsidies.auto import notices
from financing.subsidies.auto.candidate_machine import MACHINE as CANDIDATE
from financing.subsidies.auto.freezing import hash_of
from financing.subsidies.auto.totals import fund_of, to_pay
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_the_portal
from lifecycle.transitions import Change, Transition, TransitionInput

State = GrantList.State
Step: TypeAlias = Transition[GrantList, TransitionInput]
ListChange: TypeAlias = Change[GrantList, TransitionInput]


def is_another_person(actor: Actor | None, row: GrantList) -> str:
    if actor is None or actor.user_id != row.made_by_id:
        return ""
    return "制表人不能推送自己的名单，请由另一位经办人核对后推送。"


def is_as_frozen(actor: Actor | None, row: GrantList) -> str:
    candidates = GrantCandidate.objects.filter(list=row)
    if hash_of(row, candidates) == row.sha256:
        return ""
    return "名单与冻结时不一致，不能推送，请作废后重新比对。"


def has_candidates(actor: Actor | None, row: GrantList) -> str:
    rows = GrantCandidate.objects.filter(list=row, state=GrantCandidate.State.MATCHED)
    return "" if rows.exists() else "名单里没有通过预检的企业。"


def budget_suffices(actor: Actor | None, row: GrantList) -> str:
    fund, year = fund_of(row)
    available, wanted = position_of(fund, year).available, to_pay(row)
    if wanted <= available:
        return ""
    return f"预算不足：名单共 {wan(wanted)} 万元，{year} 年度可用 {wan(available)} 万元。"


def push_candidates(change: ListChange) -> None:
    _each(change.row, (GrantCandidate.State.MATCHED,), "push")


def drop_candidates(change: ListChange) -> None:
    _each(change.row, (GrantCandidate.State.MATCHED, GrantCandidate.State.BARRED), "drop")


def _each(row: GrantList, states: tuple[str, ...], name: str) -> None:
    with system_scope(reason="keep the lists of money without a claim"):
        rows = GrantCandidate.objects.filter(list=row, state__in=states)
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            CANDIDATE.execute(None, pk, name)


def ask_another(change: ListChange) -> None:
    notices.tell_second(change.row, change.key)


MACHINE = Machine(
    name="grant_list",
    model=GrantList,
    noun="份名单",
    rows=(
        Step(
            name="match", label="比对并冻结", sources=frozenset(), target=State.MATCHED,
            may=is_city_officer, notify=(ask_another,), by_hand=False,
        ),
        Step(
            name="push", label="核对并推送", history_label="推送给企业",
            sources=frozenset({State.MATCHED}), target=State.PUSHED, may=is_city_officer,
            guards=(is_another_person, is_as_frozen, has_candidates, budget_suffices),
            consequences=(push_candidates,), tone="go",
        ),
        Step(
            name="withdraw", label="作废", sources=frozenset({State.MATCHED}),
            target=State.WITHDRAWN, may=is_city_officer, consequences=(drop_candidates,),
            reason_required=True, reason_missing="请写明作废的原因。", tone="no",
        ),
        Step(
            name="close", label="领取期结束", sources=frozenset({State.MATCHED, State.PUSHED}),
            target=State.CLOSED, may=is_the_portal, by_hand=False,
        ),
    ),
    first=frozenset({State.MATCHED}),
    final=frozenset({State.CLOSED, State.WITHDRAWN}),
    tones={
        State.MATCHED: "wait", State.PUSHED: "ok", State.CLOSED: "calm", State.WITHDRAWN: "bad",
    },
    events=GrantListEvent,
    parent="list",
    takes=TransitionInput,
    carried=("district_id",),
    select_related=("scheme_version", "batch", "made_by"),
)  # fmt: skip
