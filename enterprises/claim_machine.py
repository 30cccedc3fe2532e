"""The life of a claim to an enterprise, declared once."""

from typing import TypeAlias

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District, Membership
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.actions.telling import signature
from enterprises.imports.lookups import entries_with_codes
from enterprises.models import ClaimEvent, Enterprise, EnterpriseClaim, RegistrationState
from enterprises.registration_machine import MACHINE as REGISTRATION
from enterprises.registration_machine import RegistrationInput
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_reviewer_of_its_district
from lifecycle.transitions import Change, Transition, TransitionInput

State = EnterpriseClaim.State
ClaimTransition: TypeAlias = Transition[EnterpriseClaim, TransitionInput]
ClaimChange: TypeAlias = Change[EnterpriseClaim, TransitionInput]


def claimed_entry(claim: EnterpriseClaim) -> Enterprise:
    """The entry that the claim is for; the active scope must show it."""
    rows = Enterprise.objects.select_related("district")
    return rows.get(pk=claim.organisation_id)


# --- who may --------------------------------------------------------------------------------------


def is_its_bureau(actor: Actor | None, claim: EnterpriseClaim) -> bool:
    """The bureau of the enterprise's district, never the claimant."""
    if actor is None or claim.claimant_id == actor.user_id:
        return False
    return is_city_officer(actor, claim) or is_reviewer_of_its_district(actor, claim)


# --- when it is possible --------------------------------------------------------------------------


def code_is_free(actor: Actor | None, claim: EnterpriseClaim) -> str:
    if claimed_entry(claim).registration_state != RegistrationState.UNCLAIMED:
        return ""
    if not entries_with_codes([claim.credit_code]):
        return ""
    return "这个信用代码已被另一家企业登记，请先核对两家企业。"


# --- what it does ---------------------------------------------------------------------------------


def note_decision(change: ClaimChange) -> None:
    assert change.actor is not None, "people decide about claims"
    claim = change.row
    claim.reason = change.input.reason.strip()[:500]
    claim.decided_by_id = change.actor.user_id
    claim.decided_at = timezone.now()


def take_over_the_entry(change: ClaimChange) -> None:
    """An unclaimed entry gets its code, and its district where the list did not know it."""
    claim, entry = change.row, claimed_entry(change.row)
    if entry.registration_state != RegistrationState.UNCLAIMED:
        return
    given = RegistrationInput(claim.reason, values={"credit_code": claim.credit_code})
    REGISTRATION.execute(change.actor, entry.pk, "claim", given)
    if entry.district.kind == District.Kind.CITY and claim.stated_district is not None:
        entry.refresh_from_db()
        move_enterprise(entry, claim.stated_district, decided=claim)


def appoint_the_claimant(change: ClaimChange) -> None:
    claim, entry = change.row, claimed_entry(change.row)
    membership, created = Membership.objects.get_or_create(
        user_id=claim.claimant_id,
        organisation_id=entry.pk,
        duty=Duty.ENTERPRISE_STAFF,
        is_active=True,
        defaults={"district_id": entry.district_id, "is_administrator": True},
    )
    if not created and not membership.is_administrator:
        membership.is_administrator = True
        membership.save(update_fields=["is_administrator"])


def tell_granted(change: ClaimChange) -> None:
    assert change.actor is not None, "people decide about claims"
    claim, entry = change.row, claimed_entry(change.row)
    notify(
        [claim.claimant_id],
        title="企业认领已通过",
        body=f"您现在是 {entry.name} 的管理员。",
        link=reverse("enterprises:profile"),
        dedupe_key=change.key,
        kind=Kind.ACCOUNT,
    )
    others = Membership.objects.filter(
        organisation_id=entry.pk, is_active=True, is_administrator=True
    ).exclude(user_id=claim.claimant_id)
    notify(
        others.values_list("user_id", flat=True),
        title="贵企业新增了一位管理员",
        body=f"{signature(change.actor)}审核后，{claim.claimant} 成为 {entry.name} 的管理员。",
        link=reverse("enterprises:profile"),
        dedupe_key=f"{change.key}:administrators",
        kind=Kind.ACCOUNT,
    )


def tell_refused(change: ClaimChange) -> None:
    assert change.actor is not None, "people decide about claims"
    notify(
        [change.row.claimant_id],
        title="企业认领未通过",
        body=f"{signature(change.actor)}：{change.row.reason}",
        link=reverse("enterprises:my_claims"),
        dedupe_key=change.key,
        kind=Kind.ACCOUNT,
    )


TRANSITIONS = (
    ClaimTransition(
        name="grant",
        label="同意认领",
        sources=frozenset({State.OPEN}),
        target=State.GRANTED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise, code_is_free),
        effects=(note_decision,),
        consequences=(take_over_the_entry, appoint_the_claimant),
        notify=(tell_granted,),
        tone="go",
    ),
    ClaimTransition(
        name="refuse",
        label="不同意认领",
        sources=frozenset({State.OPEN}),
        target=State.REFUSED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise,),
        effects=(note_decision,),
        notify=(tell_refused,),
        reason_required=True,
        reason_missing="请写明不同意的原因。",
        tone="no",
    ),
)

MACHINE = Machine(
    name="claim",
    model=EnterpriseClaim,
    noun="项认领申请",
    rows=TRANSITIONS,
    first=frozenset({State.OPEN}),
    final=frozenset({State.GRANTED, State.REFUSED}),
    tones={State.OPEN: "wait", State.GRANTED: "ok", State.REFUSED: "bad"},
    events=ClaimEvent,
    parent="claim",
    takes=TransitionInput,
    carried=("claimant_id",),
    select_related=("claimant", "stated_district"),
)
