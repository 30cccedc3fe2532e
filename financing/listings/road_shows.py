"""What a road show's page says of its seats, of one's own booking and of what came of it."""

from collections import Counter

from accounts.duties import Duty
from accounts.tenancy import Actor, system_scope
from financing.listings.booking_machine import MACHINE
from financing.models import FinancingProject, Introduction, RoadShow, RoadShowBooking

Role, State = RoadShowBooking.Role, RoadShowBooking.State


def free_seats(show: RoadShow) -> dict[str, tuple[int, int]]:
    """Role -> how many seats are free, and how many wait. One query."""
    with system_scope(reason="count the seats of a road show"):
        rows = RoadShowBooking.objects.filter(show=show).values_list("role", "state")
        held: Counter[tuple[str, bool]] = Counter()
        for role, state in rows:
            if state == State.WAITING:
                held[role, True] += 1
            elif state in (State.BOOKED, State.OFFERED, State.ATTENDED):
                held[role, False] += 1
    return {
        role: (max(0, show.seats_of(role) - held[role, False]), held[role, True])
        for role in Role.values
    }


def booking_context(actor: Actor, show: RoadShow) -> dict[str, object]:
    """The page's variables: seats; one's own booking with its acts, or what one may book with; for
    bureaus everybody's."""
    seats = free_seats(show)
    context: dict[str, object] = {
        "seats": [(Role(role).label, show.seats_of(role), *seats[role]) for role in Role.values]
    }
    if actor.is_enterprise or actor.duty == Duty.INVESTOR:
        own = RoadShowBooking.objects.filter(show=show, organisation_id=actor.organisation_id)
        booking = own.order_by("-id").first()
        context["booking"] = booking
        context["may_book"] = show.takes_bookings and (
            booking is None or booking.state in (State.CANCELLED, State.LAPSED)
        )
        if booking is not None:
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
