"""Who stands in for whom today, and which colleagues there are."""

from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import LeaveCover, Membership
from accounts.tenancy import Actor

# The duties that have a queue of their own to leave behind.
COVERED_DUTIES = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the actor's organisation and duty; `stand_in` does their work today, or ""."""

    user_id: int
    name: str
    stand_in: str = ""

    def __str__(self) -> str:
        return f"{self.name}（休假，{self.stand_in}代办）" if self.stand_in else self.name


def covers_of_today(actor: Actor) -> list[LeaveCover]:
    """The covers of the actor's organisation that hold today (local), with their people."""
    found = LeaveCover.objects.on_day(timezone.localdate())
    covers = list(found.filter(organisation_id=actor.organisation_id).order_by("ends_on", "id"))
    # On most days there is none, and five joined tables would be planned for nobody.
    prefetch_related_objects(covers, "absent__user", "cover__user")
    return covers


def users_covered_by(actor: Actor) -> frozenset[int]:
    """The ids of the people whose work the actor does today, besides their own."""
    covers = LeaveCover.objects.on_day(timezone.localdate()).filter(cover_id=actor.membership_id)
    return frozenset(covers.values_list("absent__user_id", flat=True))


def members_of_duty(actor: Actor, duty: Duty) -> QuerySet[Membership]:
    """The active people of the actor's organisation with `duty`, oldest first."""
    found = (
        Membership.objects.working()
        .filter(organisation_id=actor.organisation_id, duty=duty, user__is_active=True)
        .select_related("user")
        .order_by("since", "id")
    )
    return found


def colleagues_of(actor: Actor, covers: list[LeaveCover] | None = None) -> list[Colleague]:
    """Whoever could take the actor's cases: the others of the organisation with the same duty.
    `covers` are those of today, where they are known already."""
    today = covers_of_today(actor) if covers is None else covers
    stand_ins = {one.absent_id: str(one.cover.user) for one in today}
    return [
        Colleague(member.user_id, str(member.user), stand_ins.get(member.pk, ""))
        for member in members_of_duty(actor, actor.duty).exclude(user_id=actor.user_id)
    ]
