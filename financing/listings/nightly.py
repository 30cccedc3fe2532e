"""What time does to introductions, seats and proposals."""

from datetime import date

from django.utils import timezone

from accounts.tenancy import system_scope
from financing.listings.actions.place_winner import place_all
from financing.listings.booking_machine import MACHINE as BOOKINGS
from financing.listings.introduction_machine import MACHINE, IntroductionInput
from financing.listings.notices import tell_side
from financing.listings.proposals import tell_of_open_batches
from financing.models import Introduction, RoadShowBooking

AT_ONCE = 200
STILL_REMINDED = 3  # weeks after the day on which a report was due


def run_nightly() -> int:
    """Do what is due today (local): questions without an answer lapse, reports are asked for, seats
    pass on, winners find their enterprises. Returns how many questions lapsed. Repeatable."""
    today = timezone.localdate()
    lapsed = _lapse(today)
    _remind(today)
    free_seats_in_time()
    place_all()
    tell_of_open_batches()
    return lapsed


def _lapse(today: date) -> int:
    with system_scope(reason="remind those on the way to a listing"):
        rows = Introduction.objects.filter(state=Introduction.State.ASKED, due_on__lt=today)
        found = list(rows.order_by("id").values_list("id", flat=True)[:AT_ONCE])
        for pk in found:
            MACHINE.execute(None, pk, "lapse", IntroductionInput("对方没有在期限内答复。"))
    return len(found)


def _remind(today: date) -> None:
    """Both sides are asked once a week what came of it."""
    with system_scope(reason="remind those on the way to a listing"):
        for row in Introduction.objects.to_report().order_by("id"):
            assert row.due_on is not None, "to_report asks for it"
            week = (today - row.due_on).days // 7
            if week > STILL_REMINDED:
                continue
            for side in Introduction.Side:
                tell_side(
                    row,
                    side,
                    f"请报告对接进展：{row.project_name}",
                    f"{row.enterprise_name}与{row.investor_name}，"
                    f"现在是“{row.get_state_display()}”。面谈、意向、投资或未达成，都请报告。",
                    f"introduction:{row.pk}:{row.due_on}:{week}:{side}",
                )


def free_seats_in_time() -> int:
    """Let offers that were not taken up in time lapse; each seat goes to the next who waits."""
    with system_scope(reason="pass on a seat of a road show"):
        over = RoadShowBooking.objects.filter(
            state=RoadShowBooking.State.OFFERED, offer_until__lte=timezone.now()
        )
        found = list(over.order_by("id").values_list("id", flat=True)[:AT_ONCE])
        for pk in found:
            BOOKINGS.execute(None, pk, "lapse")
    return len(found)
