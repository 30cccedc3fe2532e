"""The claims that an enterprise has begun, with all that belongs to them, in a fixed number of
queries whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from financing.models import SubsidyClaim, SubsidyFile, SubsidyGoal, SubsidyLine
from financing.subsidies.checks import findings
from financing.subsidies.claims import window_of
from financing.subsidies.duplicates import Elsewhere, hits_elsewhere
from financing.subsidies.hits import Hit
from procedures.cases.running import RUNNING
from procedures.models import Application
from procedures.models.application import State


@dataclass(frozen=True)
class Begun:
    """A claim that is a draft, with its standing lines, files and goals, and what stands against
    its lines."""

    claim: SubsidyClaim
    lines: list[SubsidyLine]
    files: list[SubsidyFile]
    goals: list[SubsidyGoal]
    hits: list[Hit]

    @property
    def doubled(self) -> frozenset[int]:
        """The numbers of lines that are counted elsewhere already."""
        return frozenset(hit.line for hit in self.hits if hit.is_double)


def money_cases(organisation_id: int) -> list[Application]:
    """The enterprise's drafts and undecided cases that ask for money, the oldest first. One
    query."""
    rows = Application.objects.filter(
        organisation_id=organisation_id,
        claim__isnull=False,
        state__in=(State.DRAFT, *RUNNING),
        deleted_at=None,
        corrects=None,
    )
    return list(rows.select_related("claim").order_by("id"))


def begun_of(drafts: Sequence[Application], credit_code: str) -> dict[int, Begun]:
    """What has been filled in, by the draft's id. Four queries, none without a draft."""
    if not drafts:
        return {}
    claims = [one.claim for one in drafts]
    lines = _by_claim(SubsidyLine.objects.filter(withdrawn_at=None).order_by("number"), claims)
    files = SubsidyFile.objects.filter(removed_at=None).select_related("attachment")
    files_of, goals_of = _by_claim(files, claims), _by_claim(SubsidyGoal.objects.all(), claims)
    taken = _elsewhere([one.pk for one in claims])
    found = {}
    for draft in drafts:
        claim = draft.claim
        claim.application = draft
        own = lines[claim.pk]
        hits = [
            *findings(own, credit_code, window_of(claim)),
            *hits_elsewhere(own, taken[claim.pk], {}),
        ]
        found[draft.pk] = Begun(claim, own, files_of[claim.pk], goals_of[claim.pk], hits)
    return found


def _by_claim(rows: QuerySet[Any], claims: Sequence[SubsidyClaim]) -> dict[int, list[Any]]:
    by_claim: dict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(claim__in=claims):
        by_claim[row.claim_id].append(row)
    return by_claim


def _elsewhere(claim_ids: list[int]) -> dict[int, list[Elsewhere]]:
    """Claim -> the other lines that have a number of its lines. One query."""
    by_claim: dict[int, list[Elsewhere]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT one.claim, hit.* FROM unnest(%s::bigint[]) AS one(claim),"
            " LATERAL financing_claim_hits(one.claim) AS hit",
            [claim_ids],
        )
        for claim_id, *row in cursor.fetchall():
            by_claim[claim_id].append(Elsewhere(*row))
    return by_claim
