"""Whether an enterprise meets the conditions of entry, as the scheme in force states them."""

from django.utils import timezone

from enterprises.figures import facts_of
from procedures.cases.submission import inputs_with_answers
from procedures.trials.simulation import PASSED
from schemes.evaluation.evaluate import Evaluation, evaluate
from schemes.models import SchemeVersion

SCHEME = "financing-whitelist"


def conditions_in_force() -> SchemeVersion | None:
    """The version that holds today (local date), the latest of several; None without one."""
    versions = SchemeVersion.objects.in_force(timezone.localdate()).filter(scheme__code=SCHEME)
    return versions.select_related("scheme").order_by("-valid_from", "-pk").first()


def assess(version: SchemeVersion, enterprise_id: int) -> Evaluation:
    """The verdicts on the enterprise by what the registry knows; nothing is asked of it.

    Raises `Enterprise.DoesNotExist` for one outside the scope.
    """
    return evaluate(version.parsed, inputs_with_answers(facts_of(enterprise_id), {}))


def shortcomings(evaluation: Evaluation) -> list[str]:
    """What keeps the enterprise off the list, a sentence each; nothing when it may be on it."""
    if evaluation.verdict in PASSED:
        return []
    return [step for group in evaluation.groups for step in group.steps()]
