"""An enterprise's loan demand: posted, put to further banks, settled or closed."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.actors import home_of
from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Membership, Organisation
from accounts.tenancy import Actor, system_scope
from enterprises.models import Enterprise
from financing.bounds import problems_with
from financing.demands import loan_demand_machine
from financing.demands.inputs import HandlingInput
from financing.demands.machine import MACHINE, OPEN, due_from
from financing.demands.notices import tell_sent
from financing.doubts import amount_doubt, rate_doubt
from financing.models import CreditFeedback, DemandHandling, LoanDemand, WhitelistEntry
from lifecycle.transitions import TransitionInput

MOST_OPEN = 5
NOT_LISTED = "企业列入重点融资支持企业名单库后，才能通过银企专线提出融资需求。"


@dataclass(frozen=True)
class DemandTerms:
    """What is needed: `amount` in 万元, `highest_rate` in per cent a year, dates local."""

    amount: Decimal
    term_months: int
    purpose: str
    explanation: str
    guarantees: Sequence[str]
    contact_name: str
    contact_phone: str
    highest_rate: Decimal | None = None
    needed_by: date | None = None


def post_demand(
    actor: Actor,
    terms: DemandTerms,
    bank_ids: Collection[int],
    *,
    renews: CreditFeedback | None = None,
    is_checked: bool = False,
) -> LoanDemand:
    """Put what the actor's enterprise needs to the banks `bank_ids`; each has 30 days to decide.
    `renews` is the loan that is to go on, see `request_renewal`.

    Raises `NotPermitted`, or `RuleViolation` by field, at "" for an enterprise that is not on the
    list; unusual figures are asked about unless they were checked.
    Source: action plan 2018-2021, 三(五); 金发〔2024〕32号.
    """
    _refuse_others(actor)
    with transaction.atomic():
        demand = LoanDemand(**home_of(actor), **asdict(terms))
        errors = problems_with(demand, asdict(terms))
        if not is_checked:
            errors = _doubts(terms) | errors
        listed = WhitelistEntry.objects.listed().filter(organisation_id=actor.organisation_id)
        # Its lock lets the enterprise's demands be counted one after the other.
        entry = listed.select_for_update(of=("self",)).first()
        if entry is None:
            errors[""] = NOT_LISTED
        elif _open_demands(actor) >= MOST_OPEN:
            errors[""] = f"已有 {MOST_OPEN} 项需求正在对接，请先结束其中一项。"
        banks = _banks(bank_ids)
        if not banks:
            errors["banks"] = "请至少选择一家银行。"
        if errors or entry is None:
            raise RuleViolation(errors)
        # As the registry has them now: the entry keeps those of its listing.
        enterprise = Enterprise.objects.get(pk=actor.organisation_id)
        demand.enterprise_name = enterprise.name
        demand.credit_code = enterprise.credit_code or entry.credit_code
        demand.bank_ids = [bank.pk for bank in banks]
        demand.renews, demand.posted_by_id = renews, actor.user_id
        demand.save(force_insert=True)
        _send(demand, banks)
    return demand


def _doubts(terms: DemandTerms) -> dict[str, str]:
    """What is unusual about what is needed, by field."""
    found = {"amount": amount_doubt(terms.amount), "highest_rate": rate_doubt(terms.highest_rate)}
    return {name: text for name, text in found.items() if text}


def put_to_more_banks(actor: Actor, demand_id: int, bank_ids: Collection[int]) -> int:
    """Put an open demand to further banks; returns how many.

    Raises `LoanDemand.DoesNotExist`, `NotPermitted`, or `RuleViolation` when it is over, no
    further bank was chosen, or it is a renewal, which the loan's own bank alone decides.
    """
    _refuse_others(actor)
    with transaction.atomic():
        demand = _locked_open(actor, demand_id)
        if demand.renews_id:
            raise RuleViolation({"banks": "续贷由原贷款银行办理，不能送达其他银行。"})
        if (
            not WhitelistEntry.objects.listed()
            .filter(organisation_id=actor.organisation_id)
            .exists()
        ):
            raise RuleViolation({"banks": NOT_LISTED})
        banks = _banks(set(bank_ids) - set(demand.bank_ids))
        if not banks:
            raise RuleViolation({"banks": "请至少选择一家还没有送达的银行。"})
        demand.bank_ids = [*demand.bank_ids, *(bank.pk for bank in banks)]
        demand.save(update_fields=["bank_ids"])
        _send(demand, banks)
    return len(banks)


def choose_offer(
    actor: Actor, handling_id: int, *, expected_version: int | None = None
) -> DemandHandling:
    """Accept a bank's offer; the other banks are told that the demand is settled.

    Raises `DemandHandling.DoesNotExist`, and as `Machine.execute`. `expected_version` is that
    of the offer which the enterprise read.
    """
    with transaction.atomic():
        found = DemandHandling.objects.visible_to(actor).get(pk=handling_id)
        # The demand is the lock: two offers are not both accepted.
        LoanDemand.objects.select_for_update(of=("self",)).get(pk=found.demand_id)
        return MACHINE.execute(actor, handling_id, "accept", expected_version=expected_version)


def close_demand(actor: Actor, demand_id: int, reason: str) -> LoanDemand:
    """End an open demand; the banks that had not decided are told. Raises as
    `put_to_more_banks`."""
    _refuse_others(actor)
    with transaction.atomic():
        demand = _locked_open(actor, demand_id)
        rows = DemandHandling.objects.filter(demand=demand, state__in=OPEN)
        for pk in rows.order_by("id").values_list("id", flat=True):
            given = HandlingInput(reason=reason or "企业结束了这项需求。")
            MACHINE.execute(actor, pk, "close", given)
        why = TransitionInput(reason=reason)
        return loan_demand_machine.MACHINE.execute(actor, demand_id, "close", why)


def connected_banks() -> list[Organisation]:
    """The banks on the line for which somebody works already, by name."""
    with system_scope(reason="find the banks that somebody works for"):
        working = Membership.objects.working().filter(duty=Duty.BANK_OFFICER)
        rows = Organisation.objects.filter(
            kind=OrganisationKind.BANK, is_active=True, pk__in=working.values("organisation_id")
        )
        return list(rows.order_by("name"))


def _refuse_others(actor: Actor) -> None:
    if actor.duty != Duty.ENTERPRISE_STAFF:
        raise NotPermitted("融资需求由企业提出和结束。")


def _banks(ids: Collection[int]) -> list[Organisation]:
    return [bank for bank in connected_banks() if bank.pk in set(ids)]


def _open_demands(actor: Actor) -> int:
    rows = LoanDemand.objects.filter(organisation_id=actor.organisation_id)
    return int(rows.filter(state=LoanDemand.State.OPEN).count())


def _locked_open(actor: Actor, demand_id: int) -> LoanDemand:
    rows = LoanDemand.objects.visible_to(actor).select_for_update(of=("self",))
    demand: LoanDemand = rows.get(pk=demand_id)
    if demand.state != LoanDemand.State.OPEN:
        raise RuleViolation(f"这项需求{demand.get_state_display()}。")
    return demand


def _send(demand: LoanDemand, banks: list[Organisation]) -> None:
    for bank in banks:
        handling = DemandHandling.objects.create(
            demand=demand,
            bank=bank,
            organisation_id=demand.organisation_id,
            district_id=demand.district_id,
            due_on=due_from(timezone.localdate()),
        )
        tell_sent(handling)
