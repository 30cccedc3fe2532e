"""What districts read of each other: written when a round is published, and no more than the city
has chosen to show."""

from django.db.models import F, OuterRef, Subquery

from reports.models import AssessmentRound, Demonstration, DistrictScore, PublishedResult


def publish_results(one: AssessmentRound) -> None:
    """Write the published rows of a round; what is not shown is not in them. Proposals from an
    earlier publication that are not decided yet go on with the new rank."""
    shows_total = one.shown in (AssessmentRound.Shown.TOTALS, AssessmentRound.Shown.LINES)
    shows_lines = one.shown == AssessmentRound.Shown.LINES
    scores = DistrictScore.objects.filter(round=one, is_current=True).prefetch_related(
        "lines__indicator"
    )
    PublishedResult.objects.bulk_create(
        PublishedResult(
            round=one,
            district_id=score.district_id,
            rank=score.rank,
            total=score.total if shows_total else None,
            veto=score.veto,
            lines=[
                [line.indicator.name, f"{line.weighted:.2f}", f"{line.maximum:.2f}"]
                for line in sorted(score.lines.all(), key=lambda line: line.indicator.sort)
            ]
            if shows_lines
            else [],
        )
        for score in scores
    )
    rank = PublishedResult.objects.filter(round=one, district=OuterRef("district")).values("rank")
    Demonstration.objects.filter(
        round=one, state=Demonstration.State.PROPOSED, district__in=one.results.values("district")
    ).update(rank=Subquery(rank[:1]), version=F("version") + 1)


def withdraw_results(one: AssessmentRound) -> None:
    """Take the published rows of a round back; with them, bureaus no longer see proposals that
    are not named (`DemonstrationQuerySet`)."""
    PublishedResult.objects.filter(round=one).delete()
