"""Taking the lines of an earlier case along into a new draft of the same scheme."""

from financing.models import SubsidyClaim, SubsidyFile, SubsidyGoal, SubsidyLine
from financing.subsidies.claims import kinds_asked
from financing.subsidies.counting import recount
from financing.subsidies.keys import keep_keys
from procedures.models import Application


def carry_over(source: Application | None, claim: SubsidyClaim) -> None:
    """Give the new `claim` the standing lines of `source` with their numbers and files, and its
    goals. What was said to findings is said anew: what is found may have changed."""
    earlier = SubsidyClaim.objects.filter(application=source).first() if source else None
    if earlier is None:
        return
    lines, kinds = [], kinds_asked(claim.application)
    for line in earlier.lines.filter(withdrawn_at=None, kind__in=kinds).order_by("number"):
        line.pk, line.claim, line.version = None, claim, 1
        line._state.adding = True
        line.explanations, line.counted = {}, None
        lines.append(line)
    made = {line.number: line for line in SubsidyLine.objects.bulk_create(lines, batch_size=500)}
    files = earlier.files.filter(removed_at=None, line__number__in=made).select_related("line")
    SubsidyFile.objects.bulk_create(
        SubsidyFile(
            **claim.home,
            claim=claim,
            line=made[one.line.number],
            role=one.role,
            attachment_id=one.attachment_id,
        )
        for one in files
    )
    goals: list[SubsidyGoal] = list(earlier.goals.all())
    for goal in goals:
        goal.pk, goal.claim, goal.due_on = None, claim, None
        goal._state.adding = True
    SubsidyGoal.objects.bulk_create(goals)
    keep_keys(lines)
    recount(claim)
