"""The life of a changed name, address, legal representative, district or licence."""

from typing import TypeAlias

from django.urls import reverse

from accounts.notifications import notify, people_of
from accounts.tenancy import Actor, system_scope
from enterprises.actions.entry_values import fill
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.actions.rename_enterprise import take_new_name
from enterprises.actions.telling import signature
from enterprises.changes import NewName, announce_new_name
from enterprises.models import Enterprise, IdentityChange, IdentityChangeEvent
from enterprises.proposals.machine import settle_what_is_so
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_its_enterprise, is_reviewer_of_its_district
from lifecycle.transitions import Change, Transition, TransitionInput

State = IdentityChange.State
IdentityTransition: TypeAlias = Transition[IdentityChange, TransitionInput]
IdentityChanged: TypeAlias = Change[IdentityChange, TransitionInput]
OPEN = frozenset({State.OPEN})


def is_its_bureau(actor: Actor | None, change: IdentityChange) -> bool:
    """The bureau of the enterprise's district, or the city in its place."""
    return is_city_officer(actor, change) or is_reviewer_of_its_district(actor, change)


# --- what it does ---------------------------------------------------------------------------------


def take_it_over(changed: IdentityChanged) -> None:
    """Write the new values into the registry, and let the apps above carry a new name over."""
    actor, change = changed.actor, changed.row
    assert actor is not None, "people decide about changes"
    rows = Enterprise.objects.select_for_update(of=("self",))
    enterprise = rows.get(pk=change.organisation_id)
    others: dict[str, object] = {
        name: value for name, value in change.values.items() if name != "name"
    }
    if change.licence is not None:
        others["licence"] = change.licence
    if others:
        fill(enterprise, others)  # type: ignore[arg-type] # names of the entry's fields
        enterprise.save()
    if change.name:
        take_new_name(
            enterprise.pk,
            change.name,
            since=change.changed_on,
            document_number=change.document_number,
        )
        reason = f"登记变更：{change.before.get('name', '')}更名"
        announce_new_name(
            NewName(actor, enterprise.pk, change.name, reason, change.document_number)
        )
    settle_what_is_so(actor, enterprise.pk)


def move_it(changed: IdentityChanged) -> None:
    """Place the enterprise, with all its rows, in the district that it moved to; last of all, for
    the bureau that decides may not see it any more then."""
    change = changed.row
    if change.new_district is None:
        return
    with system_scope(reason="move an enterprise to another district"):
        move_enterprise(Enterprise.objects.get(pk=change.organisation_id), change.new_district)


def _tell_enterprise(changed: IdentityChanged, title: str, body: str) -> None:
    notify(
        people_of(organisation_id=changed.row.organisation_id),
        title=title,
        body=body,
        link=reverse("enterprises:identity_change", args=[changed.row.pk]),
        dedupe_key=changed.key,
    )


def tell_accepted(changed: IdentityChanged) -> None:
    assert changed.actor is not None, "people decide about changes"
    lines = "\n".join(f"{label}：{old} → {new}" for label, old, new in changed.row.changes)
    _tell_enterprise(
        changed, "登记变更已核准", f"{signature(changed.actor)}核准，名录已更新：\n{lines}"
    )


def tell_refused(changed: IdentityChanged) -> None:
    assert changed.actor is not None, "people decide about changes"
    _tell_enterprise(
        changed, "登记变更未核准", f"{signature(changed.actor)}：{changed.input.reason.strip()}"
    )


TRANSITIONS = (
    IdentityTransition(
        name="accept",
        label="核准变更",
        sources=OPEN,
        target=State.ACCEPTED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise,),
        consequences=(take_it_over, move_it),
        notify=(tell_accepted,),
        tone="go",
    ),
    IdentityTransition(
        name="refuse",
        label="不予核准",
        sources=OPEN,
        target=State.REFUSED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise,),
        notify=(tell_refused,),
        reason_required=True,
        reason_missing="请写明不予核准的原因，企业会看到。",
        tone="no",
    ),
    IdentityTransition(
        name="withdraw",
        label="撤回变更",
        sources=OPEN,
        target=State.WITHDRAWN,
        may=is_its_enterprise,
        tone="no",
    ),
)

MACHINE = Machine(
    name="identity_change",
    model=IdentityChange,
    noun="项登记变更",
    rows=TRANSITIONS,
    first=OPEN,
    final=frozenset({State.ACCEPTED, State.REFUSED, State.WITHDRAWN}),
    tones={State.OPEN: "wait", State.ACCEPTED: "ok", State.REFUSED: "bad", State.WITHDRAWN: ""},
    events=IdentityChangeEvent,
    parent="change",
    takes=TransitionInput,
    select_related=("new_district", "organisation"),
)
