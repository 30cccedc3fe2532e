"""Claims that were paid for the same thing, found after the payment: proposed to be asked back.

Before a payment the duplicates of `financing.subsidies.duplicates` keep a claim from being sent.
This looks at what was paid all the same, such as a line whose number was put right later. A case
and those that it corrects are one matter, which the last decision stands for.
Source: domain facts A6 and A7 (重复支付).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Min, Sum

from accounts.tenancy import system_scope
from financing.ledger.recoveries import paid_and_kept, propose_more
from financing.models import (
    Payable,
    Recovery,
    RecoveryCause,
    ReviewStage,
    SubsidyClaim,
    SubsidyKey,
)
from financing.subsidies.claims import rule_of
from financing.subsidies.facts_of import facts_of
from financing.subsidies.money.corrections import earlier_cases
from financing.subsidies.money.shares import BUDGET, after_share
from financing.subsidies.review.lines import line_rows
from procedures.models import Application
from procedures.models.application import State
from schemes.amounts.engine import work_out
from schemes.amounts.facts import AmountFacts

ZERO = Decimal(0)
Kind = SubsidyKey.Kind
# Numbers that exist once: of the others, people have to look.
HARD = (Kind.INVOICE, Kind.CUSTOMS, Kind.LOAN, Kind.POLICY)


@dataclass(frozen=True)
class _Paid:
    """A matter that was paid: the claim that was decided last, its cases, the latest first, and the
    day of the first payment."""

    claim: SubsidyClaim
    cases: list[Application]
    first: date


def propose_what_was_paid_twice() -> int:
    """Propose to ask back what later claims were paid for lines that an earlier paid claim has;
    returns how many. What was proposed, or decided not to be asked, is not proposed again; what is
    found later raises the proposal that is open."""
    made = 0
    with system_scope(reason="look for what was paid twice"):
        for paid, numbers in _later_ones():
            asked = Recovery.objects.filter(application__in=paid.cases, cause=RecoveryCause.DOUBLE)
            before = asked.aggregate(sum=Sum("amount"))["sum"] or ZERO
            named = "、".join(str(number) for number in sorted(numbers))
            note = f"第 {named} 行已在另一件已付的申报中计入，请核对后决定是否追回。"
            made += _ask(paid, paid_for(paid.claim, numbers) - before, note)
    return made


def _ask(paid: _Paid, amount: Decimal, note: str) -> int:
    """Propose to ask `amount` back of the matter's cases, the latest first."""
    made = 0
    for case in paid.cases:
        part = min(amount, paid_and_kept(case))
        if part > ZERO and propose_more(case, RecoveryCause.DOUBLE, part, note) is not None:
            made += 1
            amount -= part
    return made


def _later_ones() -> Iterable[tuple[_Paid, set[int]]]:
    """What was paid, with the numbers of the lines that something paid before has, by hard keys."""
    paid = {one.claim.pk: one for one in _matters()}
    by_key: dict[tuple[str, str], list[SubsidyKey]] = defaultdict(list)
    rows = SubsidyKey.objects.filter(
        line__claim__in=paid, line__withdrawn_at=None, kind__in=HARD
    ).select_related("line")
    for one in rows.order_by("pk"):
        by_key[one.kind, one.key].append(one)
    counted: dict[int, Collection[int]] = {}
    found: dict[int, set[int]] = defaultdict(set)
    for same in by_key.values():
        if len({one.claim_id for one in same}) < 2:
            continue
        for one in same:
            if one.claim_id not in counted:
                counted[one.claim_id] = _counting(paid[one.claim_id].claim)
        # A struck line was not paid for: whoever has its number beside it was paid once.
        same = [one for one in same if one.line.number in counted[one.claim_id]]
        same.sort(key=lambda one: (paid[one.claim_id].first, one.claim_id))
        for one in same:
            if one.claim_id != same[0].claim_id:
                found[one.claim_id].add(one.line.number)
    return [(paid[pk], numbers) for pk, numbers in sorted(found.items())]


def _counting(claim: SubsidyClaim) -> set[int]:
    rows = line_rows(claim, ReviewStage.AUDITED)
    return {row.line.number for row in rows if not row.is_withdrawn and not row.is_out}


def _matters() -> Iterable[_Paid]:
    """Everything that was paid and not annulled, by the decision that stands."""
    first_paid = dict(
        Payable.objects.filter(state=Payable.State.PAID)
        .order_by()
        .values_list("application")
        .annotate(first=Min("paid_on"))
    )
    later = dict(
        Application.objects.filter(
            corrects__isnull=False, state__in=(State.APPROVED, State.DECLINED)
        ).values_list("corrects", "pk")
    )
    standing: dict[int, date] = {}
    for paid, first in first_paid.items():
        last = paid
        while last in later:
            last = later[last]
        standing[last] = min(first, standing.get(last, first))
    claims = SubsidyClaim.objects.filter(
        application__in=standing, application__state=State.APPROVED
    ).select_related("application")
    # Sums and answers are large, and few of all that was paid are looked at.
    claims = claims.defer("sums", "application__answers", "application__answer_revisions")
    for claim in claims.order_by("pk"):
        case = claim.application
        yield _Paid(claim, [case, *earlier_cases(case)], standing[case.pk])


def paid_for(claim: SubsidyClaim, numbers: set[int]) -> Decimal:
    """What the claim got for these lines, in 元: its sum less the sum without them."""
    rule = rule_of(claim.application)
    if rule is None or claim.approved_amount is None:
        return ZERO
    left = work_out(rule, _without(facts_of(claim, "audited"), numbers)).amount
    kept = claim.sums.get(BUDGET)
    if kept and Decimal(kept["amount"]) == claim.approved_amount:
        left = after_share(claim, left)
    return max(claim.approved_amount - left, ZERO)


def _without(facts: AmountFacts, numbers: set[int]) -> AmountFacts:
    """The facts as if the lines were not there: a loan goes with its balance and its interest."""
    loans = {str(number) for number in numbers}
    paid = {loan: amount for loan, amount in facts.paid_of_loans.items() if loan not in loans}
    return replace(
        facts,
        items=tuple(one for one in facts.items if one.number not in numbers),
        loans=tuple(one for one in facts.loans if one.loan not in loans),
        paid_of_loans=paid,
        interest_paid=None if facts.interest_paid is None else sum(paid.values(), ZERO),
    )
