"""The stages of a way that nobody has reported though a later one is."""

from collections.abc import Collection, Iterable

from financing.models import ListingPath, ListingStage, Milestone

REPORTED = (Milestone.State.FILED, Milestone.State.RETURNED, Milestone.State.CONFIRMED)


def skipped_before(path: ListingPath, stage: ListingStage) -> list[str]:
    """The names of the track's stages before `stage` that the path has no milestone of, in their
    order. Two queries."""
    stones = Milestone.objects.filter(path=path, state__in=REPORTED).select_related("stage")
    earlier = ListingStage.objects.filter(
        track_id=path.track_id, retired_at=None, order__lt=stage.order
    )
    return left_out(earlier.order_by("order"), stones)


def left_out(earlier: Iterable[ListingStage], stones: Collection[Milestone]) -> list[str]:
    """Of the stages `earlier` those without a milestone. What lies before the first stage that was
    reported was passed before the enterprise came to the portal, and is not asked."""
    reported = {one.stage_id for one in stones}
    first = min((one.stage.order for one in stones), default=None)
    if first is None:
        return []
    return [one.name for one in earlier if one.order > first and one.pk not in reported]
