"""Which account an enterprise is paid into, and why it has none."""

from collections.abc import Iterable

from django.utils import timezone

from financing.models import PayeeAccount

NONE = "企业还没有收款账户。"
WAITING = "收款账户还没有经第二人确认。"


def account_of(organisation_id: int) -> PayeeAccount | None:
    """The account that a payment may go to today (local), in the active scope."""
    row = PayeeAccount.objects.in_force().filter(organisation_id=organisation_id).first()
    return row if row is not None and row.is_usable() else None


def why_no_account(organisation_id: int) -> str:
    """Why nothing can be paid to the enterprise today as far as its account goes; "" for no
    reason."""
    return accounts_of([organisation_id])[1].get(organisation_id, "")


def accounts_of(
    organisation_ids: Iterable[int],
) -> tuple[dict[int, PayeeAccount], dict[int, str]]:
    """The usable accounts by enterprise, and of the others why they have none."""
    ids = set(organisation_ids)
    rows = PayeeAccount.objects.filter(
        organisation_id__in=ids, state__in=("confirmed", "entered")
    ).order_by("state")  # confirmed before entered
    usable, why = {}, dict.fromkeys(ids, NONE)
    today = timezone.localdate()
    for row in rows:
        if row.is_usable(today):
            usable[row.organisation_id] = row
            why.pop(row.organisation_id, None)
        elif row.state == PayeeAccount.State.CONFIRMED:
            why[row.organisation_id] = (
                f"收款账户刚刚变更，冷静期后可用于支付：{row.usable_on:%Y-%m-%d} 起。"
            )
        elif why.get(row.organisation_id) == NONE:
            why[row.organisation_id] = WAITING
    return usable, why
