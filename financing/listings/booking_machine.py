"""The life of a seat of a road show, declared once: what becomes free is offered to whoever waited
longest, for a time; "no thanks" frees it at once.

Source of the rules of the waiting list: `shared/domain-2.md` C5. The hours are 示例.
"""

from datetime import timedelta
from typing import TypeAlias

from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor, system_scope
from financing.listings import notices
from financing.models import RoadShow, RoadShowBooking, RoadShowBookingEvent
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_the_portal
from lifecycle.transitions import Change, Transition, TransitionInput

State = RoadShowBooking.State
Step: TypeAlias = Transition[RoadShowBooking, TransitionInput]
BookingChange: TypeAlias = Change[RoadShowBooking, TransitionInput]
HELD_FOR = timedelta(hours=24)


def is_its_party(actor: Actor | None, booking: RoadShowBooking) -> bool:
    if actor is None or actor.organisation_id != booking.organisation_id:
        return False
    return actor.is_enterprise or actor.duty == Duty.INVESTOR


def has_not_begun(actor: Actor | None, booking: RoadShowBooking) -> str:
    return "路演已经开始。" if booking.show.has_begun else ""


def has_begun(actor: Actor | None, booking: RoadShowBooking) -> str:
    return "" if booking.show.has_begun else "路演开始后才能登记到场。"


def offer_holds(actor: Actor | None, booking: RoadShowBooking) -> str:
    until = booking.offer_until
    return "" if until is None or timezone.now() < until else "确认期限已过，名额已让给下一位。"


def hold_seat(change: BookingChange) -> None:
    """Until the end of the time to answer, and never beyond the beginning of the show."""
    change.row.offer_until = min(timezone.now() + HELD_FOR, change.row.show.starts_at)


def pass_on(change: BookingChange) -> None:
    """The seat that became free is offered to the next who waits."""
    if change.source != State.WAITING:
        offer_next(change.row.show_id, change.row.role)


def offer_next(show_id: int, role: str) -> int:
    """Offer the free seats of a role to those who wait, the longest first; returns how many. The
    show's row is the lock under which seats are counted and given."""
    with system_scope(reason="pass on a seat of a road show"):
        show = RoadShow.objects.select_for_update().get(pk=show_id)
        if show.has_begun:
            return 0
        rows = RoadShowBooking.objects.filter(show=show, role=role)
        free = max(0, show.seats_of(role) - rows.holding().count())
        waiting = list(rows.filter(state=State.WAITING).order_by("id")[:free])
        for booking in waiting:
            MACHINE.execute(None, booking.pk, "offer")
    return len(waiting)


TRANSITIONS = (
    Step(
        name="offer", label="候补到位", sources=frozenset({State.WAITING}), target=State.OFFERED,
        may=is_the_portal, effects=(hold_seat,), notify=(notices.tell_seat_offered,),
        by_hand=False,
    ),
    Step(
        name="accept", label="确认参加", sources=frozenset({State.OFFERED}), target=State.BOOKED,
        may=is_its_party, guards=(offer_holds,), tone="go",
    ),
    Step(
        name="cancel", label="不参加了，让出名额", history_label="取消",
        sources=frozenset({State.BOOKED, State.WAITING, State.OFFERED}), target=State.CANCELLED,
        may=is_its_party, guards=(has_not_begun,), consequences=(pass_on,), tone="no",
    ),
    Step(
        name="lapse", label="逾期未确认", sources=frozenset({State.OFFERED}), target=State.LAPSED,
        may=is_the_portal, consequences=(pass_on,), notify=(notices.tell_seat_lapsed,),
        by_hand=False,
    ),
    Step(
        name="attend", label="登记到场", history_label="到场",
        sources=frozenset({State.BOOKED, State.ABSENT}), target=State.ATTENDED,
        may=is_city_officer, guards=(has_begun,), bulk=True,
    ),
    Step(
        name="miss", label="登记未到场", history_label="未到场",
        sources=frozenset({State.BOOKED, State.ATTENDED}), target=State.ABSENT,
        may=is_city_officer, guards=(has_begun,), bulk=True,
    ),
)  # fmt: skip

MACHINE = Machine(
    name="road_show_booking",
    model=RoadShowBooking,
    noun="个名额",
    rows=TRANSITIONS,
    first=frozenset({State.BOOKED, State.WAITING}),
    final=frozenset({State.CANCELLED, State.LAPSED}),
    tones={
        State.BOOKED: "ok",
        State.WAITING: "wait",
        State.OFFERED: "wait",
        State.CANCELLED: "calm",
        State.LAPSED: "calm",
        State.ATTENDED: "ok",
        State.ABSENT: "bad",
    },
    events=RoadShowBookingEvent,
    parent="booking",
    takes=TransitionInput,
    select_related=("show",),
)
