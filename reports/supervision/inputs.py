"""What people say when they carry a step of an order out."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile

from documents.actions.store_attachment import too_much
from lifecycle.transitions import Change, TransitionInput
from reports.models import Order


@dataclass(frozen=True)
class OrderInput(TransitionInput):
    """`reason` holds the text of a report, a review, an instruction, an answer.

    - a report: `progress` of a hundred, `quantity_done`, `problems`, `uploads`;
    - a review: whether the facts are clear, the matter solved, the handling lawful;
    - an extension: `new_due_on`; closing: `condition_met`; `report_id` is a report sent back.
    """

    progress: int | None = None
    quantity_done: int | None = None
    problems: str = ""
    uploads: tuple[UploadedFile, ...] = ()
    facts_clear: bool = False
    is_solved: bool = False
    is_lawful: bool = False
    new_due_on: date | None = None
    condition_met: bool = False
    report_id: int | None = None


OrderChange: TypeAlias = Change[Order, OrderInput]


def names_progress(given: OrderInput) -> dict[str, str]:
    """What a report lacks, by field."""
    errors = {}
    if given.progress is None or not 0 <= given.progress <= 100:
        errors["progress"] = "请填写 0 到 100 的进度。"
    if why := too_much(given.uploads):
        errors["uploads"] = why
    return errors


def found_in_order(given: OrderInput) -> dict[str, str]:
    """A matter is done only when each of the three is so; else it is returned."""
    asked = {
        "facts_clear": (given.facts_clear, "事实清楚"),
        "is_solved": (given.is_solved, "问题解决"),
        "is_lawful": (given.is_lawful, "办理合规"),
    }
    return {
        name: f"没有勾选“{label}”的，请退回重办。"
        for name, (holds, label) in asked.items()
        if not holds
    }


def confirms_condition(given: OrderInput) -> dict[str, str]:
    if given.condition_met:
        return {}
    return {"condition_met": "请逐项核对销号条件后勾选；没有达到的，请退回重办。"}


def says_why_quantity_is_missing(order: Order, given: OrderInput) -> dict[str, str]:
    """An order that is closed with less than it wanted says why."""
    done = order.quantity_done or 0
    if not order.quantity or done >= order.quantity or given.reason.strip():
        return {}
    return {"reason": f"要求 {order.wanted}，反馈完成 {done:,}，请说明为什么可以销号。"}


def is_later_day(order: Order, given: OrderInput) -> dict[str, str]:
    """An extension asks for a day after the present deadline, at most a year after it."""
    if given.new_due_on is None:
        return {"new_due_on": "请填写申请延期到哪一天。"}
    if given.new_due_on <= order.due_on:
        return {"new_due_on": f"应晚于现在的完成期限 {order.due_on:%Y-%m-%d}。"}
    if (given.new_due_on - order.due_on).days > 366:
        return {"new_due_on": "一次最多延期一年，请核对年份。"}
    return {}
