"""The life of an order, declared once.

Source: the steps of 督查督办 as bureaus publish them (立项, 登记编号, 拟办, 交办, 催办, 反馈, 审核,
退回重办 or 办结, 归档); docs/decisions/0038 says which of them are states.
"""

from collections.abc import Iterator
from typing import TypeAlias

from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_the_portal
from lifecycle.transitions import Transition
from reports.models import IN_WORK, Order, OrderEvent
from reports.supervision import effects, notices
from reports.supervision.guards import (
    asks_in_time,
    deadline_is_ahead,
    extension_is_asked,
    is_another_person,
    is_lead,
    is_leader,
    no_extension_is_asked,
    takes_part,
    was_not_urged_today,
)
from reports.supervision.inputs import (
    OrderInput,
    confirms_condition,
    found_in_order,
    is_later_day,
    names_progress,
    says_why_quantity_is_missing,
)

State = Order.State
Step: TypeAlias = Transition[Order, OrderInput]
OPEN = frozenset({State.ASSIGNED, State.RETURNED})
LIGHTS = (("turn_blue", "亮蓝灯"), ("turn_yellow", "亮黄灯"), ("turn_red", "亮红灯"))

TRANSITIONS = (
    Step(
        name="propose",
        label="立项",
        sources=frozenset(),
        target=State.PROPOSED,
        may=is_city_officer,
        by_hand=False,
    ),
    Step(
        name="assign",
        label="交办",
        sources=frozenset({State.PROPOSED}),
        target=State.ASSIGNED,
        may=is_city_officer,
        guards=(deadline_is_ahead,),
        effects=(effects.start_clock,),
        consequences=(effects.ask_first_reports,),
        notify=(notices.tell_assigned,),
        tone="go",
    ),
    Step(
        name="reject",
        label="否决",
        history_label="否决立项",
        sources=frozenset({State.PROPOSED}),
        target=State.REJECTED,
        may=is_city_officer,
        effects=(effects.note_ended,),
        reason_required=True,
        reason_missing="请写明不予立项的原因。",
        tone="no",
    ),
    Step(
        name="report",
        label="反馈进展",
        history_label="反馈",
        sources=OPEN,
        target=None,
        may=takes_part,
        checks=(names_progress,),
        effects=(effects.note_progress,),
        consequences=(effects.save_report,),
        notify=(notices.tell_reported,),
        reason_required=True,
        reason_missing="请写明办理情况。",
        tone="go",
    ),
    Step(
        name="report_done",
        label="申请办结",
        sources=OPEN,
        target=State.REVIEW,
        may=is_lead,
        checks=(names_progress,),
        effects=(effects.note_done,),
        consequences=(effects.save_report,),
        notify=(notices.tell_done_reported,),
        reason_required=True,
        reason_missing="请写明办理结果。",
        tone="go",
    ),
    Step(
        name="accept",
        label="审核通过，办结",
        history_label="审核通过，办结",
        sources=frozenset({State.REVIEW}),
        target=State.DONE,
        may=is_city_officer,
        guards=(is_another_person,),
        checks=(found_in_order,),
        effects=(effects.note_finished,),
        consequences=(effects.save_review, effects.ask_no_more_reports),
        notify=(notices.tell_accepted,),
        tone="go",
    ),
    Step(
        name="return_work",
        label="退回重办",
        sources=frozenset({State.REVIEW, State.DONE}),
        target=State.RETURNED,
        may=is_city_officer,
        guards=(is_another_person,),
        effects=(effects.note_returned,),
        consequences=(effects.save_review, effects.ask_again),
        notify=(notices.tell_returned,),
        reason_required=True,
        reason_missing="请写明哪里没有办到位、怎样改。",
        tone="no",
    ),
    Step(
        name="return_report",
        label="退回反馈",
        sources=OPEN,
        target=None,
        may=is_city_officer,
        effects=(effects.note_again_by,),
        consequences=(effects.return_one_report,),
        notify=(notices.tell_report_returned,),
        reason_required=True,
        reason_missing="请写明反馈里缺什么。",
    ),
    Step(
        name="close",
        label="销号",
        sources=frozenset({State.DONE}),
        target=State.CLOSED,
        may=is_city_officer,
        checks=(confirms_condition,),
        confirmations=(says_why_quantity_is_missing,),
        effects=(effects.note_figure,),
        notify=(notices.tell_closed,),
        tone="go",
    ),
    Step(
        name="ask_extension",
        label="申请延期",
        sources=OPEN,
        target=None,
        may=is_lead,
        guards=(asks_in_time, no_extension_is_asked),
        confirmations=(is_later_day,),
        effects=(effects.note_asked_day,),
        consequences=(effects.save_extension,),
        notify=(notices.tell_extension_asked,),
        reason_required=True,
        reason_missing="请写明不能按期完成的原因。",
    ),
    Step(
        name="grant_extension",
        label="同意延期",
        sources=OPEN,
        target=None,
        may=is_city_officer,
        guards=(extension_is_asked,),
        effects=(effects.put_off,),
        consequences=(effects.decide_extension,),
        notify=(notices.tell_extension_decided,),
        tone="go",
    ),
    Step(
        name="refuse_extension",
        label="不同意延期",
        sources=OPEN,
        target=None,
        may=is_city_officer,
        guards=(extension_is_asked,),
        consequences=(effects.decide_extension,),
        notify=(notices.tell_extension_decided,),
        reason_required=True,
        reason_missing="请写明不同意的原因。",
        tone="no",
    ),
    Step(
        name="instruct",
        label="批示",
        sources=IN_WORK | {State.DONE},
        target=None,
        may=is_leader,
        effects=(effects.note_instructed,),
        consequences=(effects.save_instruction,),
        notify=(notices.tell_instructed,),
        reason_required=True,
        reason_missing="请写批示内容。",
        tone="go",
    ),
    Step(
        name="urge",
        label="催办",
        sources=OPEN,
        target=None,
        may=is_city_officer,
        guards=(was_not_urged_today,),
        notify=(notices.tell_urged,),
    ),
    Step(
        name="cancel",
        label="撤销",
        history_label="撤销督办",
        sources=IN_WORK,
        target=State.CANCELLED,
        may=is_city_officer,
        effects=(effects.note_ended,),
        consequences=(effects.ask_no_more_reports,),
        notify=(notices.tell_cancelled,),
        reason_required=True,
        reason_missing="请写明撤销的原因，承办单位会看到。",
        tone="no",
    ),
    *(
        Step(
            name=name,
            label=label,
            sources=OPEN,
            target=None,
            may=is_the_portal,
            effects=(effects.note_told,),
            notify=(notices.tell_light,),
            by_hand=False,
        )
        for name, label in LIGHTS
    ),
    Step(
        name="escalate",
        label="提请领导小组",
        sources=OPEN,
        target=None,
        may=is_the_portal,
        effects=(effects.note_escalated,),
        notify=(notices.tell_escalated,),
        by_hand=False,
    ),
)


def details(event: OrderEvent) -> Iterator[str]:
    """What a line of the history adds: progress, quantity, days."""
    facts = event.facts
    if "progress" in facts:
        yield f"{facts.get('office', '')}：进度 {facts['progress']}%"
    if "quantity_done" in facts:
        yield f"已完成 {facts['quantity_done']:,}"
    if "new_due_on" in facts:
        yield f"期限 {facts['old_due_on']} → {facts['new_due_on']}"
    if "again_by" in facts:
        yield f"请在 {facts['again_by']} 前反馈"
    if "figure" in facts:
        yield f"销号时关联指标 {facts['figure']:,}"


MACHINE = Machine(
    name="supervision_order",
    model=Order,
    noun="件督办",
    rows=TRANSITIONS,
    first=frozenset({State.PROPOSED}),
    final=frozenset({State.CLOSED, State.REJECTED, State.CANCELLED}),
    tones={
        State.PROPOSED: "wait",
        State.ASSIGNED: "calm",
        State.REVIEW: "wait",
        State.RETURNED: "bad",
        State.DONE: "ok",
        State.CLOSED: "ok",
        State.REJECTED: "",
        State.CANCELLED: "",
    },
    events=OrderEvent,
    parent="order",
    other_events={"change": "修改立项内容"},
    takes=OrderInput,
    details=details,
    select_related=("lead", "district", "target__plan"),
)
