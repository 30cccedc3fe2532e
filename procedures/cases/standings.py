"""Where an enterprise stands before every scheme, open or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.tenancy import Actor
from enterprises.figures import Facts, facts_of
from enterprises.models import RegistrationState
from procedures.batches.calls import batches_by_scheme
from procedures.cases.actions.start_application import prefilled
from procedures.cases.material import read_files_together
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
    """The verdict on one enterprise by one scheme: by the version of the batch that is open, else
    of the one that opens next, else by the latest in force. `batch` is open now, `coming` opens
    next; `last_year` is the year before a filing in it; `is_held`: it has what the scheme brings,
    and cannot file for it anew; `running`: a case that is under way and may bring it."""

    version: SchemeVersion
    evaluation: Evaluation
    batch: Batch | None
    coming: Batch | None
    draft: Application | None
    is_watched: bool
    last_year: int
    facts: Facts
    answers: Mapping[str, object]
    is_held: bool = False
    running: Application | None = None

    @property
    def basis(self) -> str:
        """By which version and which year's figures it is judged, and why by them."""
        told = f"{self.version.label}条件、{self.last_year} 年度数据"
        if self.batch is not None:
            return f"按“{self.batch.name}”的{told}"
        if self.coming is not None:
            day = timezone.localtime(self.coming.opens_at)
            return f"按 {day:%Y-%m-%d} 开放的“{self.coming.name}”的{told}"
        return f"按现行{told}"

    @property
    def may_start(self) -> bool:
        """Whether a filing can be begun, or gone on with, now."""
        confirmed = self.facts.enterprise["registration_state"] == RegistrationState.CONFIRMED
        return confirmed and self.batch is not None and not self.is_held and self.running is None

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
    """The actor's enterprise before every certification in force, the closest first; with
    `only_open` before those alone that take filings now, and without `is_watched`. A fixed number
    of queries, fewer where its `facts`, its `open_cases` and the kinds that it holds are known
    already."""
    facts = facts or facts_of(actor.organisation_id)
    open_batches, coming = batches_by_scheme()
    versions = {scheme: batch.version for scheme, batch in open_batches.items()}
    this_year = timezone.localdate().year
    watched: set[int] = set()
    if not only_open:
        latest = _latest_in_force(actor)
        watched = {scheme for scheme, version in latest.items() if version.is_watched}
        ahead = {scheme: batch.version for scheme, batch in coming.items()}
        versions = latest | ahead | versions
    cases = open_cases(actor.organisation_id) if cases is None else cases
    drafts = {
        draft.batch_id: draft
        for draft in cases
        if draft.state == State.DRAFT and draft.renews_id is None
    }
    read_files_together(list(drafts.values()))
    held = held_kinds(actor.organisation_id) if held is None else held
    running = running_among(cases)
    standings = []
    for scheme_id, version in versions.items():
        batch, next_ = open_batches.get(scheme_id), coming.get(scheme_id)
        draft = drafts.get(batch.pk) if batch else None
        # A draft goes by its own version, which is that of its batch.
        counts = batch or next_
        last_year = counts.last_year if counts else this_year - 1
        evaluation, answers = evaluation_for(facts, version, draft, held, last_year)
        standings.append(
            Standing(
                version=version,
                evaluation=evaluation,
                facts=facts,
                answers=answers,
                batch=batch,
                coming=next_,
                draft=draft,
                is_watched=scheme_id in watched,
                last_year=last_year,
                is_held=is_held_once(version.parsed.outcome, held),
                running=running_for(version, running),
            )
        )
    return sorted(standings, key=lambda standing: standing.rank)


def evaluation_for(
    facts: Facts,
    version: SchemeVersion,
    draft: Application | None,
    held: tuple[str, ...],
    last_year: int,
) -> tuple[Evaluation, Mapping[str, object]]:
    """The verdict by the draft's answers, or by those that the registry would fill in, for an
    enterprise that holds outcomes of the kinds `held`; and these answers."""
    if draft is not None:
        inputs = inputs_from(facts, draft, held)
        return evaluate(definition_for(draft), inputs), inputs.answers
    answers = prefilled(version, facts, last_year)
    inputs = inputs_with_answers(facts, answers, held, last_year=last_year)
    return evaluate(version.parsed, inputs), inputs.answers


def _latest_in_force(actor: Actor) -> dict[int, Any]:
    """The version in force that counts for each scheme without a batch, with `is_watched`."""
    own = SchemeWatch.objects.filter(user_id=actor.user_id, scheme_id=OuterRef("scheme_id"))
    rows = SchemeVersion.objects.in_force().of_certifications()
    rows = rows.select_related("scheme").order_by("valid_from")
    return {version.scheme_id: version for version in rows.annotate(is_watched=Exists(own))}
