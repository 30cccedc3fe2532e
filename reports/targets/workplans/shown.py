"""A work plan as its pages show it."""

from dataclasses import dataclass
from decimal import Decimal

from reports.models import WorkPlan
from reports.targets.rules import named
from reports.targets.workplans.content import Content, Item
from reports.targets.workplans.rules import Wanted, difference


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the template: what the district wrote, what the city says of it, and
    why the district left it as it was."""

    title: str
    text: str
    remark: str
    reply: str


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A target: `share` of the district, its own `path`, and how they differ, in words."""

    wanted: Wanted
    path: list[tuple[str, int]]
    difference: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a work plan; `budget` is the sum of its items in 万元."""

    sections: list[ShownSection]
    person: str
    phone: str
    targets: list[ShownTarget]
    items: tuple[Item, ...]
    budget: Decimal


def shown(row: WorkPlan, content: Content, wanted: list[Wanted]) -> Shown:
    return Shown(
        sections=[
            ShownSection(
                one["title"],
                content.texts.get(one["key"], ""),
                row.remarks.get(one["key"], ""),
                content.replies.get(one["key"], ""),
            )
            for one in row.sections
        ],
        person=content.person,
        phone=content.phone,
        targets=[
            ShownTarget(
                wanted=one,
                path=[
                    (named(day), value)
                    for day, value in sorted(content.milestones.get(one.target, {}).items())
                ],
                difference=difference(content, one, row.plan.ends_on),
                explanation=content.explanations.get(one.target, ""),
            )
            for one in wanted
        ],
        items=content.items,
        budget=content.budget,
    )
