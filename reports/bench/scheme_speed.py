"""A scheme over the whole registry, against a hand-written query of the same conditions."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from django.db import connection, connections

from accounts.tenancy import Actor, acting_as
from procedures.trials.simulation import Tally, Trial, chunks, try_part
from procedures.trials.trial_work import HELPERS
from reports.bench.people import actor_named
from reports.bench.results import Measurement
from reports.bench.scratch import use_database
from schemes.definition.scheme import SchemeDefinition
from schemes.models import SchemeVersion


class AtHand(NamedTuple):
    """What a process that takes parts of a trial was started with."""

    actor: Actor
    trial: Trial


_at_hand: list[AtHand] = []
MINUTE = 60.0
SCHEME = "demonstration-enterprise"
# The conditions of demonstration_enterprise_2018.yaml that need no answer and no expert.
BY_HAND = """
SELECT count(*) FROM enterprises_enterprise enterprise
LEFT JOIN LATERAL (
  SELECT revenue, main_revenue, rd_cost, assets, liabilities FROM enterprises_yearlyreport report
  WHERE report.organisation_id = enterprise.organisation_id AND report.state = 'submitted'
    AND report.year = extract(year FROM current_date) - 1
) figures ON true
WHERE enterprise.registration_state = 'confirmed'
  AND enterprise.size_class IN ('medium', 'small', 'micro')
  AND EXISTS (
    SELECT 1 FROM certification_certificate held
    WHERE held.organisation_id = enterprise.organisation_id AND held.kind = 'certified_product'
      AND held.state IN ('valid', 'recheck_due')
      AND current_date BETWEEN held.valid_from AND held.valid_to)
  AND figures.revenue > 0 AND figures.main_revenue * 100 / figures.revenue >= 60
  AND figures.rd_cost * 100 / figures.revenue
      >= CASE WHEN figures.revenue >= 10000 THEN 2 ELSE 3 END
  AND figures.assets > 0 AND figures.liabilities * 100 / figures.assets <= 70
"""


def scheme_measurements(database: str, size: int) -> Iterator[Measurement]:
    """Rows per second of the same conditions by both, and a whole trial against a minute."""
    use_database(database)
    actor = actor_named("city")
    with acting_as(actor):
        version = SchemeVersion.objects.in_force().select_related("scheme").get(
            scheme__code=SCHEME
        )  # fmt: skip
    plain = SchemeVersion(scheme=version.scheme, definition=_without_scoring(version.parsed))
    ours, tally = _tried(actor, plain)
    started = time.perf_counter()
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        passed = cursor.fetchone()[0]
    by_hand = time.perf_counter() - started
    if passed != tally.passed:
        raise AssertionError(f"the query finds {passed}, the scheme {tally.passed}")
    yield Measurement(
        f"a scheme's conditions, {size:,} enterprises",
        size / ours,
        size / by_hand,
        "rows/s",
        80,
        "a hand-written query of the same conditions",
    )
    whole = _tried_as_the_portal_does(actor, version)
    yield Measurement(
        f"a trial with scoring, {size:,} enterprises", whole, MINUTE, "s", 1, "a minute"
    )


def _without_scoring(definition: SchemeDefinition) -> dict[str, object]:
    content = definition.model_dump(mode="json")
    content["scoring"] = None
    content["criteria"] = [
        group for group in content["criteria"]
        if not any(one["indicator"].startswith("score") for one in group["criteria"])
    ]  # fmt: skip
    return content


def _tried_as_the_portal_does(actor: Actor, version: SchemeVersion) -> float:
    """Seconds for the whole registry: the job and its helpers, each a process of its own."""
    with acting_as(actor):
        parts = list(chunks())
    connections.close_all()  # a connection must not be shared with the processes that follow
    forked = multiprocessing.get_context("fork")
    trial = Trial(version)
    with ProcessPoolExecutor(1 + HELPERS, forked, _begin, (actor, trial)) as pool:
        started = time.perf_counter()
        tally = Tally()
        for counted in pool.map(_take, parts):
            tally.add(counted)
        return time.perf_counter() - started


def _begin(actor: Actor, trial: Trial) -> None:
    _at_hand.append(AtHand(actor, trial))


def _take(part: tuple[int, int]) -> Tally:
    (at_hand,) = _at_hand
    with acting_as(at_hand.actor):
        return try_part(at_hand.trial, None, *part)[0]


def _tried(actor: Actor, version: SchemeVersion) -> tuple[float, Tally]:
    """Seconds for the whole registry, in one process, and what was counted."""
    started = time.perf_counter()
    tally = Tally()
    trial = Trial(version)
    with acting_as(actor):
        parts = list(chunks())
    for first, last in parts:
        with acting_as(actor):
            counted, _ = try_part(trial, None, first, last)
        tally.add(counted)
    return time.perf_counter() - started, tally
