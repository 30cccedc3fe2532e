"""What the review adds to a claim's case: its gate, and where its pages are."""

from functools import partial

from accounts.tenancy import Actor
from financing.models import CutNotice, SubsidyClaim
from financing.subsidies.case_part import SubsidyCasePart
from financing.subsidies.facts_of import Stage, register_counting
from financing.subsidies.review.access import stage_of
from financing.subsidies.review.finding import finding_of
from financing.subsidies.review.gate import obstacles_to, review_obstacles
from financing.subsidies.review.lines import counted_in, line_rows, totals_of
from financing.subsidies.review.standing import amount_to_decide
from procedures.cases.changes import CaseChange
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import Panel, register_part
from procedures.models import Application


class ReviewedClaimPart(SubsidyCasePart):
    """A claim's part with its review."""

    def obstacles(self, actor: Actor | None, application: Application, name: str) -> list[str]:
        own = review_obstacles(actor, application, name)
        return [*super().obstacles(actor, application, name), *own]

    def in_own_case(self, actor: Actor, application: Application) -> Panel | None:
        """The notices of cuts, above the lines."""
        inner = super().in_own_case(actor, application)
        notices = list(CutNotice.objects.filter(claim__application=application).order_by("-id"))
        if not notices:
            return inner
        context = {"notices": notices, "inner": inner}
        return Panel("financing/review/_own_case.html", context)

    def in_review(self, actor: Actor, application: Application) -> Panel | None:
        """The finding, with the way to the review's page."""
        inner = super().in_review(actor, application)
        claims = SubsidyClaim.objects.visible_to(actor)
        claim = claims.filter(application=application).first()
        if claim is None:
            return inner
        claim.application = application
        stage = stage_of(actor, claim)
        totals = totals_of(line_rows(claim, stage))
        context = {
            "claim": claim,
            "finding": finding_of(claim, stage, totals),
            "obstacles": obstacles_to(claim, stage),
            "inner": inner,
        }
        return Panel("financing/review/_in_case.html", context)


def follow_case(change: CaseChange) -> None:
    """What was proposed is what is approved: the amount is written with the decision, and taken
    back with it."""
    names = {"propose": True, "take_back_proposal": False}
    keeps = names.get(change.transition.name)
    if keeps is None:
        return
    claim = SubsidyClaim.objects.filter(application=change.row).first()
    if claim is None:
        return
    claim.approved_amount = amount_to_decide(claim) if keeps else None
    claim.version += 1
    claim.save(update_fields=["approved_amount", "version"])


def register_review() -> None:
    """Stand at the cases of claims, and follow them."""
    register_part(ReviewedClaimPart())
    stages: tuple[Stage, ...] = ("district", "audited")
    for stage in stages:
        register_counting(stage, partial(counted_in, stage=stage))
    MACHINE.subscribe(follow_case)
