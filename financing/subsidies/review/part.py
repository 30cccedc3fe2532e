"""What the review adds to a claim's case: its gate, and where its pages are."""

from functools import partial

from accounts.tenancy import Actor
from financing.models import CutNotice, SubsidyClaim
from financing.subsidies.case_part import SubsidyCasePart
from financing.subsidies.facts_of import Stage, register_counting
from financing.subsidies.money.asking_again import why_not_decided
from financing.subsidies.money.short_budget import why_shared_first
from financing.subsidies.review.access import stage_of
from financing.subsidies.review.finding import finding_of
from financing.subsidies.review.gate import obstacles_to, review_obstacles
from financing.subsidies.review.lines import counted_in, line_rows, totals_of
from financing.subsidies.sums import recompute
from procedures.cases.changes import CaseChange
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import Panel, register_part
from procedures.models import Application

PROPOSES, DECIDES = "propose", "certify"


class ReviewedClaimPart(SubsidyCasePart):
    """A claim's part with its review."""

    def obstacles(self, actor: Actor | None, application: Application, name: str) -> list[str]:
        own = review_obstacles(actor, application, name)
        again = why_not_decided(application) if name == DECIDES else []
        shared = why_shared_first(application) if name == PROPOSES else []
        return [*super().obstacles(actor, application, name), *own, *again, *shared]

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


def work_out_what_was_found(change: CaseChange) -> None:
    """A claim goes to the city with the amount of what the district found: since its last decision
    a line may have been withdrawn."""
    if change.transition.name != "recommend":
        return
    claims = SubsidyClaim.objects.select_related("application__scheme_version")
    if claim := claims.filter(application=change.row).first():
        recompute(claim, "district")


def register_review() -> None:
    """Stand at the cases of claims, and say what was counted of their lines."""
    register_part(ReviewedClaimPart())
    MACHINE.subscribe(work_out_what_was_found)
    stages: tuple[Stage, ...] = ("district", "audited")
    for stage in stages:
        register_counting(stage, partial(counted_in, stage=stage))
