"""What a road show's page says of its seats, of one's own booking and of what came of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from accounts.duties import Duty
from accounts.tenancy import Actor, system_scope
from financing.listings.booking_machine import MACHINE
from financing.models import FinancingProject, Introduction, RoadShow, RoadShowBooking

Role, State = RoadShowBooking.Role, RoadShowBooking.State


@dataclass(frozen=True)
class Seats:
    """The seats of a role: how many there are and are free, and the bookings that wait, the longest
    first."""

    label: str
    whole: int
    free: int
    queue: list[int]


def seats_of(show: RoadShow) -> dict[str, Seats]:
    """The seats by role. One query."""
    held, queues = Counter[str](), defaultdict[str, list[int]](list)
    with system_scope(reason="count the seats of a road show"):
        rows = RoadShowBooking.objects.filter(show=show).order_by("id")
        for pk, role, state in rows.values_list("id", "role", "state"):
            if state == State.WAITING:
                queues[role].append(pk)
            held[role] += state in (State.BOOKED, State.OFFERED, State.ATTENDED)
    return {
        role: Seats(
            Role(role).label, show.seats_of(role), max(0, show.seats_of(role) - held[role]),
            queues[role],
        )
        for role in Role.values
    }  # fmt: skip


def booking_context(actor: Actor, show: RoadShow) -> dict[str, object]:
    """The page's variables: seats; one's own booking with its acts, or what one may book with; for
    bureaus everybody's."""
    seats = seats_of(show)
    context: dict[str, object] = {"seats": list(seats.values())}
    if actor.is_enterprise or actor.duty == Duty.INVESTOR:
        own_seats = seats[Role.PROJECT if actor.is_enterprise else Role.INVESTOR]
        context["must_wait"] = not own_seats.free or bool(own_seats.queue)
        own = RoadShowBooking.objects.filter(show=show, organisation_id=actor.organisation_id)
        booking = own.order_by("-id").first()
        context["booking"] = booking
        context["may_book"] = show.takes_bookings and (
            booking is None or booking.state in (State.CANCELLED, State.LAPSED)
        )
        if booking is not None:
            if booking.pk in own_seats.queue:
                context["place"] = own_seats.queue.index(booking.pk) + 1
            context["cancel_question"] = (
                f"不再候补“{show}”？再报名会排到最后。" if "place" in context
                else f"不参加“{show}”了？名额会让给候补的单位。"
            )  # fmt: skip
            context["booking_tone"] = MACHINE.tone_of(booking.state)
            context["booking_acts"] = [
                one for one in MACHINE.available(actor, booking) if one.is_possible
            ]
        if actor.is_enterprise:
            context["own_projects"] = FinancingProject.objects.filter(
                organisation_id=actor.organisation_id, is_open=True, retired_at=None
            )
        return context
    bookings = list(
        RoadShowBooking.objects.filter(show=show)
        .exclude(state__in=(State.CANCELLED, State.LAPSED))
        .select_related("show")
        .order_by("role", "id")
    )
    context["bookings"] = [
        {
            "row": one,
            "tone": MACHINE.tone_of(one.state),
            "acts": [act for act in MACHINE.available(actor, one) if act.is_possible],
        }
        for one in bookings
    ]
    context["came_of_it"] = came_of(show, bookings)
    return context


def came_of(show: RoadShow, bookings: list[RoadShowBooking]) -> dict[str, object]:
    """Introductions between who was there, begun since it began; amounts in 万元. One query."""
    there = [one for one in bookings if one.state == State.ATTENDED]
    projects = [one.project_id for one in there if one.project_id]
    investors = [one.organisation_id for one in there if one.role == Role.INVESTOR]
    rows = Introduction.objects.filter(
        project__in=projects, investor__in=investors, asked_at__gte=show.starts_at
    ).values_list("state", "invested")
    found = list(rows)
    invested = [amount for state, amount in found if state == Introduction.State.INVESTED]
    return {
        "asked": len(found),
        "agreed": sum(state not in ("asked", "declined", "withdrawn") for state, _ in found),
        "invested": len(invested),
        "amount": sum((one for one in invested if one is not None), start=0),
    }
