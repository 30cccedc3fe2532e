"""What stands between a claim and its next step: one list for the guard, the page and the title."""

from dataclasses import dataclass

from accounts.tenancy import Actor
from financing.models import CheckFinding, InquiryLetter, ReviewStage, SubsidyClaim
from financing.subsidies.review.access import open_audit
from financing.subsidies.review.actions.decide_line import undecided
from financing.subsidies.review.cuts import cut_lines, is_told, notices_of, open_notice
from financing.subsidies.review.lines import line_rows
from financing.subsidies.review.terms import last_findings, terms_for
from procedures.models import Application

# Transition of the case -> whose figures it passes on.
STAGE_OF = {
    "recommend": ReviewStage.DISTRICT,
    "propose": ReviewStage.AUDITED,
}


@dataclass(frozen=True)
class Obstacle:
    """Something that is still to be done, and the place of the review's page where it is done."""

    text: str
    place: str


def obstacles_to(claim: SubsidyClaim, stage: str) -> list[Obstacle]:
    """What keeps the figures of the stage from being passed on, in the order of the page."""
    return [
        *_of_lines(claim, stage),
        *_of_letters(claim, stage),
        *(_of_checks(claim) if stage == ReviewStage.DISTRICT else ()),
        *(_of_audit(claim) if stage == ReviewStage.AUDITED else ()),
    ]


def _of_lines(claim: SubsidyClaim, stage: str) -> list[Obstacle]:
    rows = line_rows(claim, stage)
    found = []
    # The city may leave the district's figures as they are: then no line of its own is asked.
    touched = any(one.decision for one in rows)
    left = undecided(rows)
    if left and (stage == ReviewStage.DISTRICT or touched):
        found.append(Obstacle(f"还有 {left} 行没有决定。", "lines"))
    notices = notices_of(claim, stage)
    waiting = open_notice(notices)
    if waiting is not None and waiting.state == waiting.State.TOLD:
        found.append(Obstacle("企业还没有答复核减。", "cut"))
    elif waiting is not None:
        found.append(Obstacle("企业对核减的答复还没有处理。", "cut"))
    elif cut_lines(rows) and not is_told(rows, notices):
        found.append(Obstacle("核减还没有告知企业。", "cut"))
    return found


def _of_letters(claim: SubsidyClaim, stage: str) -> list[Obstacle]:
    letters = InquiryLetter.objects.filter(claim=claim, stage=stage).open().order_by("id")
    names = [one.office_name for one in letters]
    if not names:
        return []
    return [Obstacle(f"{len(names)} 封函没有答复：{'、'.join(names)}。", "letters")]


def _of_checks(claim: SubsidyClaim) -> list[Obstacle]:
    found = last_findings(claim)
    open_ones = [name for name in terms_for(claim).checks if name not in found]
    problems = [
        name
        for name, one in found.items()
        if one.result == CheckFinding.Result.PROBLEM and name in terms_for(claim).checks
    ]
    told = []
    if open_ones:
        told.append(Obstacle(f"{len(open_ones)} 项没有核对：{'、'.join(open_ones)}。", "checks"))
    if problems:
        told.append(Obstacle(f"核对发现问题，处理后重新核对：{'、'.join(problems)}。", "checks"))
    return told


def _of_audit(claim: SubsidyClaim) -> list[Obstacle]:
    audit = open_audit(claim)
    if audit is None or audit.state == audit.State.FILED:
        return []
    return [Obstacle(f"{audit.firm}还没有报送核定额。", "audit")]


def review_obstacles(actor: Actor | None, application: Application, name: str) -> list[str]:
    """Why the transition `name` of a claim's case cannot be made now, a sentence each."""
    stage = STAGE_OF.get(name)
    claim = SubsidyClaim.objects.filter(application=application).first()
    if stage is None or claim is None:
        return []
    claim.application = application
    return [one.text for one in obstacles_to(claim, stage)]
