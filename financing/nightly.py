"""What time does to the list: entries and consents that run out, and the reminders before."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import system_scope
from financing.feedback.reminders import remind
from financing.models import Consent, WhitelistEntry
from financing.models.reasons import RemovalReason
from financing.whitelist.feed import refresh
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput

AT_ONCE = 200
REMIND_AHEAD = 30  # days


def run_nightly() -> int:
    """Do what is due today (local): entries run out, consents end, holders are reminded, banks are
    shown the result. Returns how many entries ran out. Repeatable."""
    today = timezone.localdate()
    ended = _run_out(today)
    _remind(today)
    refresh(_listed_ids())
    remind(today)
    return ended


def _run_out(today: date) -> int:
    count = 0
    while True:
        with system_scope(reason="keep the financing whitelist"):
            over = WhitelistEntry.objects.filter(
                state=WhitelistEntry.State.LISTED, valid_to__lt=today
            )
            found = list(over.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
            for entry in found:
                given = TransitionInput(
                    reason=f"有效期到 {entry.valid_to:%Y-%m-%d}，没有延长。",
                    reason_kind=RemovalReason.EXPIRED,
                )
                MACHINE.execute(None, entry.pk, "lapse", given)
        count += len(found)
        if len(found) < AT_ONCE:
            return count


def _remind(today: date) -> None:
    with system_scope(reason="keep the financing whitelist"):
        last = today + timedelta(days=REMIND_AHEAD)
        ending = WhitelistEntry.objects.filter(
            state=WhitelistEntry.State.LISTED, valid_to__range=(today, last)
        )
        for entry in ending.only("pk", "enterprise_name", "valid_to", "district_id"):
            notify(
                people_of(duty=Duty.DISTRICT_REVIEWER, district_id=entry.district_id),
                title=f"名单库有效期将满：{entry.enterprise_name}",
                body=f"有效期到 {entry.valid_to:%Y-%m-%d}，由市级延长。",
                link=reverse("financing:entry", args=[entry.pk]),
                dedupe_key=f"whitelist:{entry.pk}:{entry.valid_to}:ending",
                kind=Kind.REMINDERS,
            )
        consents = Consent.objects.in_force().filter(valid_to__lte=last).select_related("bank")
        for consent in consents:
            notify(
                people_of(organisation_id=consent.organisation_id),
                title=f"给{consent.bank}的查看授权将到期",
                body=f"授权到 {consent.valid_to:%Y-%m-%d}，之后该行只能看到企业在库。",
                link=reverse("financing:consents"),
                dedupe_key=f"consent:{consent.pk}:ending",
                kind=Kind.REMINDERS,
            )


def _listed_ids() -> list[int]:
    with system_scope(reason="keep the financing whitelist"):
        rows = WhitelistEntry.objects.filter(state=WhitelistEntry.State.LISTED)
        return list(rows.values_list("organisation_id", flat=True))
