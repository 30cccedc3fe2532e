"""Claims that were paid for the same thing, found after the payment: proposed to be asked back.

Before a payment the duplicates of `financing.subsidies.duplicates` keep a claim from being sent.
This looks at what was paid all the same, such as a line whose number was put right later.
Source: domain facts A6 and A7 (重复支付).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from accounts.tenancy import system_scope
from financing.ledger.recoveries import duplicate_found, paid_and_kept
from financing.models import Payable, Recovery, RecoveryCause, SubsidyClaim, SubsidyKey
from financing.subsidies.claims import rule_of
from financing.subsidies.facts_of import facts_of
from schemes.amounts.engine import work_out

ZERO = Decimal(0)
Kind = SubsidyKey.Kind
# Numbers that exist once: of the others, people have to look.
HARD = (Kind.INVOICE, Kind.CUSTOMS, Kind.LOAN, Kind.POLICY)


def propose_what_was_paid_twice() -> int:
    """Propose to ask back what later claims were paid for lines that an earlier paid claim has;
    returns how many. What was proposed, or decided not to be asked, is not proposed again."""
    made = 0
    with system_scope(reason="look for what was paid twice"):
        for claim, numbers in _later_ones():
            asked = Recovery.objects.filter(
                application=claim.application, cause=RecoveryCause.DOUBLE
            )
            if asked.exists():
                continue
            amount = min(paid_for(claim, numbers), paid_and_kept(claim.application))
            if amount > ZERO:
                named = "、".join(str(number) for number in sorted(numbers))
                note = f"第 {named} 行已在另一件已付的申报中计入，请核对后决定是否追回。"
                made += duplicate_found(claim.application, amount, note) is not None
    return made


def _later_ones() -> Iterable[tuple[SubsidyClaim, set[int]]]:
    """Paid claims with the numbers of the lines that a claim paid before them has, by hard keys."""
    first_paid = dict(
        Payable.objects.filter(state=Payable.State.PAID)
        .order_by("application", "-paid_on")
        .values_list("application", "paid_on")
    )
    rows = (
        SubsidyKey.objects.filter(
            line__claim__application__in=first_paid, line__withdrawn_at=None, kind__in=HARD
        )
        .select_related("line__claim")
        .order_by("pk")
    )
    by_key: dict[tuple[str, str], list[SubsidyKey]] = defaultdict(list)
    for one in rows:
        by_key[one.kind, one.key].append(one)
    found: dict[int, set[int]] = defaultdict(set)
    claims: dict[int, SubsidyClaim] = {}
    for same in by_key.values():
        same.sort(key=lambda one: (first_paid[one.line.claim.application_id], one.line.claim_id))
        for one in same:
            if one.line.claim_id != same[0].line.claim_id:
                claims[one.line.claim_id] = one.line.claim
                found[one.line.claim_id].add(one.line.number)
    return [(claims[pk], numbers) for pk, numbers in sorted(found.items())]


def paid_for(claim: SubsidyClaim, numbers: set[int]) -> Decimal:
    """What the claim got for these lines, in 元: its sum less the sum without them."""
    rule = rule_of(claim.application)
    if rule is None or claim.approved_amount is None:
        return ZERO
    facts = facts_of(claim, "audited")
    left = tuple(one for one in facts.items if one.number not in numbers)
    without = work_out(rule, replace(facts, items=left)).amount
    return max(claim.approved_amount - without, ZERO)
