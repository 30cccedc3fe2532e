"""Offices are reminded of several orders at once (催办)."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from lifecycle.bulk import attempt
from reports.supervision.inputs import OrderInput
from reports.supervision.machine import MACHINE

MOST = 100


@dataclass(frozen=True)
class Urged:
    """How many were reminded, and the reasons for which others were not."""

    number: int
    refused: tuple[str, ...]


def urge_orders(actor: Actor, order_ids: Sequence[int]) -> Urged:
    """Remind the offices of each order, as far as it is possible now. Raises `NotPermitted`, and
    `RuleViolation` for none or too many."""
    if not actor.is_city:
        raise NotPermitted("由市级主管部门催办。")
    if not order_ids:
        raise RuleViolation("请至少选择一件督办。")
    if len(order_ids) > MOST:
        raise RuleViolation(f"一次最多催办 {MOST} 件，请分批选择。")
    refused: list[str] = []
    for pk in order_ids:
        _, reasons = attempt(MACHINE, actor, pk, "urge", OrderInput(), expected_version=None)
        refused += reasons
    return Urged(len(order_ids) - len(refused), tuple(dict.fromkeys(refused)))


def told_urged(done: Urged) -> str:
    """What is said of it."""
    missed = f"其余没有催办：{''.join(done.refused)}" if done.refused else ""
    return f"已催办 {done.number} 件。{missed}"
