"""Where an enterprise stands before every scheme, open or not."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.tenancy import Actor
from enterprises.figures import Facts, facts_of
from procedures.cases.actions.start_application import prefilled
from procedures.cases.outcomes import held_kinds, is_held_once
from procedures.cases.running import open_cases, running_among, running_for
from procedures.cases.submission import definition_for, inputs_from, inputs_with_answers
from procedures.models import Application, Batch
from procedures.models.application import State
from schemes.evaluation.evaluate import Evaluation, evaluate
from schemes.models import SchemeVersion, SchemeWatch

MOST_SHOWN = 3


@dataclass(frozen=True)
class Standing:
    """The verdict on one enterprise by one scheme. `batch` is open now, `coming` opens next;
    `is_held`: it has what the scheme brings, and cannot file for it anew; `running`: a case that
    is under way and may bring it."""

    version: SchemeVersion
    evaluation: Evaluation
    batch: Batch | None
    coming: Batch | None
    draft: Application | None
    is_watched: bool
    is_held: bool = False
    running: Application | None = None

    @property
    def missing(self) -> int:
        return self.evaluation.distance

    @property
    def first_steps(self) -> list[str]:
        steps = (step for group in self.evaluation.groups for step in group.steps())
        return list(islice(steps, MOST_SHOWN))

    @property
    def rank(self) -> tuple[bool, int, float, int]:
        """What is not held first, of that the closest; of two that lack as much, the one with the
        larger share met."""
        asked = len(self.evaluation.findings)
        share = self.evaluation.met / asked if asked else 0.0
        return self.is_held, self.missing, -share, self.version.scheme.sort


def standings_of(
    actor: Actor,
    facts: Facts | None = None,
    *,
    only_open: bool = False,
    cases: list[Application] | None = None,
    held: tuple[str, ...] | None = None,
) -> list[Standing]:
    """The actor's enterprise before every scheme in force, the closest first; with `only_open`
    before those alone that take filings now, and without `is_watched`. A fixed number of queries,
    fewer where its `facts`, its `open_cases` and the kinds that it holds are known already."""
    facts = facts or facts_of(actor.organisation_id)
    open_batches, coming = _batches()
    versions = {scheme: batch.version for scheme, batch in open_batches.items()}
    watched: set[int] = set()
    if not only_open:
        latest = _latest_in_force(actor)
        watched = {scheme for scheme, version in latest.items() if version.is_watched}
        versions = latest | versions
    cases = open_cases(actor.organisation_id) if cases is None else cases
    drafts = {
        draft.batch_id: draft
        for draft in cases
        if draft.state == State.DRAFT and draft.renews_id is None
    }
    held = held_kinds(actor.organisation_id) if held is None else held
    running = running_among(cases)
    standings = []
    for scheme_id, version in versions.items():
        batch = open_batches.get(scheme_id)
        draft = drafts.get(batch.pk) if batch else None
        standings.append(
            Standing(
                version=version,
                evaluation=evaluation_for(facts, version, draft, held),
                batch=batch,
                coming=coming.get(scheme_id),
                draft=draft,
                is_watched=scheme_id in watched,
                is_held=is_held_once(version.parsed.outcome, held),
                running=running_for(version, running),
            )
        )
    return sorted(standings, key=lambda standing: standing.rank)


def evaluation_for(
    facts: Facts, version: SchemeVersion, draft: Application | None, held: tuple[str, ...]
) -> Evaluation:
    """The verdict by the draft's answers, or by those that the registry would fill in, for an
    enterprise that holds outcomes of the kinds `held`."""
    if draft is not None:
        return evaluate(definition_for(draft), inputs_from(facts, draft, held))
    return evaluate(version.parsed, inputs_with_answers(facts, prefilled(version, facts), held))


def _batches() -> tuple[dict[int, Batch], dict[int, Batch]]:
    """The open batch and the next one to open, by scheme; of several the one that closes first."""
    now = timezone.now()
    rows = Batch.objects.filter(closes_at__gt=now).select_related("version__scheme")
    open_now: dict[int, Batch] = {}
    coming: dict[int, Batch] = {}
    for batch in rows.order_by("closes_at"):
        by_scheme = open_now if batch.opens_at <= now else coming
        by_scheme.setdefault(batch.version.scheme_id, batch)
    return open_now, coming


def _latest_in_force(actor: Actor) -> dict[int, Any]:
    """The version that counts for each scheme which takes no filings now, with `is_watched`."""
    own = SchemeWatch.objects.filter(user_id=actor.user_id, scheme_id=OuterRef("scheme_id"))
    rows = SchemeVersion.objects.in_force().select_related("scheme").order_by("valid_from")
    return {version.scheme_id: version for version in rows.annotate(is_watched=Exists(own))}
