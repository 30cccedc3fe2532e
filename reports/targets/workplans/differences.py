"""What one edition of a work plan says differently from the one before, line by line."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reports.targets.rules import named
from reports.targets.workplans.content import Content, Item


class Difference(NamedTuple):
    """A line whose words were changed, added or left out ("" for nothing)."""

    label: str
    before: str
    after: str


def differences(
    former: Content,
    present: Content,
    sections: Sequence[dict[str, Any]],
    targets: Mapping[int, str],
) -> list[Difference]:
    """All that changed from `former` to `present`; `targets` are the names by id."""
    pairs = [
        (one["title"], former.texts.get(one["key"], ""), present.texts.get(one["key"], ""))
        for one in sections
    ]
    pairs += [
        (
            f"{one['title']}：不修改的原因",
            former.replies.get(one["key"], ""),
            present.replies.get(one["key"], ""),
        )
        for one in sections
    ]
    pairs += [
        ("负责人", former.person, present.person),
        ("联系电话", former.phone, present.phone),
    ]
    for target, label in targets.items():
        old, new = former.milestones.get(target, {}), present.milestones.get(target, {})
        pairs += [
            (f"{label}：{named(day)}", _number(old, day), _number(new, day))
            for day in sorted({*old, *new})
        ]
        why = (former.explanations.get(target, ""), present.explanations.get(target, ""))
        pairs.append((f"{label}：差异说明", *why))
    had = {one.measure: one for one in former.items}
    has = {one.measure: one for one in present.items}
    for key in dict.fromkeys([*had, *has]):
        title = (has.get(key) or had[key]).title
        pairs.append((f"措施：{title}", words_of(had.get(key)), words_of(has.get(key))))
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def words_of(item: Item | None) -> str:
    """An item in a line; "" for none."""
    if item is None:
        return ""
    budget = f"{item.budget.normalize():f} 万元" if item.budget is not None else "无预算"
    parts = (item.task, f"责任人 {item.person}" if item.person else "", item.when, budget)
    return "；".join(part for part in parts if part)


def _number(path: Mapping[date, int], day: date) -> str:
    return f"{path[day]:,}" if day in path else ""
