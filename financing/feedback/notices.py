"""Telling enterprises what banks have reported of them, a part of a batch at a time."""

from collections.abc import Sequence
from uuid import uuid4

from django.urls import reverse

from accounts.notifications import Kind, notify, people_of
from accounts.outbox import post
from accounts.tenancy import system_scope
from financing.models import CreditFeedback

TELL = "financing.tell_credits"
AT_ONCE = 100


def owe_notices(feedback_ids: Sequence[int]) -> None:
    """Owe the enterprises of these credits a notification, in the present transaction."""
    if feedback_ids:
        post(TELL, {"feedback_ids": list(feedback_ids)}, f"tell-credits:{uuid4()}")


def tell(feedback_ids: Sequence[int]) -> None:
    """Notify the enterprises of what their banks say now, one state of a credit once; of a large
    batch a part, and owe the rest, so that nothing else waits for it."""
    with system_scope(reason="tell enterprises what banks reported"):
        now, later = feedback_ids[:AT_ONCE], feedback_ids[AT_ONCE:]
        owe_notices(later)
        rows = CreditFeedback.with_voided.filter(pk__in=now).select_related("bank")
        for row in rows.order_by("pk"):
            notify(
                people_of(organisation_id=row.organisation_id),
                title=f"{row.bank}反馈：{'已作废' if row.voided_at else row.get_state_display()}",
                body=f"{_which(row)}{_told(row)}",
                link=reverse("financing:own_credits"),
                dedupe_key=f"credit:{row.pk}:{'voided' if row.voided_at else row.state}",
                kind=Kind.FINANCING,
            )


def _told(row: CreditFeedback) -> str:
    if row.voided_at:
        return f"银行作废了这笔反馈（{row.get_state_display()}），不再计入，原因：{row.void_reason}"
    return "内容有误的，请与银行联系更正。"


def _which(row: CreditFeedback) -> str:
    """The credit by its number, and the loan that it renews."""
    renewed = f"，续的是 {row.renews}" if row.renews else ""
    return f"业务编号 {row.reference}{renewed}。"
