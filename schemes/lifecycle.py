"""The life of a version of a scheme, declared once: a second person publishes what one drew up."""

from collections.abc import Iterable
from typing import TypeAlias

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from schemes.models import SchemeVersion, SchemeVersionEvent
from schemes.publishing import reasons_against_retiring, what_keeps_from_publishing

State = SchemeVersion.State
VersionTransition: TypeAlias = Transition[SchemeVersion, TransitionInput]
VersionChange: TypeAlias = Change[SchemeVersion, TransitionInput]


# --- who may --------------------------------------------------------------------------------------


def asked_for_it(actor: Actor | None, version: SchemeVersion) -> bool:
    return (
        actor is not None
        and is_city_officer(actor, version)
        and version.submitted_by_id == actor.user_id
    )


def is_asked_for_it(actor: Actor | None, version: SchemeVersion) -> bool:
    return is_city_officer(actor, version) and not asked_for_it(actor, version)


# --- when it is possible --------------------------------------------------------------------------


def is_ready(actor: Actor | None, version: SchemeVersion) -> str:
    return "".join(what_keeps_from_publishing(version))


def is_second_person(actor: Actor | None, version: SchemeVersion) -> str:
    """Two people for a publication: neither who asked for it nor who edited last."""
    if actor is None or actor.user_id not in (version.submitted_by_id, version.edited_by_id):
        return ""
    return "发布须由另一人复核：您提请或修改过这一版，请由同事发布。"


def may_be_retired(actor: Actor | None, version: SchemeVersion) -> str:
    return "".join(reasons_against_retiring(version))


# --- what it does ---------------------------------------------------------------------------------


def note_request(change: VersionChange) -> None:
    assert change.actor is not None, "people ask for a publication"
    version = change.row
    version.submitted_by_id, version.submitted_at = change.actor.user_id, timezone.now()
    version.review_note = ""


def note_opinion(change: VersionChange) -> None:
    change.row.review_note = change.input.reason.strip()[:500]


def note_publication(change: VersionChange) -> None:
    assert change.actor is not None, "people publish"
    change.row.published_by_id, change.row.published_at = change.actor.user_id, timezone.now()


def note_retirement(change: VersionChange) -> None:
    change.row.retired_at = timezone.now()


def _tell(change: VersionChange, people: Iterable[int], what: str, body: str) -> None:
    notify(
        people,
        title=f"“{change.row}”{what}",
        body=body,
        link=reverse("schemes:version", args=[change.row.pk]),
        dedupe_key=change.key,
    )


def tell_the_others(change: VersionChange) -> None:
    assert change.actor is not None, "people ask for a publication"
    others = set(people_of(duty=Duty.CITY_OFFICER)) - {change.actor.user_id}
    body = f"{change.actor.user_name}提请发布，请核对内容和测算结果。"
    _tell(change, others, "等待您复核发布", body)


def tell_sent_back(change: VersionChange) -> None:
    if change.row.submitted_by_id:
        reason = change.input.reason.strip()
        _tell(change, [change.row.submitted_by_id], "被退回修改", reason)


def tell_published(change: VersionChange) -> None:
    if change.row.submitted_by_id:
        _tell(change, [change.row.submitted_by_id], "已发布", "可以建立申报批次了。")


TRANSITIONS = (
    VersionTransition(
        name="submit",
        label="提请发布",
        sources=frozenset({State.DRAFT}),
        target=State.REVIEW,
        may=is_city_officer,
        guards=(is_ready,),
        effects=(note_request,),
        notify=(tell_the_others,),
        tone="go",
    ),
    VersionTransition(
        name="take_back",
        label="撤回提请",
        sources=frozenset({State.REVIEW}),
        target=State.DRAFT,
        may=asked_for_it,
        effects=(note_opinion,),
    ),
    VersionTransition(
        name="send_back",
        label="退回修改",
        sources=frozenset({State.REVIEW}),
        target=State.DRAFT,
        may=is_asked_for_it,
        effects=(note_opinion,),
        notify=(tell_sent_back,),
        reason_required=True,
        reason_missing="请写明需要怎样修改。",
        tone="no",
    ),
    VersionTransition(
        name="publish",
        label="发布",
        sources=frozenset({State.REVIEW}),
        target=State.PUBLISHED,
        may=is_city_officer,
        guards=(is_second_person, is_ready),
        effects=(note_publication,),
        notify=(tell_published,),
        tone="go",
    ),
    VersionTransition(
        name="retire",
        label="停用",
        sources=frozenset({State.PUBLISHED}),
        target=State.RETIRED,
        may=is_city_officer,
        guards=(may_be_retired,),
        effects=(note_retirement,),
        tone="no",
    ),
)

MACHINE = Machine(
    name="scheme_version",
    model=SchemeVersion,
    noun="个版本",
    rows=TRANSITIONS,
    # The versions that the portal ships are published from the beginning.
    first=frozenset({State.DRAFT, State.PUBLISHED}),
    final=frozenset({State.RETIRED}),
    tones={State.DRAFT: "wait", State.PUBLISHED: "ok", State.RETIRED: "bad"},
    events=SchemeVersionEvent,
    parent="version",
    takes=TransitionInput,
    select_related=("scheme",),
)
