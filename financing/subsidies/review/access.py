"""Who reviews a claim at which stage: asked by actions, guards and pages alike."""

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.firm_scope import acts_for_firm
from financing.models import AuditAssignment, ReviewStage, SubsidyClaim
from lifecycle.policies import is_city_officer, is_reviewer_of_its_district
from procedures.cases.parts import state_word
from procedures.models.application import State

Assigned = AuditAssignment.State
AT_CITY = (State.CITY_REVIEW, State.EXPERT_REVIEW)


def stage_of(actor: Actor, claim: SubsidyClaim) -> ReviewStage:
    """The stage whose figures the actor's pages show: the district's while the case is with it."""
    if acts_for_firm(actor):
        return ReviewStage.AUDITED
    state = claim.application.state
    with_district = state == State.DISTRICT_REVIEW or (
        state == State.RETURNED and claim.application.returned_from == State.DISTRICT_REVIEW
    )
    return ReviewStage.DISTRICT if with_district or actor.is_district else ReviewStage.AUDITED


def open_audit(claim: SubsidyClaim) -> AuditAssignment | None:
    """The assignment that has not come to an end, with its firm."""
    rows = AuditAssignment.objects.filter(claim=claim).select_related("firm")
    live = (Assigned.OFFERED, Assigned.WORKING, Assigned.FILED)
    return rows.filter(state__in=live).order_by("-id").first()


def why_not_reviewing(actor: Actor, claim: SubsidyClaim) -> str:
    """Why the actor may not decide lines of the claim now; "" where they may. Whether they work for
    the enterprise is asked by `refuse_own_enterprise`."""
    if acts_for_firm(actor):
        own = open_audit(claim)
        working = own is not None and own.state == Assigned.WORKING
        return "" if working else "这件审计现在不能修改。"
    application = claim.application
    if application.state == State.DISTRICT_REVIEW:
        mine = is_reviewer_of_its_district(actor, application)
        return "" if mine else "这件申报在区市初审，由区市审核人办理。"
    if application.state in AT_CITY:
        if not is_city_officer(actor, application):
            return "这件申报在市级审核，由市级经办人办理。"
        audit = open_audit(claim)
        if audit is not None and audit.state != Assigned.FILED:
            return f"已指派{audit.firm}审计，报送之后再核定。"
        return ""
    state = state_word(application, application.state, application.get_state_display())
    return f"这件申报现在是“{state}”，不能修改审核内容。"


def refuse_not_reviewing(actor: Actor, claim: SubsidyClaim) -> None:
    """Raise `NotPermitted` for a duty that reviews no claims, `RuleViolation` for one that may not
    now."""
    if not (actor.is_district or actor.is_city or acts_for_firm(actor)):
        raise NotPermitted("只有审核人、市级经办人和指派的审计机构可以审核资金申报。")
    if why := why_not_reviewing(actor, claim):
        raise RuleViolation(why)


def reviews(actor: Actor, claim: SubsidyClaim) -> bool:
    """Whether the actor's duty has the claim for review now."""
    duties = actor.is_district or actor.is_city or acts_for_firm(actor)
    return duties and not why_not_reviewing(actor, claim)
