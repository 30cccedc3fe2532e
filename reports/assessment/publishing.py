"""What districts read of each other: written when a round is published, and no more than the city
has chosen to show."""

from reports.models import AssessmentRound, DistrictScore, PublishedResult


def publish_results(one: AssessmentRound) -> None:
    """Write the published rows of a round; what is not shown is not in them."""
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


def withdraw_results(one: AssessmentRound) -> None:
    """Take the published rows of a round back."""
    PublishedResult.objects.filter(round=one).delete()
