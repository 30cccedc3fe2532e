"""What time does to lists: reminders, lapses, the end of the window, what has been paid."""

from datetime import timedelta

from django.utils import timezone

from accounts.tenancy import system_scope
from financing.models import GrantCandidate, GrantList
from financing.subsidies.auto.candidate_machine import MACHINE
from financing.subsidies.auto.granting import fulfil_paid
from financing.subsidies.auto.list_machine import MACHINE as LISTS
from financing.subsidies.find.alerts import tell_everybody

REMIND_AHEAD = 3  # days before the answer is due (示例)
State = GrantCandidate.State


def run_nightly() -> int:
    """Do what is due today (local). Returns how many candidates were changed. Repeatable."""
    today = timezone.localdate()
    with system_scope(reason="keep the lists of money without a claim"):
        rows = GrantCandidate.objects.filter(claim_until__gte=today)
        pushed = rows.filter(state=State.PUSHED)
        soon = pushed.filter(
            answer_by__lte=today + timedelta(days=REMIND_AHEAD), answer_by__gte=today
        ).exclude(events__transition="remind")
        late = pushed.filter(answer_by__lt=today)
        over = GrantCandidate.objects.filter(
            claim_until__lt=today,
            state__in=(State.MATCHED, State.BARRED, State.PUSHED, State.LAPSED, State.DISPUTED),
        )
        due = [
            (pk, name)
            for name, chosen in (("remind", soon), ("lapse", late), ("expire", over))
            for pk in chosen.order_by("pk").values_list("pk", flat=True)
        ]
        for pk, name in due:
            MACHINE.execute(None, pk, name)
        changed = len(due) + fulfil_paid()
        ended = GrantList.objects.filter(
            claim_until__lt=today, state__in=(GrantList.State.MATCHED, GrantList.State.PUSHED)
        )
        for pk in list(ended.order_by("pk").values_list("pk", flat=True)):
            LISTS.execute(None, pk, "close")
    tell_everybody()
    return changed
