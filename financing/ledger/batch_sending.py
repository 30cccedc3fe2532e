"""Sending a batch to the bank: what was promised is on its way, in one move for each voucher."""

from collections.abc import Sequence

from django.db.models import F

from accounts.tenancy import Actor
from financing.ledger import payable_machine
from financing.ledger.batch_checks import orders_of
from financing.ledger.files import hash_of_orders
from financing.ledger.posting import Move, post
from financing.models import Account, EntryKind, Payable, PayableEvent, PaymentBatch, PaymentOrder
from lifecycle.transitions import Change, TransitionInput


def change_payables(
    actor: Actor | None, payables: Sequence[Payable], name: str, **columns: object
) -> None:
    """Make one transition on payables that are locked, the events first; `columns` are set too.

    Raises as the machine at the first that is refused.
    """
    events = payable_machine.MACHINE.change_many(actor, payables, name)
    PayableEvent.objects.bulk_create(events)
    target = payable_machine.MACHINE.transitions[name].target
    rows = Payable.objects.filter(pk__in=[one.pk for one in payables])
    rows.update(state=target, version=F("version") + 1, **columns)


def locked_payables(batch: PaymentBatch, orders: Sequence[PaymentOrder]) -> dict[int, Payable]:
    """What the orders pay, locked in the order of their ids; the batch's own fund stands in for
    each one's, which is the same."""
    rows = Payable.objects.select_for_update(of=("self",)).order_by("pk")
    found = {one.pk: one for one in rows.filter(pk__in=[one.payable_id for one in orders])}
    for one in found.values():
        one.fund_year = batch.fund_year
    return found


def move_of(
    order: PaymentOrder, letter: str, kind: EntryKind, source: Account, target: Account,
    **more: object,
) -> Move:  # fmt: skip
    """A move for one voucher; its key is the voucher's number and a letter."""
    payable = order.payable
    return Move(
        key=f"{order.voucher}-{letter}", kind=kind, source=source, target=target,
        **{
            "amount": order.amount, "application_id": payable.application_id,
            "organisation_id": payable.organisation_id, "payable_id": payable.pk,
            "batch_id": order.batch_id, "text": f"{payable.payee_name} {payable.label}", **more,
        },
    )  # fmt: skip


def send_orders(change: Change[PaymentBatch, TransitionInput]) -> None:
    batch = change.row
    orders = orders_of(batch)
    payables = locked_payables(batch, orders)
    change_payables(change.actor, list(payables.values()), "send")
    post(
        batch.fund_year_id,
        [
            move_of(one, "S", EntryKind.SEND, Account.COMMITTED, Account.IN_TRANSIT)
            for one in orders
        ],
    )
    batch.sha256 = hash_of_orders(orders)
    PaymentBatch.objects.filter(pk=batch.pk).update(sha256=batch.sha256)
