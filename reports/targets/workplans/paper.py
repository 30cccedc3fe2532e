"""A work plan as an official document."""

from django.utils import timezone

from documents.official_document import OfficialDocument
from reports.models import WorkPlan, WorkPlanEdition
from reports.targets.rules import UNSPLIT, named
from reports.targets.workplans.content import Content
from reports.targets.workplans.rules import difference
from reports.targets.workplans.wanted import wanted_of

NUMERALS = "一二三四五六七八九十"


def paper_of(row: WorkPlan, edition: WorkPlanEdition | None) -> OfficialDocument:
    """The work plan as it was filed in `edition`, or as it is now where that is None."""
    content = Content.of(edition.content if edition else row.content)
    day = edition.filed_on if edition else timezone.localdate()
    district = row.district.name
    heads = [one["title"] for one in row.sections]
    paragraphs: list[str] = []
    for place, one in enumerate(row.sections):
        paragraphs.append(f"{_numeral(place)}、{one['title']}")
        text = content.texts.get(one["key"], "")
        paragraphs += [line.strip() for line in text.splitlines() if line.strip()] or ["（未填写）"]
    paragraphs.append(f"{_numeral(len(heads))}、目标")
    paragraphs += _targets(row, content)
    paragraphs.append(f"{_numeral(len(heads) + 1)}、组织")
    phone = f"，联系电话 {content.phone}" if content.phone else ""
    budget = f"{content.budget.normalize():f} 万元" if content.budget else "未列预算"
    paragraphs.append(f"负责人 {content.person or '未填写'}{phone}。措施预算合计 {budget}。")
    return OfficialDocument(
        title=f"{district}专精特新和隐形冠军企业培育工作计划",
        addressee="",
        paragraphs=tuple(paragraphs),
        issuer=f"{district}中小企业主管部门",
        day=day,
        list_title="措施安排表",
        headings=("序号", "措施", "本区市安排", "责任人", "预算（万元）", "时间"),
        rows=tuple(
            (
                str(place),
                f"{one.clause} {one.title}".strip(),
                one.task,
                one.person,
                f"{one.budget.normalize():f}" if one.budget is not None else "",
                one.when,
            )
            for place, one in enumerate(content.items, 1)
        ),
        widths=(1, 4, 4, 2, 2, 4),
    )


def name_of(row: WorkPlan, edition: WorkPlanEdition | None) -> str:
    """The name of the file."""
    which = f"第{edition.number}稿" if edition else row.get_state_display()
    return f"{row.district.name}培育工作计划（{which}）"


def _numeral(place: int) -> str:
    return NUMERALS[place] if place < len(NUMERALS) else str(place + 1)


def _targets(row: WorkPlan, content: Content) -> list[str]:
    found = []
    for one in wanted_of(row):
        path = sorted(content.milestones.get(one.target, {}).items())
        steps = "，".join(f"{named(day)} {value:,} {one.unit}" for day, value in path)
        share = UNSPLIT if one.share is None else f"分解任务 {one.share:,} {one.unit}"
        found.append(f"{one.label}：{steps or '未填写'}（{share}）。")
        gap = difference(content, one, row.plan.ends_on)
        if gap:
            why = content.explanations.get(one.target, "").strip() or "未说明"
            found.append(f"{gap}。原因：{why}")
    return found
