"""What waits for the district bureaus in the registry."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from pages.todo import TodoRow, todo_of


def to_confirm(actor: Actor) -> QuerySet[Enterprise]:
    """Registrations that the bureau has not confirmed."""
    rows: QuerySet[Enterprise] = Enterprise.objects.filter(
        registration_state=RegistrationState.PENDING
    )
    return rows


def open_claims(actor: Actor) -> QuerySet[EnterpriseClaim]:
    """Claims of entries that nobody has decided."""
    rows: QuerySet[EnterpriseClaim] = EnterpriseClaim.objects.filter(
        state=EnterpriseClaim.State.OPEN
    )
    return rows


@todo_of(Duty.DISTRICT_REVIEWER, counts=(to_confirm, open_claims))
def registrations(actor: Actor, registered: int, claimed: int) -> list[TodoRow]:
    """Registrations and claims to decide."""
    queue = reverse("enterprises:queue")
    rows = []
    if registered:
        rows.append(TodoRow("wait", "登记", f"{registered} 家企业的登记等待确认", queue))
    if claimed:
        rows.append(TodoRow("wait", "认领", f"{claimed} 件认领申请等待处理", queue))
    return rows
