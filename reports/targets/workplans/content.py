"""What stands in a work plan, as it is kept in the database: plain values of JSON, and what they
mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """What the district does about one measure of the plan's tree; `budget` in 万元."""

    measure: int
    title: str
    clause: str = ""
    task: str = ""
    person: str = ""
    budget: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def when(self) -> str:
        """Its time in words."""
        first, last = self.starts_on, self.ends_on
        if first and last:
            return f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
        return f"{last:%Y-%m-%d} 前" if last else f"{first:%Y-%m-%d} 起" if first else ""


@dataclass(frozen=True, slots=True)
class Content:
    """A work plan: `texts` by section, `replies` why a section that the city remarked on stays as
    it was (by section), `person` who answers for it, the district's own
    `milestones` by target (target id -> local day -> what is due at its end), why they differ from
    its share (`explanations` by target id), and its `items`."""

    texts: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    phone: str = ""
    milestones: Mapping[int, Mapping[date, int]] = field(default_factory=dict)
    explanations: Mapping[int, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    replies: Mapping[str, str] = field(default_factory=dict)

    @property
    def budget(self) -> Decimal:
        """The sum of its items in 万元."""
        return sum((one.budget for one in self.items if one.budget is not None), Decimal())

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Content":
        """The content that is kept as JSON; nothing where nothing was written yet."""
        return cls(
            texts=dict(kept.get("texts", {})),
            person=kept.get("person", ""),
            phone=kept.get("phone", ""),
            milestones={
                int(target): {date.fromisoformat(day): int(value) for day, value in path}
                for target, path in kept.get("milestones", {}).items()
            },
            explanations={int(key): text for key, text in kept.get("explanations", {}).items()},
            items=tuple(_item(one) for one in kept.get("items", ())),
            replies=dict(kept.get("replies", {})),
        )

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "texts": dict(self.texts),
            "person": self.person,
            "phone": self.phone,
            "milestones": {
                str(target): [[day.isoformat(), value] for day, value in sorted(path.items())]
                for target, path in self.milestones.items()
            },
            "explanations": {str(key): text for key, text in self.explanations.items()},
            "items": [_kept(one) for one in self.items],
            "replies": dict(self.replies),
        }

    def with_items(self, chosen: Iterable[Item]) -> "Content":
        """With what is `chosen`; of what was chosen before, what was written stays."""
        before = {one.measure: one for one in self.items}
        return replace(self, items=tuple(before.get(one.measure, one) for one in chosen))


def _item(kept: Mapping[str, Any]) -> Item:
    budget, first, last = kept.get("budget"), kept.get("starts_on"), kept.get("ends_on")
    return Item(
        measure=int(kept["measure"]),
        title=kept["title"],
        clause=kept.get("clause", ""),
        task=kept.get("task", ""),
        person=kept.get("person", ""),
        budget=Decimal(budget) if budget else None,
        starts_on=date.fromisoformat(first) if first else None,
        ends_on=date.fromisoformat(last) if last else None,
    )


def _kept(one: Item) -> dict[str, Any]:
    return {
        "measure": one.measure,
        "title": one.title,
        "clause": one.clause,
        "task": one.task,
        "person": one.person,
        "budget": f"{one.budget:f}" if one.budget is not None else "",
        "starts_on": one.starts_on.isoformat() if one.starts_on else "",
        "ends_on": one.ends_on.isoformat() if one.ends_on else "",
    }
