"""An enterprise begins its way to a listing, changes the board, or gives it up."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actors import home_of
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.models import Enterprise
from financing import bounds
from financing.listings.path_machine import MACHINE
from financing.models import ListingPath, ListingTrack
from lifecycle.transitions import TransitionInput

ONE_AT_A_TIME = "企业已经有一条推进中或已到达的路径；要换板块，请用“转其他路径”。"


def begin_path(actor: Actor, track_id: int, target_on: date | None) -> ListingPath:
    """Begin the way along a track; `target_on` is the local day by which it is planned to be done.

    Raises `NotPermitted`, or `RuleViolation` by field.
    """
    _refuse_others(actor)
    with transaction.atomic():
        # The enterprise's row is the lock that makes a double click one path.
        enterprise = Enterprise.objects.select_for_update().get(pk=actor.organisation_id)
        if ListingPath.objects.standing().filter(organisation_id=enterprise.pk).exists():
            raise RuleViolation(ONE_AT_A_TIME)
        return _begun(actor, enterprise, _track(track_id), target_on)


def change_board(
    actor: Actor, path_id: int, track_id: int, target_on: date | None, reason: str,
    *, expected_version: int | None = None,
) -> ListingPath:  # fmt: skip
    """Leave a path for another track; the one that is left stays with its milestones.

    Raises as `Machine.execute`, and `RuleViolation` by field.
    """
    _refuse_others(actor)
    with transaction.atomic():
        enterprise = Enterprise.objects.select_for_update().get(pk=actor.organisation_id)
        track = _track(track_id)
        if ListingPath.objects.visible_to(actor).get(pk=path_id).track_id == track.pk:
            raise RuleViolation({"track": "就是现在的路径，请选择另一条。"})
        left = MACHINE.execute(
            actor, path_id, "change", TransitionInput(reason), expected_version=expected_version
        )
        if ListingPath.objects.on_the_way().filter(organisation_id=enterprise.pk).exists():
            raise RuleViolation(ONE_AT_A_TIME)
        return _begun(actor, enterprise, track, target_on, changed_from=left)


def _refuse_others(actor: Actor) -> None:
    if not actor.is_enterprise:
        raise NotPermitted("上市进程由企业填报。")


def _track(track_id: int) -> ListingTrack:
    track = ListingTrack.objects.filter(pk=track_id, retired_at=None).first()
    if track is None:
        raise RuleViolation({"track": "请选择一条路径。"})
    return track


def _begun(
    actor: Actor,
    enterprise: Enterprise,
    track: ListingTrack,
    target_on: date | None,
    changed_from: ListingPath | None = None,
) -> ListingPath:
    path = ListingPath(
        **home_of(actor),
        track=track,
        enterprise_name=enterprise.name,
        credit_code=enterprise.credit_code or "",
        began_on=timezone.localdate(),
        target_on=target_on,
        changed_from=changed_from,
    )
    if target_on is not None:
        try:
            bounds.in_the_coming_years(target_on)
        except ValidationError as error:
            raise RuleViolation({"target_on": " ".join(error.messages)}) from None
    path.save()
    return path
