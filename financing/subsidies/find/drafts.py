"""The claims that an enterprise has begun, with all that belongs to them, in a fixed number of
queries whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from financing.models import SubsidyClaim, SubsidyFile, SubsidyGoal, SubsidyKey, SubsidyLine
from financing.subsidies.checks import SHARED_WITH_A_WORD, findings
from financing.subsidies.claims import window_of
from procedures.cases.running import RUNNING
from procedures.models import Application
from procedures.models.application import State


@dataclass(frozen=True)
class Begun:
    """A claim that is a draft, with its standing lines, files and goals. `doubled` are the numbers
    of lines that are counted elsewhere already."""

    claim: SubsidyClaim
    lines: list[SubsidyLine]
    files: list[SubsidyFile]
    goals: list[SubsidyGoal]
    doubled: frozenset[int]


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
    taken = _taken_elsewhere([one.pk for one in claims])
    found = {}
    for draft in drafts:
        claim = draft.claim
        claim.application = draft
        own = findings(lines[claim.pk], credit_code, window_of(claim))
        doubled = {hit.line for hit in own if hit.is_double}
        doubled |= {line.number for line in lines[claim.pk] if line.pk in taken}
        found[draft.pk] = Begun(
            claim, lines[claim.pk], files_of[claim.pk], goals_of[claim.pk], frozenset(doubled)
        )
    return found


def _by_claim(rows: QuerySet[Any], claims: Sequence[SubsidyClaim]) -> dict[int, list[Any]]:
    by_claim: dict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(claim__in=claims):
        by_claim[row.claim_id].append(row)
    return by_claim


def _taken_elsewhere(claim_ids: list[int]) -> set[int]:
    """The lines whose number a decided claim has already, as `duplicates` counts them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hit.* FROM unnest(%s::bigint[]) AS one(claim),"
            " LATERAL financing_claim_hits(one.claim) AS hit",
            [claim_ids],
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {
        row["line_id"]
        for row in rows
        if row["is_decided"] and SubsidyKey.Kind(row["kind"]) not in SHARED_WITH_A_WORD
    }
