"""What waits for an enterprise without a claim, as its pages show it."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.tenancy import Actor
from financing.ledger.bank_codes import bank_name
from financing.models import GrantCandidate, PayeeAccount
from financing.subsidies.auto.candidate_machine import MACHINE
from schemes.amounts.worked_sum import WorkedSum


@dataclass(frozen=True)
class OwnGrant:
    """A candidate with the account that it would be paid into."""

    row: GrantCandidate
    account: PayeeAccount | None

    @property
    def sum(self) -> WorkedSum:
        return WorkedSum.from_json(self.row.sums)

    @property
    def amount(self) -> Decimal:
        return self.row.amount

    @property
    def bank(self) -> str:
        return f"{bank_name(self.account.bank)} {self.account.branch}" if self.account else ""

    @property
    def is_same_name(self) -> bool:
        return self.account is not None and self.account.holder == self.row.enterprise_name

    @property
    def own_label(self) -> str:
        """The state as the enterprise reads it."""
        return MACHINE.owner_labels.get(self.row.state) or self.row.get_state_display()

    @property
    def tone(self) -> str:
        return MACHINE.tone_of(self.row.state)


def own_grants(actor: Actor) -> list[OwnGrant]:
    """What waits for the actor's enterprise or can still be had, the first to lapse first. Two
    queries."""
    rows = GrantCandidate.objects.visible_to(actor).shown_to_enterprise()
    account = own_account(actor.organisation_id)
    return [OwnGrant(row, account) for row in rows.order_by("answer_by", "pk")]


def own_account(organisation_id: int) -> PayeeAccount | None:
    account: PayeeAccount | None = (
        PayeeAccount.objects.in_force().filter(organisation_id=organisation_id).first()
    )
    return account
