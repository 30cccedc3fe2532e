"""A scheme that is paid without a claim, a certificate that is due, and a list of it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from financing.ledger.actions.carry_out import carry_out
from financing.models import GrantCandidate, GrantList
from financing.subsidies.auto.actions.draw_list import draw_list
from financing.subsidies.auto.list_machine import MACHINE as LISTS
from lifecycle.transitions import TransitionInput
from procedures.models import Batch
from tests.financing.subsidies.claims import batch_of

AWARD: dict[str, Any] = {
    "subject": "新获专精特新产品（技术）认定的企业",
    "base": {"kind": "events", "label": "新获认定", "definition": "每份新发的证书一次"},
    "formula": {
        "kind": "fixed", "events": [{"key": "certified", "label": "新获认定", "amount": 100_000}],
    },
    "budget": {"fund": "jigai", "label": "示例资金"},
    "granted": "automatic",
}  # fmt: skip
CODE = "award"


def award() -> Batch:
    return batch_of(AWARD, CODE)


def drawn(people: SimpleNamespace, holder: Certificate) -> GrantList:
    """The list of the certificates issued this month, drawn up by the city's first officer."""
    today = timezone.localdate()
    with acting_as(people.city):
        return draw_list(
            people.city, CODE, holder.kind, today - timedelta(days=30), today,
            today + timedelta(days=10),
        )  # fmt: skip


def pushed(people: SimpleNamespace, holder: Certificate) -> GrantCandidate:
    """The candidate of a list that the second officer has pushed."""
    row = drawn(people, holder)
    with acting_as(people.city2):
        carry_out(LISTS, people.city2, row.pk, "push", TransitionInput())
    return only()


def only() -> GrantCandidate:
    with system_scope(reason="test"):
        return GrantCandidate.objects.select_related("list", "application").get()
