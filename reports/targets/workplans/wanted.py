"""What the targets of a plan want of one district."""

from reports.models import DistrictShare, WorkPlan
from reports.targets.workplans.content import Content
from reports.targets.workplans.rules import Problem, Wanted, problems_of, untouched


def wanted_of(row: WorkPlan) -> list[Wanted]:
    """The targets of the plan that are in use, each with the district's share. Two queries."""
    shares = dict(
        DistrictShare.objects.filter(
            target__plan_id=row.plan_id, district_id=row.district_id
        ).values_list("target_id", "value")
    )
    return [
        Wanted(one.pk, str(one.get_measure_display()), one.unit, shares.get(one.pk))
        for one in row.plan.targets.filter(retired_at=None)
    ]


def problems_of_row(row: WorkPlan, wanted: list[Wanted] | None = None) -> list[Problem]:
    """What keeps a work plan from being filed as it is now."""
    plan, content = row.plan, Content.of(row.content)
    return problems_of(
        content,
        row.sections,
        wanted_of(row) if wanted is None else wanted,
        plan.starts_on,
        plan.ends_on,
        remarked_of(row, content),
    )


def remarked_of(row: WorkPlan, content: Content) -> set[str]:
    """The sections that stand as they were when the city remarked on them; one query where it
    did."""
    if not row.remarks:
        return set()
    last = row.editions.order_by("-number").first()
    return untouched(row.remarks, Content.of(last.content), content) if last else set()
