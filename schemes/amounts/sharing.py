"""When a budget is short: who gets how much, to the 分; the parts make exactly the whole."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from schemes.amounts.exact import together
from schemes.definition.amount_terms import Budget

ZERO = Decimal("0.00")


def share_pro_rata(budget: Decimal, approved: Sequence[Decimal]) -> list[Decimal]:
    """The same share for all, by largest remainder to the 分, ties to the earlier. Where the budget
    suffices each gets what was approved."""
    total = together(approved)
    if total <= budget:
        return [Decimal(one).quantize(ZERO) for one in approved]
    return split(budget, approved)


def split(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """`amount`, a whole number of 分, by `weights`: largest remainder, ties to the earlier."""
    total = Fraction(together(weights))
    cents = _cents(amount)
    if not total:
        return [ZERO for _ in weights]
    exact = [Fraction(weight) * cents / total for weight in weights]
    whole = [share.__floor__() for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda n: (whole[n] - exact[n], n))
    for number in by_remainder[: cents - sum(whole)]:
        whole[number] += 1
    return [_money(one) for one in whole]


def pay_in_turn(
    budget: Decimal, approved: Sequence[Decimal], *, part_of_last: bool = False
) -> list[Decimal]:
    """Each in full, in the order given (by score, or by the time of sending), until one does not
    fit: it gets what is left where `part_of_last`, else nothing, and those behind it wait."""
    left, paid = budget, []
    is_open = True
    for amount in approved:
        fits = is_open and amount <= left
        given = amount if fits else left if is_open and part_of_last else ZERO
        is_open = fits
        left -= given
        paid.append(Decimal(given).quantize(ZERO))
    return paid


def cut_cap(budget: Decimal, approved: Sequence[Decimal]) -> list[Decimal]:
    """One common cap, lowered until all fit: whoever is below it gets all. The 分 that the cap
    leaves over go one each to the earlier of those that were cut."""
    wanted = [_cents(one) for one in approved]
    left = _cents(budget)
    if sum(wanted) <= left:
        return [_money(one) for one in wanted]
    in_order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    given = dict.fromkeys(range(len(wanted)), 0)
    for place, number in enumerate(in_order):
        cap = left // (len(in_order) - place)
        if wanted[number] > cap:
            cut = sorted(in_order[place:])
            for one in cut:
                given[one] = cap
            for one in cut[: left - cap * len(cut)]:
                given[one] += 1
            break
        given[number] = wanted[number]
        left -= wanted[number]
    return [_money(given[number]) for number in range(len(wanted))]


def share_out(
    rule: Budget,
    budget: Decimal,
    approved: Sequence[Decimal],
    scores: Sequence[Decimal | None] = (),
) -> list[Decimal]:
    """What each claim gets of the budget by the rule's way for a short one; `approved` stands in
    the order of sending, `scores` beside it where the rule goes by them. A cap that would fall
    below the rule's lowest stays there, and claims are then paid in turn."""
    if together(approved) <= budget or rule.when_short == "pro_rata":
        return share_pro_rata(budget, approved)
    if rule.when_short == "queue_by_time":
        return pay_in_turn(budget, approved)
    if rule.when_short == "queue_by_score":
        order = queue_order(scores or [None] * len(approved))
        paid = pay_in_turn(budget, [approved[number] for number in order])
        return [amount for _, amount in sorted(zip(order, paid, strict=True))]
    shared = cut_cap(budget, approved)
    lowest = rule.lowest_cap
    if lowest is not None and any(
        one < most and one < lowest for one, most in zip(shared, approved, strict=True)
    ):
        return pay_in_turn(budget, [min(one, lowest) for one in approved])
    return shared


def queue_order(scores: Sequence[Decimal | None]) -> list[int]:
    """The places in order of the scores, the highest first, ties to the earlier, those without one
    last."""
    return sorted(
        range(len(scores)), key=lambda n: (scores[n] is None, -(scores[n] or Decimal(0)), n)
    )


def _cents(amount: Decimal) -> int:
    cents = Decimal(amount).scaleb(2)
    if cents < 0 or cents != cents.to_integral_value():
        raise ValueError(f"{amount} is no amount in 分")
    return int(cents)


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
