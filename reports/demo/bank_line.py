"""Enterprises on the financing whitelist, and a consent: real acts of the demo accounts."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import Actor, acting_as, system_scope
from financing.models import Consent, WhitelistEntry
from financing.models.consent import FieldGroup
from financing.whitelist.actions.find_candidates import compare_next
from financing.whitelist.actions.give_consent import give_consent
from financing.whitelist.conditions import conditions_in_force
from financing.whitelist.feed import refresh
from financing.whitelist.machine import MACHINE
from lifecycle.current_transaction import current_transaction
from reports.demo.accounts import BANK, LISTED, make_listed_account
from reports.demo.everyday import actor_of

CANDIDATES = 120
LISTED_SHARE, PROPOSED_SHARE = 6, 8  # of ten candidates


def fill_the_list() -> int:
    """Candidates from the registry, some proposed, most of them listed; returns how many are on
    the list. `sme3`, whose enterprise is the first on it, lets the demo bank see its certificates
    and figures."""
    # Who proposes does not approve: what still waits is then the demo account `city`'s to decide.
    officer, proposer = actor_of("city"), actor_of("city2")
    version = conditions_in_force()
    if version is None:
        return 0
    with acting_as(officer):
        compare_next(version, 0)
        rows = WhitelistEntry.objects.filter(state=WhitelistEntry.State.CANDIDATE)
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:CANDIDATES])
    for number, key in enumerate(keys):
        if number % 10 < PROPOSED_SHARE:
            _act(proposer, key, "propose")
        if number % 10 < LISTED_SHARE:
            _act(officer, key, "approve")
    with acting_as(officer):
        first = (
            WhitelistEntry.objects.listed().select_related("organisation").order_by("pk").first()
        )
    if first is None:
        return 0
    with system_scope(reason="seed the demo city"):
        make_listed_account(first.organisation)
    bank = Organisation.objects.get(name=BANK)
    _consents(bank.pk, without=first.organisation_id)
    staff = actor_of(LISTED)
    with acting_as(staff):
        until = timezone.localdate() + timedelta(days=365)
        give_consent(staff, bank.pk, [FieldGroup.CERTIFICATES, FieldGroup.FIGURES], until)
    with acting_as(officer):
        return int(WhitelistEntry.objects.listed().count())


def _act(officer: Actor, key: int, name: str) -> None:
    with acting_as(officer):
        MACHINE.execute(officer, key, name)


def _consents(bank_id: int, *, without: int) -> None:
    """Every second enterprise on the list lets the bank see some of its fields. Its own people,
    who would give the consent, have no accounts in the demo city: the rows are written as they
    are, and shown to the bank by the portal's own means."""
    choices = (list(FieldGroup.values), [FieldGroup.IDENTITY, FieldGroup.CERTIFICATES])
    today = timezone.localdate()
    staff = actor_of(LISTED)
    with system_scope(reason="seed the demo city"):
        listed = WhitelistEntry.objects.filter(state=WhitelistEntry.State.LISTED)
        chosen = list(listed.exclude(organisation_id=without).order_by("pk")[::2])
        for number, entry in enumerate(chosen):
            Consent.objects.create(
                organisation_id=entry.organisation_id,
                district_id=entry.district_id,
                bank_id=bank_id,
                groups=choices[number % 2],
                valid_from=today,
                valid_to=today + timedelta(days=180),
                granted_by_id=staff.user_id,
                granted_xid=current_transaction(),
            )
    refresh(entry.organisation_id for entry in chosen)
