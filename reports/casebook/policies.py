"""Who may do what with a story."""

from accounts.tenancy import Actor
from lifecycle.policies import is_city_officer, is_its_enterprise, is_the_portal
from reports.models import Story

State = Story.State
EDITABLE = frozenset({State.WRITING})


def is_a_side(actor: Actor | None, story: Story) -> bool:
    """The two who write it: the city's officers and the enterprise's staff."""
    return is_city_officer(actor, story) or is_its_enterprise(actor, story)


def is_its_administrator(actor: Actor | None, story: Story) -> bool:
    """Who may bind the enterprise by a declaration."""
    return actor is not None and is_its_enterprise(actor, story) and actor.is_administrator


def is_city_or_the_portal(actor: Actor | None, story: Story) -> bool:
    return is_city_officer(actor, story) or is_the_portal(actor, story)


def may_edit(actor: Actor, story: Story) -> bool:
    """Whether the actor may change text and pictures now."""
    return is_a_side(actor, story) and story.state in EDITABLE
