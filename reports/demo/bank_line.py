"""Enterprises on the financing whitelist, and a consent: real acts of the demo accounts."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import Actor, acting_as
from financing.actions.find_candidates import compare_next
from financing.actions.give_consent import give_consent
from financing.conditions import conditions_in_force
from financing.models import WhitelistEntry
from financing.models.consent import FieldGroup
from financing.whitelist_machine import MACHINE
from reports.demo.accounts import BANK
from reports.demo.everyday import actor_of

CANDIDATES = 120
LISTED_SHARE, PROPOSED_SHARE = 6, 8  # of ten candidates


def fill_the_list() -> int:
    """Candidates from the registry, some proposed, most of them listed; returns how many are on
    the list. `sme` lets the demo bank see its certificates and figures."""
    officer = actor_of("city")
    version = conditions_in_force()
    if version is None:
        return 0
    with acting_as(officer):
        compare_next(version, 0)
        rows = WhitelistEntry.objects.filter(state=WhitelistEntry.State.CANDIDATE)
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:CANDIDATES])
    for number, key in enumerate(keys):
        if number % 10 < PROPOSED_SHARE:
            _act(officer, key, "propose")
        if number % 10 < LISTED_SHARE:
            _act(officer, key, "approve")
    staff = actor_of("sme")
    bank = Organisation.objects.get(name=BANK)
    with acting_as(staff):
        until = timezone.localdate() + timedelta(days=365)
        give_consent(staff, bank.pk, [FieldGroup.CERTIFICATES, FieldGroup.FIGURES], until)
    with acting_as(officer):
        return int(WhitelistEntry.objects.listed().count())


def _act(officer: Actor, key: int, name: str) -> None:
    with acting_as(officer):
        MACHINE.execute(officer, key, name)
