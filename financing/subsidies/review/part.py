"""What the review adds to a claim's case: its gate, and where its pages are.

`with_review(part)` gives a part that asks the review, too: the one way in which the claims' own
part and this one stand at the same case.
"""

from collections.abc import Mapping

from accounts.tenancy import Actor
from financing.models import CutNotice, SubsidyClaim
from financing.subsidies.review.access import stage_of
from financing.subsidies.review.finding import finding_of
from financing.subsidies.review.gate import obstacles_to, review_obstacles
from financing.subsidies.review.lines import line_rows, totals_of
from financing.subsidies.review.standing import amount_to_decide
from procedures.cases.changes import CaseChange
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import CasePart, Panel, register_part
from procedures.models import Application

OUTCOME = "subsidy"


class ReviewPart(CasePart):
    """The review beside what `inner` adds to the same cases."""

    def __init__(self, inner: CasePart | None = None) -> None:
        self.inner = inner or CasePart()
        self.outcomes = self.inner.outcomes or frozenset({OUTCOME})
        self.state_words: Mapping[str, str] = self.inner.state_words

    def obstacles(self, actor: Actor | None, application: Application, name: str) -> list[str]:
        own = review_obstacles(actor, application, name)
        return [*self.inner.obstacles(actor, application, name), *own]

    def on_the_form(self, actor: Actor, application: Application) -> Panel | None:
        return self.inner.on_the_form(actor, application)

    def in_own_case(self, actor: Actor, application: Application) -> Panel | None:
        """The notices of cuts, above the lines."""
        inner = self.inner.in_own_case(actor, application)
        notices = list(CutNotice.objects.filter(claim__application=application).order_by("-id"))
        if not notices:
            return inner
        context = {"notices": notices, "inner": inner}
        return Panel("financing/review/_own_case.html", context)

    def in_review(self, actor: Actor, application: Application) -> Panel | None:
        """The finding, with the way to the review's page."""
        inner = self.inner.in_review(actor, application)
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

    def frozen(self, application: Application) -> dict[str, object]:
        return self.inner.frozen(application)


def with_review(part: CasePart) -> CasePart:
    """The part, asking the review too."""
    return ReviewPart(part)


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
    register_part(ReviewPart())
    MACHINE.subscribe(follow_case)
