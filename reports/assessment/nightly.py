"""What happens to rounds every night: figures, scores, the end of the appeals' term."""

import logging

from django.db import transaction
from django.utils import timezone

from accounts.tenancy import system_scope
from reports.assessment.figures import take_figures
from reports.assessment.round_machine import MACHINE
from reports.assessment.scoring import score_round
from reports.models import AssessmentRound
from reports.models.assessment import SCORED
from reports.models.assessment import RoundState as S

logger = logging.getLogger(__name__)


def run_assessment() -> int:
    """Take the figures of every round that collects, score it where it has scores, and end its
    term of appeals where that is over; returns how many rounds. Each round has a transaction of
    its own; a second run on the same day changes nothing, and days on which it did not run are no
    more than days without a score of their own. A round that fails stops no other: the failures
    are logged, and raised together at the end."""
    failed: list[Exception] = []
    with system_scope(reason="score rounds at night"):
        running = list(
            AssessmentRound.objects.filter(state__in=(S.COLLECTING, *SCORED)).values_list(
                "pk", flat=True
            )
        )
        for pk in running:
            try:
                with transaction.atomic():
                    _run(AssessmentRound.objects.select_for_update().get(pk=pk))
            except Exception as error:
                logger.exception("assessment round %s failed at night", pk)
                failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(running)} rounds failed at night", failed)
    return len(running)


def _run(one: AssessmentRound) -> None:
    take_figures(one)
    over = one.appeals_until is not None and one.appeals_until < timezone.localdate()
    if one.is_scored and not one.seal:
        score_round(one)
    if one.state == S.APPEALING and over:
        MACHINE.execute(None, one.pk, "close_appeals")
