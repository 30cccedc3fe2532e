"""Programs that were refused, for their bank to see: how often, from where, and why."""

from django.db.models import F
from django.utils import timezone

from accounts.tenancy import system_scope
from financing.models import BankClient, ClientRefusal

Because = ClientRefusal.Because


def note_refusal(client: BankClient, because: ClientRefusal.Because, address: str) -> None:
    """Count a refusal of today (local)."""
    now = timezone.now()
    row = ClientRefusal(
        organisation_id=client.organisation_id,
        district_id=client.district_id,
        client_id=client.pk,
        day=timezone.localdate(now),
        address=address[:45],
        because=because,
        last_at=now,
    )
    with system_scope(reason="tell a bank of a refused program"):
        same = ClientRefusal.objects.filter(
            client_id=row.client_id, day=row.day, address=row.address, because=because
        )
        if not same.update(number=F("number") + 1, last_at=now):
            ClientRefusal.objects.bulk_create([row], ignore_conflicts=True)
