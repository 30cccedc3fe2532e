"""Money for the same matter: what is left beside what was already paid, and which of several offers
counts.

Modes (domain-2.md A7): `forbid` gives nothing beside earlier money; `higher_of` gives the higher
one only, so that beside a lower one the difference needs the consent of who paid it;
`top_up_difference` gives the difference; `share_cap_total` lets all together reach a share of the
base.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemes.amounts.exact import exact, money, percent_text, share, to_cent, together
from schemes.amounts.sheet import NOTHING_YET, Sheet
from schemes.amounts.worked_sum import CUT
from schemes.definition.amount_terms import CONSENT, CONSENT_LABEL, MODES, Exclusion


def left_beside(sheet: Sheet, due: Fraction) -> Fraction:
    """What is due beside earlier money of the group, written on the sheet."""
    exclusion = sheet.rule.exclusion
    if exclusion is None:
        return due
    earlier = together(one.amount for one in sheet.facts.earlier)
    note = MODES[exclusion.mode]
    if not earlier:
        sheet.write("−", "同类已付", Decimal(0), note=note, clause=exclusion.clause, key="earlier")
        return due
    agreed = exclusion.mode == "higher_of" and CONSENT in sheet.facts.events
    left, why = after_earlier(exclusion, due, earlier, sheet.base, has_consent=agreed)
    if agreed and left:
        note = f"{note}，{CONSENT_LABEL}"
    listed = "、".join(
        f"{one.label}（{one.year}）{money(one.amount)}" for one in sheet.facts.earlier[:4]
    )
    label = "同类已付" if left else "同类已得，不予支付"
    sheet.write(
        "−", label, due - left, note=f"{note}：{listed}", clause=exclusion.clause, tone=CUT,
        key="earlier",
    )  # fmt: skip
    if why:
        sheet.refuse(why)
    return left


def after_earlier(
    exclusion: Exclusion,
    due: Fraction,
    earlier: Decimal,
    base: Decimal,
    *,
    has_consent: bool = False,
) -> tuple[Fraction, str]:
    """What is left of `due` beside `earlier` money of the group, and why nothing is where it is."""
    paid = Fraction(earlier)
    if not paid:
        return due, ""
    if exclusion.mode == "forbid":
        return NOTHING_YET, f"“{exclusion.label}”已得 {money(earlier)}，不再重复给予"
    if exclusion.mode == "share_cap_total":
        assert exclusion.percent is not None
        room = max(share(exclusion.percent) * Fraction(base) - paid, NOTHING_YET)
        if room:
            return min(due, room), ""
        return NOTHING_YET, (
            f"“{exclusion.label}”已得 {money(earlier)}，各项合计已达基数的"
            f" {percent_text(exclusion.percent)}"
        )
    if paid >= due:
        return NOTHING_YET, f"“{exclusion.label}”已得 {money(earlier)}，不低于本项，没有差额"
    if exclusion.mode == "top_up_difference" or has_consent:
        return due - paid, ""
    return NOTHING_YET, (
        f"“{exclusion.label}”已得 {money(earlier)}；本项更高，原支付单位同意后才补差额"
        f" {money(to_cent(due - paid))}"
    )


@dataclass(frozen=True)
class Offer:
    """A scheme that an enterprise could claim from, by its code: what it would give alone, its
    base, and its exclusion."""

    code: str
    name: str
    amount: Decimal
    base: Decimal
    exclusion: Exclusion | None


@dataclass(frozen=True)
class Counting:
    """What of an offer counts beside the others, and the sentence that both rows carry."""

    code: str
    counts: Decimal
    why: str


def what_counts(offers: Sequence[Offer]) -> list[Counting]:
    """Of each offer what it adds to the total, in the order given. In a group the highest goes
    first (ties to the earlier), unless it gives way to another offer; each further one is asked
    what is left beside those before it."""
    found: dict[str, Counting] = {}
    for offer in offers:
        if offer.exclusion is None:
            found[offer.code] = Counting(offer.code, offer.amount, "")
    groups = dict.fromkeys(one.exclusion.group for one in offers if one.exclusion)
    for group in groups:
        members = [one for one in offers if one.exclusion and one.exclusion.group == group]
        taken: list[tuple[Offer, Decimal]] = []
        for offer in _in_turn(members):
            found[offer.code] = _beside(offer, taken)
            if found[offer.code].counts:
                taken.append((offer, found[offer.code].counts))
    return [found[one.code] for one in offers]


def _in_turn(members: list[Offer]) -> list[Offer]:
    """Those that others give way to first, the higher before the lower."""
    waiting = sorted(members, key=lambda one: -one.amount)
    turn: list[Offer] = []
    while waiting:
        codes = {one.code for one in waiting if one.amount}
        free = next(
            (
                one
                for one in waiting
                if one.exclusion and not codes & (set(one.exclusion.gives_way_to) - {one.code})
            ),
            waiting[0],
        )
        waiting.remove(free)
        turn.append(free)
    return turn


def _beside(offer: Offer, taken: list[tuple[Offer, Decimal]]) -> Counting:
    assert offer.exclusion is not None
    if not taken:
        return Counting(offer.code, offer.amount, "")
    earlier = together(amount for _, amount in taken)
    left, _ = after_earlier(offer.exclusion, Fraction(offer.amount), earlier, offer.base)
    counts = to_cent(left) if left else Decimal("0.00")
    names = "、".join(f"“{one.name}”" for one, _ in taken)
    word = MODES[offer.exclusion.mode]
    less = money(exact(Fraction(offer.amount) - Fraction(counts)))
    why = f"与{names}{word}，不计 {less}" if counts != offer.amount else ""
    return Counting(offer.code, counts, why)


def circles(gives_way: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Schemes, by code, that give way to each other in a circle, so that nobody would pay: each
    circle once, from its first code on."""
    found: list[list[str]] = []
    seen: set[frozenset[str]] = set()
    for start in sorted(gives_way):
        path = _way_back(gives_way, start)
        if path and frozenset(path) not in seen:
            seen.add(frozenset(path))
            found.append(path)
    return found


def _way_back(gives_way: Mapping[str, Sequence[str]], start: str) -> list[str]:
    """The shortest way from `start` back to it; empty where there is none."""
    ways, been = [[start]], set()
    while ways:
        path = ways.pop(0)
        for code in gives_way.get(path[-1], ()):
            if code == start:
                return path
            if code not in been:
                been.add(code)
                ways.append([*path, code])
    return []
