"""What time does to effect reports: they are asked for, reminded, and told to be late."""

from datetime import timedelta

from django.utils import timezone

from accounts.tenancy import system_scope
from financing.models import EffectReport
from financing.subsidies.effect.notices import remind, tell_overdue
from financing.subsidies.effect.opening import open_reports
from financing.subsidies.effect.rules import REMIND_BEFORE


def run_effect() -> int:
    """Do what is due today (local); how many reports were opened. Repeatable."""
    today = timezone.localdate()
    with system_scope(reason="ask for effect reports"):
        opened = open_reports(today)
        rows = EffectReport.objects.open().select_related("claim__application")
        for days in REMIND_BEFORE:
            for one in rows.filter(due_on=today + timedelta(days=days)):
                remind(one, days)
        for one in rows.filter(due_on__lt=today):
            tell_overdue(one)
    return opened
