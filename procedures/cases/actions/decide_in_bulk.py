"""One decision over many cases: looked at first, then carried out case by case in a job."""

from collections.abc import Collection

from accounts.errors import NotPermitted
from accounts.tenancy import Actor
from lifecycle import bulk
from lifecycle.bulk import Prospect
from lifecycle.models import BulkRun
from procedures.cases.changes import CaseInput, CaseTransition
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import in_its_words
from procedures.models import Application

# The others that may be made in bulk have pages of their own: the notice, and its end.
BY_DISTRICT = frozenset({"recommend", "decline"})
BY_CITY = frozenset(
    {"propose", "send_to_experts", "return_to_district", "take_back_proposal", "decline"}
)


def bulk_transitions(actor: Actor) -> list[CaseTransition]:
    """The decisions that the actor's duty may make over many cases at once."""
    return [one for one in MACHINE.rows if one.name in _offered(actor)]


def _offered(actor: Actor) -> frozenset[str]:
    return BY_DISTRICT if actor.is_district else BY_CITY if actor.is_city else frozenset()


def prospects(actor: Actor, name: str, ids: Collection[int]) -> list[Prospect[Application]]:
    """What the decision `name` would meet on each case. Raises `RuleViolation` by form field."""
    bulk.checked_choice(MACHINE, _offered(actor), name, ids)
    cases = (
        Application.objects.visible_to(actor)
        .filter(pk__in=ids)
        .select_related("batch", "scheme_version", "district", "panel_case")
        .with_enterprise_names()
        .order_by("district__sort", "recommended_rank", "id")
    )
    return bulk.prospects(MACHINE, actor, name, cases)


def decide_in_bulk(actor: Actor, name: str, versions: dict[int, int], reason: str) -> BulkRun:
    """Start carrying out the decision on the cases `versions` (id -> the version that was looked
    at). A case that changed meanwhile is left alone and told so.

    Raises `NotPermitted`, or `RuleViolation` by form field.
    """
    if not (actor.is_city or actor.is_district):
        raise NotPermitted("只有主管部门可以批量办理。")
    given = CaseInput(reason)
    bulk.checked_choice(MACHINE, _offered(actor), name, versions, given)
    chosen = list(
        Application.objects.visible_to(actor)
        .filter(pk__in=versions)
        .select_related("scheme_version")
        .order_by("id")
    )
    bulk.refuse_incomplete(MACHINE, name, chosen, given)
    # A batch is of one scheme, so that all are decided in the words of the first.
    label = MACHINE.transitions[name].label
    label = in_its_words(chosen[0], label) if chosen else label
    return bulk.start_bulk(MACHINE, actor, name, chosen, versions, given, label)
