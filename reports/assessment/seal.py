"""The seal of a frozen round: a hash over all that made its result, and the check of it."""

import hashlib
import json
from typing import Any, TypeAlias

from django.db.models import Model, QuerySet

from reports.models import (
    Appeal,
    AssessmentRound,
    DistrictScore,
    LineEvidence,
    RoundEntry,
    RoundFigure,
    RoundIndicator,
    RoundScoring,
    ScoreLine,
)

Columns: TypeAlias = dict[type[Model], tuple[str, ...]]

# What was hashed of each table at first; when a row was last looked at is no part of a result.
FIRST_COLUMNS: Columns = {
    RoundIndicator: ("id", "code", "definition"),
    RoundFigure: (
        "indicator_id", "district_id", "numerator", "denominator", "value", "task", "is_missing",
        "department", "confirmed_by_name", "source", "document_id", "ruled_value", "ruled_points",
    ),
    RoundEntry: (
        "id", "district_id", "kind", "indicator_id", "cause", "bearer", "level",
        "document_number", "document_date", "cancelled_at",
    ),
    Appeal: (
        "id", "indicator_id", "district_id", "state", "reason", "ruling", "new_value",
        "new_points",
    ),
    DistrictScore: (
        "id", "district_id", "day", "base", "bonus", "penalty", "total", "rank", "veto",
    ),
    ScoreLine: ("score_id", "indicator_id", "value", "points", "weighted", "formula", "note"),
    RoundScoring: ("basis",),
}  # fmt: skip
# And since: the documents of entries, the evidence, and what a line could have given.
COLUMNS: Columns = {
    **FIRST_COLUMNS,
    RoundEntry: (*FIRST_COLUMNS[RoundEntry], "document_id"),
    ScoreLine: (*FIRST_COLUMNS[ScoreLine], "maximum"),
    LineEvidence: (
        "id", "indicator_id", "district_id", "appeal_id", "title", "document_id", "withdrawn_at",
        "withdraw_reason", "after_scoring",
    ),
}  # fmt: skip


def holds(one: AssessmentRound) -> bool:
    """Whether the round still is what was sealed; rounds that were sealed by the first columns
    keep their sums, which no sum of the present ones can be. Sixteen queries at most."""
    return one.seal in (seal_of(one, columns) for columns in (COLUMNS, FIRST_COLUMNS))


def seal_of(one: AssessmentRound, hashed: Columns = COLUMNS) -> str:
    """The SHA-256 of everything that the round's result rests on, as it stands in the database.
    Eight queries; needs the scope of the city or of the portal, which sees all districts."""
    told: dict[str, Any] = {
        "round": [one.pk, str(one.starts_on), str(one.ends_on), f"{one.bonus_ceiling:.2f}",
                  f"{one.penalty_ceiling:.2f}", one.vetoes],
    }  # fmt: skip
    for model, columns in hashed.items():
        told[model._meta.db_table] = list(_rows(one, model).order_by("pk").values_list(*columns))
    text = json.dumps(told, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _rows(one: AssessmentRound, model: type[Model]) -> QuerySet[Any]:
    if model is ScoreLine:
        return ScoreLine.objects.filter(score__round=one, score__is_current=True)
    rows: QuerySet[Any] = model._default_manager.filter(round=one)
    return rows.filter(is_current=True) if model is DistrictScore else rows
