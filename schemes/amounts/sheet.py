"""The sheet that a sum is written on, step by step, while it is worked out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from schemes.amounts.exact import exact, money, plain
from schemes.amounts.facts import AmountFacts, AmountItem
from schemes.amounts.worked_sum import CUT, NOTHING, SumLine
from schemes.definition.amount import AmountRule

NOTHING_YET = Fraction(0)


@dataclass(slots=True)
class Sheet:
    """The rule, its facts, and what has been written so far. `base` is what counts in 元, exactly;
    `lines_of_base` are the accepted lines with what counts of each."""

    rule: AmountRule
    facts: AmountFacts
    lines: list[SumLine] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    base: Decimal = Decimal(0)
    counted: list[tuple[AmountItem, Decimal]] = field(default_factory=list)

    def write(
        self,
        sign: str,
        label: str,
        amount: Fraction | Decimal | None = None,
        *,
        note: str = "",
        clause: str = "",
        tone: str = "",
        key: str = "",
    ) -> None:
        """One line more; `key` names its step where the label changes with the figures."""
        shown = exact(amount) if isinstance(amount, Fraction) else amount
        self.lines.append(SumLine(sign, label, note, clause, shown, tone, key or f"{sign}{label}"))

    def refuse(self, why: str) -> None:
        """Why nothing is due."""
        self.refusals.append(why)

    def figure(self, key: str) -> Decimal:
        """The figure of that key. A missing one is 0; one that is required is a refusal as well,
        told before the formula is asked."""
        return self.facts.figures.get(key, Decimal(0))

    def of(self, key: str) -> Decimal:
        """The base, or the figure of that key."""
        return self.figure(key) if key else self.base

    def name_of(self, key: str) -> str:
        """What the base, or the figure of that key, is called."""
        asked = self.rule.figure(key) if key else None
        return asked.label if asked else self.rule.base.label

    def cut_lines(self, due: Mapping[int, Fraction]) -> Fraction:
        """Hold what is due for each line, by its number, to the caps of lines; returns what is
        left of them together, and writes the cut."""
        total = sum(due.values(), NOTHING_YET)
        limited = NOTHING_YET
        hit: list[int] = []
        for item, _ in self.counted:
            most = self._cap_of(item)
            given = due.get(item.number, NOTHING_YET)
            if most is not None and given > most:
                hit.append(item.number)
                given = most
            limited += given
        clause = next((cap.clause for cap in self.rule.caps.item if cap.clause), "")
        if hit:
            which = "、".join(str(number) for number in sorted(hit)[:5])
            more = f" 等 {len(hit)} 行" if len(hit) > 5 else " 行"
            self.write(
                "−",
                "超过单行上限",
                total - limited,
                note=f"第 {which}{more}",
                clause=clause,
                tone=CUT,
            )
        return limited

    def _cap_of(self, item: AmountItem) -> Fraction | None:
        caps = [
            Fraction(cap.amount) * (Fraction(item.count) if cap.each_unit else 1)
            for cap in self.rule.caps.item
            if cap.of_kind in ("", item.kind)
        ]
        return min(caps) if caps else None


def short_of(name: str, value: Decimal, least: Decimal, *, included: bool, unit: str = "元") -> str:
    """The sentence for a figure below what is asked."""
    word = "不低于" if included else "高于"
    shown: Callable[[Decimal], str] = money if unit == "元" else (lambda n: f"{plain(n)} {unit}")
    return f"{name}为 {shown(value)}，要求{word} {shown(least)}"


def write_unmet(sheet: Sheet, why: str, clause: str) -> None:
    """A condition that keeps anything from being due, as a line and as a refusal."""
    sheet.write("", why, clause=clause, tone=NOTHING)
    sheet.refuse(why)
