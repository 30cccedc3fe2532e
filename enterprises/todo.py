"""What waits in the registry: for the bureaus, and for enterprises that are asked about theirs."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from enterprises.models import (
    Enterprise,
    EnterpriseClaim,
    EntryProposal,
    IdentityChange,
    RegistrationState,
)
from enterprises.querysets import unplaced
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


def open_changes(actor: Actor) -> QuerySet[IdentityChange]:
    """Changes of names, addresses and legal representatives that nobody has decided."""
    rows: QuerySet[IdentityChange] = IdentityChange.objects.filter(state=IdentityChange.State.OPEN)
    return rows


@todo_of(Duty.DISTRICT_REVIEWER, counts=(to_confirm, open_claims, open_changes))
def registrations(actor: Actor, registered: int, claimed: int, changed: int) -> list[TodoRow]:
    """Registrations, claims and changes to decide."""
    queue = reverse("enterprises:queue")
    rows = []
    if registered:
        rows.append(TodoRow("wait", "登记", f"{registered} 家企业的登记等待确认", queue))
    if claimed:
        rows.append(TodoRow("wait", "认领", f"{claimed} 件认领申请等待处理", queue))
    if changed:
        changes = reverse("enterprises:identity_changes") + "?state=open"
        rows.append(TodoRow("wait", "变更", f"{changed} 项登记变更等待核对", changes))
    return rows


def open_proposals(actor: Actor) -> QuerySet[EntryProposal]:
    """Corrections that the actor's enterprise is asked about."""
    rows: QuerySet[EntryProposal] = EntryProposal.objects.filter(state=EntryProposal.State.OPEN)
    return rows


@todo_of(Duty.ENTERPRISE_STAFF, counts=(open_proposals,))
def proposals(actor: Actor, waiting: int) -> list[TodoRow]:
    """Corrections of the own entry that a bureau proposes."""
    if not waiting:
        return []
    url = f"{reverse('enterprises:proposals')}?state={EntryProposal.State.OPEN}"
    return [TodoRow("wait", "资料", f"主管部门建议更正 {waiting} 项资料，请确认", url)]


def without_place(actor: Actor) -> QuerySet[Enterprise]:
    """Entries of which nobody knows the district."""
    return unplaced(Enterprise.objects.all())


@todo_of(Duty.CITY_OFFICER, counts=(without_place,))
def places(actor: Actor, waiting: int) -> list[TodoRow]:
    """Entries whose district the city settles."""
    if not waiting:
        return []
    text = f"{waiting} 家企业区市待定"
    return [TodoRow("calm", "区市", text, reverse("enterprises:unplaced"))]
