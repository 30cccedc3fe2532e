"""Money against effect: by scheme, district and rung, beside enterprises that got nothing.

Source: domain-2 A11 (money-effect table). It compares; it never says that one thing caused another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from certification.rungs import rung_name
from financing.subsidies.effect.statistics import (
    SMALLEST,
    hidden_keys,
    median,
    percentile,
    share,
)
from financing.subsidies.effect.table_facts import (
    ClaimFact,
    Facts,
    Standing,
    facts_of,
)

TOTAL = "合计"


@dataclass(frozen=True)
class Change:
    """How a set of enterprises changed: medians in per cent, and how many climbed a rung; `number`
    of enterprises. None where too few are known."""

    number: int
    revenue: Decimal | None = None
    rd_cost: Decimal | None = None
    climbed: Decimal | None = None


NONE = Change(0)


@dataclass(frozen=True)
class EffectRow:
    """A line of the table; figures of hidden lines are None. Money in 元, shares in per cent, days
    calendar days from filing to the first money."""

    key: str
    label: str
    claims: int | None = None
    approved: int | None = None
    rate: Decimal | None = None
    days: Decimal | None = None
    days_90: Decimal | None = None
    paid: Decimal | None = None
    recovered: Decimal | None = None
    got: Change = NONE
    others: Change = NONE
    is_hidden: bool = False

    @property
    def compared(self) -> str:
        """The comparison in words, never as a cause."""
        if self.got.revenue is None or self.others.revenue is None:
            return ""
        return (
            f"获支持企业营业收入中位增幅 {self.got.revenue:.1f}%，"
            f"与同期未获支持企业 {self.others.revenue:.1f}% 相比"
        )


@dataclass
class _Group:
    claims: list[ClaimFact] = field(default_factory=list)

    @property
    def firms(self) -> set[int]:
        return {one.firm for one in self.claims if one.paid > 0}


def effect_rows(year: int, by: str, span: int = 0) -> list[EffectRow]:
    """The lines by "scheme", "district", "rung" or "each" of the claims that were sent for the
    fund's `year`, and the total as the last. Changes are from the year before to `span` years after
    the fund's year. In the active scope; a fixed number of queries."""
    facts = facts_of(year, span)
    groups: dict[str, _Group] = defaultdict(_Group)
    labels: dict[str, str] = {}
    for one in facts.claims:
        key, label = _key(by, one, facts)
        groups[key].claims.append(one)
        labels[key] = label
    hidden = hidden_keys({key: len(group.claims) for key, group in groups.items()})
    rows = [
        EffectRow(key, labels[key], is_hidden=True)
        if key in hidden
        else _row(key, labels[key], group, facts, by)
        for key, group in groups.items()
    ]
    rows.sort(key=lambda row: (row.is_hidden, -(row.paid or Decimal(0)), row.label))
    whole = _Group(facts.claims)
    if len(facts.claims) < SMALLEST:
        return [*rows, EffectRow("", TOTAL, is_hidden=True)] if rows else []
    return [*rows, _row("", TOTAL, whole, facts, by)]


def _key(by: str, one: ClaimFact, facts: Facts) -> tuple[str, str]:
    level = facts.standing(one.firm).before
    parts = {
        "scheme": (str(one.scheme_id), one.scheme),
        "district": (str(one.district_id), one.district),
        "rung": (str(level), rung_name(level)),
    }
    if by in parts:
        return parts[by]
    return "-".join(key for key, _ in parts.values()), " · ".join(x for _, x in parts.values())


def _row(key: str, label: str, group: _Group, facts: Facts, by: str) -> EffectRow:
    claims = group.claims
    decided = [one for one in claims if one.is_decided]
    approved = sum(1 for one in decided if one.is_approved)
    days = [one.days for one in claims if one.days is not None]
    enough = len(days) >= SMALLEST
    return EffectRow(
        key=key,
        label=label,
        claims=len(claims),
        approved=approved,
        rate=share(approved, len(decided)),
        days=median(days) if enough else None,
        days_90=percentile(days, 90) if enough else None,
        paid=sum((one.paid for one in claims), Decimal(0)),
        recovered=sum((one.recovered for one in claims), Decimal(0)),
        got=change_of(facts.standing(firm) for firm in sorted(group.firms)),
        others=change_of(_others(group, facts)),
    )


def _others(group: _Group, facts: Facts) -> Iterable[Standing]:
    """Enterprises that got no money of the year: in the pool, and on the rungs and in the districts
    of those of the group that got some."""
    got = [facts.standing(firm) for firm in group.firms]
    rungs = {one.before for one in got}
    districts = {one.district_id for one in got}
    for firm in facts.without:
        one = facts.standing(firm)
        if one.before in rungs and one.district_id in districts:
            yield one


def change_of(rows: Iterable[Standing]) -> Change:
    """The medians of those whose figures of both years are known; nothing of fewer than five."""
    found = list(rows)

    def middle(of: Callable[[Standing], Decimal | None]) -> Decimal | None:
        known = [value for one in found if (value := of(one)) is not None]
        return median(known) if len(known) >= SMALLEST else None

    climbed = share(sum(1 for one in found if one.after > one.before), len(found))
    return Change(
        len(found),
        middle(lambda one: one.revenue_change),
        middle(lambda one: one.rd_change),
        climbed if len(found) >= SMALLEST else None,
    )
