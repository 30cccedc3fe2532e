"""Loan demands of tests, put to banks and handled."""

from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from financing.demands.actions.make_offer import make_offer
from financing.demands.actions.post_demand import DemandTerms, post_demand
from financing.demands.inputs import HandlingInput, OfferTerms
from financing.demands.machine import MACHINE
from financing.models import DemandHandling, LoanDemand

Row = TypeVar("Row", bound=Model)
TERMS = DemandTerms(
    amount=Decimal(300),
    term_months=12,
    purpose="working_capital",
    explanation="采购轴承钢，以销售回款归还。",
    guarantees=("credit",),
    contact_name="林晓",
    contact_phone="0532-55500001",
)


def offer_terms(**more: object) -> OfferTerms:
    return OfferTerms(
        **{
            "amount": Decimal(280), "term_months": 12, "rate": Decimal("3.45"),
            "guarantee": "credit", "repayment": "at_end",
            "valid_to": timezone.localdate() + timedelta(days=10),
        } | more
    )  # fmt: skip


def posted(staff: Actor, *banks: Actor, terms: DemandTerms = TERMS) -> LoanDemand:
    with acting_as(staff):
        return post_demand(staff, terms, [bank.organisation_id for bank in banks])


def at(bank: Actor, demand: LoanDemand) -> DemandHandling:
    with system_scope(reason="test"):
        return DemandHandling.objects.get(demand=demand, bank_id=bank.organisation_id)


def done(
    actor: Actor, handling: DemandHandling, name: str, reason: str = "", kind: str = ""
) -> DemandHandling:
    with acting_as(actor):
        return MACHINE.execute(actor, handling.pk, name, HandlingInput(reason, kind))


def offered(bank: Actor, handling: DemandHandling, **more: object) -> DemandHandling:
    with acting_as(bank):
        return make_offer(bank, handling.pk, offer_terms(**more))


def fresh(row: Row) -> Row:
    with system_scope(reason="test"):
        return type(row).objects.get(pk=row.pk)


def make_overdue(handling: DemandHandling, days: int = 1) -> None:
    with system_scope(reason="test"):
        DemandHandling.objects.filter(pk=handling.pk).update(
            due_on=timezone.localdate() - timedelta(days=days)
        )
