"""Loan demands of the demo city: two of `sme3` that banks have answered, and others that wait."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.models import Organisation, User
from accounts.tenancy import acting_as, system_scope
from financing.demands.actions.make_offer import make_offer
from financing.demands.actions.post_demand import DemandTerms, post_demand
from financing.demands.inputs import HandlingInput, OfferTerms
from financing.demands.machine import MACHINE, DeclineReason
from financing.demo.whitelist import BANK, LISTED, SECOND_BANK, WhitelistStep
from financing.models import DemandHandling, LoanDemand, WhitelistEntry
from financing.models.demand import Guarantee, Purpose

OTHERS = 18
PURPOSES = tuple(Purpose)
EXPLANATION = "示例：采购原材料并扩充产能，以销售回款归还。"


class DemandStep(DemoStep):
    """Demands at both banks in every state, some overdue."""

    after = (WhitelistStep,)

    def finish(self) -> None:
        with system_scope(reason="seed the demo city"):
            if not User.objects.filter(username=LISTED).exists():
                return
            banks = [Organisation.objects.get(name=name).pk for name in (BANK, SECOND_BANK)]
        _of_account(banks)
        _of_others(banks)


def _of_account(banks: list[int]) -> None:
    staff = actor_of(LISTED)
    with acting_as(staff):
        equipment = post_demand(
            staff, _terms(Decimal(500), 24, Purpose.EQUIPMENT, Guarantee.MORTGAGE), banks
        )
        turnover = post_demand(
            staff, _terms(Decimal(300), 12, Purpose.WORKING_CAPITAL, Guarantee.CREDIT), banks
        )
    for username, rate, guarantee in (
        ("bank", "3.45", Guarantee.MORTGAGE),
        ("bank2", "3.65", Guarantee.CREDIT),
    ):
        officer = actor_of(username)
        with acting_as(officer):
            handling = DemandHandling.objects.get(demand=equipment)
            make_offer(officer, handling.pk, _offer(Decimal(rate), guarantee, equipment))
    officer = actor_of("bank")
    with acting_as(officer):
        handling = DemandHandling.objects.get(demand=turnover)
        question = HandlingInput("请补充近三个月的银行流水和主要订单合同。")
        MACHINE.execute(officer, handling.pk, "ask", question)


def _terms(amount: Decimal, months: int, purpose: str, guarantee: str) -> DemandTerms:
    return DemandTerms(
        amount=amount,
        term_months=months,
        purpose=purpose,
        explanation=EXPLANATION,
        guarantees=(guarantee,),
        contact_name="林晓",
        contact_phone="0532-55500001",
        highest_rate=Decimal("4.5"),
    )


def _offer(rate: Decimal, guarantee: str, demand: LoanDemand) -> OfferTerms:
    return OfferTerms(
        amount=demand.amount,
        term_months=demand.term_months,
        rate=rate,
        guarantee=guarantee,
        repayment="at_end",
        valid_to=timezone.localdate() + timedelta(days=45),
        conditions="示例：以最终审批为准。",
    )


def _of_others(banks: list[int]) -> None:
    """Their people, who would post them, have no accounts in the demo city: the rows are written
    as they are, and the banks' own officers handle them."""
    today = timezone.localdate()
    poster = actor_of(LISTED)
    with system_scope(reason="seed the demo city"):
        listed = WhitelistEntry.objects.listed().exclude(organisation_id=poster.organisation_id)
        for number, entry in enumerate(listed.order_by("pk")[:OTHERS]):
            home = {"organisation_id": entry.organisation_id, "district_id": entry.district_id}
            demand = LoanDemand.objects.create(
                **home,
                enterprise_name=entry.enterprise_name,
                credit_code=entry.credit_code,
                amount=100 + 50 * (number % 9),
                term_months=12 * (1 + number % 3),
                purpose=PURPOSES[number % len(PURPOSES)],
                explanation=EXPLANATION,
                guarantees=[Guarantee.CREDIT],
                contact_name="示例",
                contact_phone="0532-55500002",
                bank_ids=[banks[number % 2]],
                posted_by_id=poster.user_id,
            )
            DemandHandling.objects.create(
                **home,
                demand=demand,
                bank_id=banks[number % 2],
                due_on=today + timedelta(days=number * 2 - 4),
            )
    for username in ("bank", "bank2"):
        officer = actor_of(username)
        with acting_as(officer):
            waiting = DemandHandling.objects.waiting_for_bank().select_related("demand")
            others = waiting.exclude(organisation_id=poster.organisation_id)
            # What is overdue stays so.
            rows = list(others.filter(due_on__gte=today).order_by("-pk"))
            for number, row in enumerate(rows[:6]):
                if number % 3 == 0:
                    MACHINE.execute(officer, row.pk, "take_up")
                elif number % 3 == 1:
                    terms = _offer(Decimal("3.85"), Guarantee.CREDIT, row.demand)
                    make_offer(officer, row.pk, terms)
                else:
                    kind = str(DeclineReason.FINANCIAL_STATEMENTS)
                    given = HandlingInput("示例：请补齐审计报告后再提出。", kind)
                    MACHINE.execute(officer, row.pk, "decline", given)
