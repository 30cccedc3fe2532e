"""What a work plan has to say before it can be filed, pure.

Source: action plan 2018-2021, 四(二): a district's plan carries the city's out and fits it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.targets.rules import falls
from reports.targets.workplans.content import Content, Item

TEXT, TARGETS, CHOICE, ITEMS = "text", "targets", "choose", "arrange"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A target as one district has to reach it: `share` is its part, None where the target is not
    split."""

    target: int
    label: str
    unit: str
    share: int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is missing or does not fit, and the part of the form where it is mended."""

    part: str
    text: str


def problems_of(
    content: Content,
    sections: Sequence[dict[str, Any]],
    wanted: Iterable[Wanted],
    first: date,
    last: date,
    remarked: Collection[str] = (),
) -> list[Problem]:
    """Everything that keeps `content` from being filed under a plan from `first` to `last`;
    `remarked` are the sections that stand as they were when the city remarked on them."""
    found = [
        Problem(TEXT, f"“{one['title']}”还没有填写")
        for one in sections
        if one["required"] and not content.texts.get(one["key"], "").strip()
    ]
    found += [
        Problem(TEXT, f"“{one['title']}”有市级意见而正文没有改动，请修改，或写明不修改的原因")
        for one in sections
        if one["key"] in remarked and not content.replies.get(one["key"], "").strip()
    ]
    if not content.person.strip():
        found.append(Problem(TEXT, "没有写明负责人"))
    for one in wanted:
        found += [Problem(TARGETS, text) for text in _of_target(content, one, last)]
    if not content.items:
        found.append(Problem(CHOICE, "没有选择本区市要落实的措施"))
    for item in content.items:
        found += [Problem(ITEMS, f"“{item.title}”{text}") for text in _of_item(item, first, last)]
    return found


def untouched(remarks: Mapping[str, str], former: Content, present: Content) -> set[str]:
    """The sections with a remark whose text says what it said when it was filed last."""
    return {
        key
        for key in remarks
        if former.texts.get(key, "").split() == present.texts.get(key, "").split()
    }


def difference(content: Content, one: Wanted, last: date) -> str:
    """How the district's own figure for the plan's end differs from its share, in words; "" where
    it does not, or where nothing was split or planned."""
    planned = content.milestones.get(one.target, {}).get(last)
    if planned is None or one.share is None or planned == one.share:
        return ""
    way = "多" if planned > one.share else "少"
    return (
        f"{one.label}期末计划 {planned:,} {one.unit}，比分解任务 {one.share:,} {one.unit}{way}"
        f" {abs(planned - one.share):,} {one.unit}"
    )


def _of_target(content: Content, one: Wanted, last: date) -> list[str]:
    path = content.milestones.get(one.target, {})
    if last not in path:
        return [f"{one.label}没有填写期末计划数"]
    found = []
    if text := falls(path):
        found.append(f"{one.label}的分期计划不能下降：{text}")
    gap = difference(content, one, last)
    if gap and not content.explanations.get(one.target, "").strip():
        found.append(f"{gap}，请改正或说明原因")
    return found


def _of_item(item: Item, first: date, last: date) -> list[str]:
    found = []
    if not item.person.strip():
        found.append("没有写明责任人")
    if not item.task.strip():
        found.append("没有写明本区市的安排")
    if item.ends_on is None:
        found.append("没有写明完成日期")
    if item.starts_on and item.ends_on and item.starts_on > item.ends_on:
        found.append("开始日期晚于完成日期")
    if any(day and not first <= day <= last for day in (item.starts_on, item.ends_on)):
        found.append(f"的日期不在计划期 {first:%Y-%m-%d} 至 {last:%Y-%m-%d} 内")
    return found
