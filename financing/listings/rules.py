"""How far an investor and a project fit each other, with the reason of each point in one line.

Source of what is compared: `shared/domain-2.md` A12 (领域, 阶段, 单笔下限/上限, 地域). The weights
are 示例: each point counts one, and what is not told counts half.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Fit(StrEnum):
    """How a point stands."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an investor looks for; amounts in 万元, no places means the whole city."""

    domains: Collection[str]
    rounds: Collection[str]
    smallest: Decimal
    largest: Decimal
    places: Collection[str]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a project is; `amount` in 万元, None or "" for what its enterprise has not told."""

    domain: str
    domain_label: str
    round: str
    round_label: str
    amount: Decimal | None
    place: str


@dataclass(frozen=True, slots=True)
class Point:
    """One point of comparison: `text` says it to both sides."""

    name: str
    fit: Fit
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """All points of one pair. `doubled` is the score × 2, a whole number from 0 to 8."""

    points: tuple[Point, ...]

    @property
    def doubled(self) -> int:
        worth = {Fit.YES: 2, Fit.UNKNOWN: 1, Fit.NO: 0}
        return sum(worth[one.fit] for one in self.points)

    @property
    def is_full(self) -> bool:
        return all(one.fit == Fit.YES for one in self.points)

    @property
    def is_possible(self) -> bool:
        """Whether nothing speaks against it."""
        return all(one.fit != Fit.NO for one in self.points)

    @property
    def summary(self) -> str:
        fitting = sum(one.fit == Fit.YES for one in self.points)
        return f"{len(self.points)} 项中 {fitting} 项相符"


def match(wanted: Wanted, offered: Offered) -> Match:
    """Compare domain, round, amount and place."""
    return Match((_domain(wanted, offered), _round(wanted, offered), _amount(wanted, offered),
                  _place(wanted, offered)))  # fmt: skip


def _domain(wanted: Wanted, offered: Offered) -> Point:
    is_fit = offered.domain in wanted.domains
    said = "在机构关注的领域内" if is_fit else "不在机构关注的领域内"
    return Point("领域", Fit.YES if is_fit else Fit.NO, f"{offered.domain_label}{said}")


def _round(wanted: Wanted, offered: Offered) -> Point:
    if not offered.round:
        return Point("轮次", Fit.UNKNOWN, "企业还没有填写轮次")
    is_fit = offered.round in wanted.rounds
    said = "在机构关注的轮次内" if is_fit else "不在机构关注的轮次内"
    return Point("轮次", Fit.YES if is_fit else Fit.NO, f"{offered.round_label}{said}")


def _amount(wanted: Wanted, offered: Offered) -> Point:
    between = f"{wanted.smallest:,.2f}—{wanted.largest:,.2f} 万元"
    if offered.amount is None:
        return Point("金额", Fit.UNKNOWN, f"企业还没有填写金额，机构单笔 {between}")
    told = f"{offered.amount:,.2f} 万元"
    if offered.amount < wanted.smallest:
        return Point("金额", Fit.NO, f"{told}低于机构单笔下限 {wanted.smallest:,.2f} 万元")
    if offered.amount > wanted.largest:
        return Point("金额", Fit.NO, f"{told}高于机构单笔上限 {wanted.largest:,.2f} 万元")
    return Point("金额", Fit.YES, f"{told}在机构单笔 {between}之间")


def _place(wanted: Wanted, offered: Offered) -> Point:
    if not wanted.places:
        return Point("地域", Fit.YES, "机构关注全市项目")
    is_fit = offered.place in wanted.places
    said = "在机构关注的区市内" if is_fit else "不在机构关注的区市内"
    return Point("地域", Fit.YES if is_fit else Fit.NO, f"{offered.place}{said}")
