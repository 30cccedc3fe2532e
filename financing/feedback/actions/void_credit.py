"""Voiding what a bank reported by mistake."""

from django.db import transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.feedback.actions.report_credit import one_after_the_other
from financing.feedback.notices import owe_notices
from financing.feedback.seen import changed_since
from financing.models import CreditFeedback

LONGEST_REASON = 200


def void_credit(
    actor: Actor, reference: str, reason: str, voided_by: str, *, version: int | None = None
) -> CreditFeedback:
    """Void the credit of this number: it stays on record, counts for nothing any more, and its
    enterprise is told. A number that was voided and not reported since is given back as it is.
    `version` is that of the page that was shown (`feedback.seen`).

    Raises `NotPermitted`, `CreditFeedback.DoesNotExist`, and `RuleViolation` without a reason, for
    a loan that another renews, and where it was reported since.
    """
    if actor.duty != Duty.BANK_OFFICER:
        raise NotPermitted("授信情况由银行反馈。")
    reason = reason.strip()
    if not reason:
        raise RuleViolation({"reason": "请写明作废的原因，企业会看到。"})
    if len(reason) > LONGEST_REASON:
        raise RuleViolation({"reason": f"最多 {LONGEST_REASON} 字。"})
    with transaction.atomic():
        one_after_the_other(actor)
        own = CreditFeedback.with_voided.filter(bank_id=actor.organisation_id, reference=reference)
        row = own.filter(voided_at=None).first()
        if row is None:
            return own.latest("voided_at")
        if told := changed_since(row, version):
            raise RuleViolation(f"{told}请核对后再作废。")
        loans = CreditFeedback.objects.filter(bank_id=row.bank_id, renews=reference)
        if renewal := loans.first():
            raise RuleViolation(f"这笔贷款由 {renewal.reference} 续贷，请先作废或更正那一笔。")
        row.voided_at, row.voided_by, row.void_reason = timezone.now(), voided_by[:100], reason
        row.save(update_fields=["voided_at", "voided_by", "void_reason"])
        owe_notices([row.pk])
    return row
