"""Who may do what to a case. Pure: the actor, the application, nothing asked of the database."""

from accounts.duties import Duty
from accounts.tenancy import Actor
from lifecycle.policies import is_city_officer, is_reviewer_of_its_district
from procedures.models import Application
from procedures.models.application import DESKS, State

REVIEWERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
READERS = (Duty.ENTERPRISE_STAFF, *REVIEWERS, Duty.LEADER)


def may_send_to_experts(actor: Actor | None, application: Application) -> bool:
    """The city, under a scheme that has experts review."""
    return (
        is_city_officer(actor, application)
        and "expert_review" in application.scheme_version.parsed.stages
    )


def reviews_the_stage(actor: Actor | None, application: Application) -> bool:
    """The duty that has the case on its desk: the district in its stage, the city in the later."""
    if application.state == "district_review":
        return is_reviewer_of_its_district(actor, application)
    return is_city_officer(actor, application)


def judges_conditions(actor: Actor, application: Application) -> bool:
    """Until the decision the bureau that reviews the case judges what cannot be computed."""
    open_to_it = (State.DISTRICT_REVIEW, State.CITY_REVIEW, State.EXPERT_REVIEW)
    return application.state in open_to_it and reviews_the_stage(actor, application)


def desk_of(state: str, returned_from: str = "") -> Duty | None:
    """The duty whose bureau has a case in `state`, also while the enterprise corrects it; None
    for a draft and for what is decided."""
    has = returned_from if state == State.RETURNED else state
    return next((duty for duty, states in DESKS.items() if has in states), None)


def has_on_desk(actor: Actor, application: Application) -> bool:
    """The case is with the actor's bureau, whoever of it works on the case."""
    return (
        desk_of(application.state, application.returned_from) == actor.duty
        and application.district_id in actor.district_ids
    )
