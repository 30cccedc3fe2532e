"""Evidence of a ruling that was withdrawn after it: what the city has to settle before freezing."""

from django.db.models import Exists, F, OuterRef, QuerySet

from reports.models import LineEvidence


def lost_evidence(round_id: int) -> QuerySet[LineEvidence]:
    """Files of sustained appeals of the round that were withdrawn after the ruling, while nothing
    newer has been filed for the line since. What was withdrawn before it, the city knew of."""
    newer = LineEvidence.objects.filter(
        indicator=OuterRef("indicator"),
        district=OuterRef("district"),
        withdrawn_at=None,
        filed_at__gt=OuterRef("withdrawn_at"),
    )
    return LineEvidence.objects.filter(
        ~Exists(newer),
        round=round_id,
        appeal__state="sustained",
        withdrawn_at__gt=F("appeal__ruled_at"),
    )
