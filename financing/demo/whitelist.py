"""Banks, enterprises on the financing whitelist, and consents: mostly real acts of the demo
accounts."""

from datetime import timedelta

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of, make_account
from accounts.duties import Duty, OrganisationKind
from accounts.models import District, Organisation
from accounts.tenancy import Actor, acting_as, system_scope
from audit.transactions import present_transaction
from certification.demo import CertificateStep
from financing.models import Consent, WhitelistEntry
from financing.models.consent import FieldGroup
from financing.whitelist.actions.find_candidates import compare_next
from financing.whitelist.actions.give_consent import give_consent
from financing.whitelist.conditions import conditions_in_force
from financing.whitelist.feed import refresh
from financing.whitelist.machine import MACHINE

BANK, SECOND_BANK = "示例海湾银行青岛分行", "示例山海银行青岛分行"
LISTED = "sme3"
CANDIDATES = 120
LISTED_SHARE, PROPOSED_SHARE = 6, 8  # of ten candidates


class WhitelistStep(DemoStep):
    """The banks with their officers, and candidates of whom some are proposed and most listed."""

    after = (CertificateStep,)

    def begin(self) -> None:
        city = District.objects.get(code="370200")
        for name, username, person in ((BANK, "bank", "吴霞"), (SECOND_BANK, "bank2", "丁磊")):
            bank = Organisation.objects.create(kind=OrganisationKind.BANK, name=name, district=city)
            make_account(username, person, bank, Duty.BANK_OFFICER)

    def finish(self) -> None:
        # Who proposes does not approve: what still waits is then the account `city`'s to decide.
        officer, proposer = actor_of("city"), actor_of("city2")
        version = conditions_in_force()
        if version is None:
            return
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
            listed = WhitelistEntry.objects.listed().select_related("organisation")
            first = listed.order_by("pk").first()
        if first is not None:
            _give_consents(first.organisation)


def _give_consents(holder: Organisation) -> None:
    """`sme3` administers the first enterprise on the list and lets the demo bank see its
    certificates and figures; others let it see theirs."""
    with system_scope(reason="seed the demo city"):
        make_account(LISTED, "宋然", holder, Duty.ENTERPRISE_STAFF)
        bank = Organisation.objects.get(name=BANK)
    _consents(bank.pk, without=holder.pk)
    staff = actor_of(LISTED)
    with acting_as(staff):
        until = timezone.localdate() + timedelta(days=365)
        give_consent(staff, bank.pk, [FieldGroup.CERTIFICATES, FieldGroup.FIGURES], until)


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
                granted_xid=present_transaction(),
            )
    refresh(entry.organisation_id for entry in chosen)
