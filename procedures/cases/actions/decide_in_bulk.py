"""One decision over many cases: looked at first, then carried out case by case in a job."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import start_job
from accounts.models import Organisation
from accounts.tenancy import Actor
from lifecycle.transitions import TransitionInput
from procedures.cases.changes import CaseTransition
from procedures.cases.lifecycle import MACHINE
from procedures.models import Application, DecisionItem, DecisionRun

DECIDE = "procedures.decide_in_bulk"
MOST = 500
# The others that may be made in bulk have pages of their own: the notice, and its end.
BY_DISTRICT = frozenset({"recommend", "decline"})
BY_CITY = frozenset({"propose", "send_to_experts", "decline"})


@dataclass(frozen=True)
class Prospect:
    """A chosen case, and every reason against the decision; none means that it will be made."""

    application: Application
    reasons: tuple[str, ...]


def bulk_transitions(actor: Actor) -> list[CaseTransition]:
    """The decisions that the actor's duty may make over many cases at once."""
    names = BY_DISTRICT if actor.is_district else BY_CITY if actor.is_city else frozenset()
    return [one for one in MACHINE.rows if one.name in names and one.bulk]


def prospects(actor: Actor, name: str, application_ids: Sequence[int]) -> list[Prospect]:
    """What the decision `name` would meet on each case. Raises `RuleViolation` by form field."""
    _checked(actor, name, application_ids)
    cases = (
        Application.objects.visible_to(actor)
        .filter(pk__in=application_ids)
        .select_related("batch", "scheme_version", "district")
        .order_by("district__sort", "recommended_rank", "id")
    )
    return [Prospect(case, MACHINE.obstacles(actor, case, name)) for case in cases]


def _checked(actor: Actor, name: str, ids: Sequence[int]) -> CaseTransition:
    offered = {one.name: one for one in bulk_transitions(actor)}
    errors = {} if name in offered else {"decision": "请选择要作出的决定。"}
    if not ids:
        errors["cases"] = "请至少选择一件申报。"
    elif len(set(ids)) > MOST:
        errors["cases"] = f"一次最多办理 {MOST} 件，请分批选择。"
    if errors:
        raise RuleViolation(errors)
    return offered[name]


def decide_in_bulk(actor: Actor, name: str, versions: dict[int, int], reason: str) -> DecisionRun:
    """Start carrying out the decision on the cases `versions` (id -> the version that was looked
    at). A case that changed meanwhile is left alone and told so.

    Raises `NotPermitted`, or `RuleViolation` by form field.
    """
    if not (actor.is_city or actor.is_district):
        raise NotPermitted("只有主管部门可以批量办理。")
    transition = _checked(actor, name, list(versions))
    if errors := transition.missing_in(TransitionInput(reason)):
        raise RuleViolation(errors)
    with transaction.atomic():
        cases = list(Application.objects.visible_to(actor).filter(pk__in=versions))
        home = Organisation.objects.only("district_id").get(pk=actor.organisation_id)
        run: DecisionRun = DecisionRun.objects.create(
            organisation_id=actor.organisation_id,
            district_id=home.district_id,
            transition=name,
            label=transition.label,
            reason=reason.strip(),
            started_by_id=actor.user_id,
        )
        DecisionItem.objects.bulk_create(
            DecisionItem(
                run=run,
                application=case,
                organisation_id=case.organisation_id,
                district_id=case.district_id,
                expected_version=versions[case.pk],
            )
            for case in cases
        )
        run.job = start_job(
            actor,
            kind=DECIDE,
            label=f"{transition.label}：{len(cases)} 件",
            payload={"run_id": run.pk},
        )
        run.save(update_fields=["job"])
        return run
