"""What the bank answered about receipts whose voucher is not in the batch."""

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.ledger.batch_checks import unknown_open
from financing.ledger.batch_machine import MACHINE
from financing.ledger.keepers import KEPT_BY, keeps
from financing.models import PaymentBatch, PaymentBatchEvent

MOST = 500


def explain_unknown(actor: Actor, pk: int, note: str) -> PaymentBatchEvent:
    """Keep the bank's answer in the batch's history; the batch may be closed then.

    Raises `PaymentBatch.DoesNotExist`, `NotPermitted`, and `RuleViolation` without such receipts,
    or without a note.
    """
    with transaction.atomic():
        if not keeps(actor, PaymentBatch.objects.get(pk=pk).district_id):
            raise NotPermitted(KEPT_BY)
        batch = MACHINE.locked(actor, pk)
        if batch.state != PaymentBatch.State.RECONCILING or not unknown_open(batch):
            raise RuleViolation("没有等待核实的凭证，请刷新后查看。")
        if not note.strip():
            raise RuleViolation({"note": "请填写银行答复的文号和内容。"})
        if len(note.strip()) > MOST:
            raise RuleViolation({"note": f"最多 {MOST} 个字。"})
        event: PaymentBatchEvent = MACHINE.record(actor, batch, "explain", note.strip())
        return event
