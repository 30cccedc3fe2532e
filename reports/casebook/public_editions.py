"""The volumes that everybody may take: issued, and without a story that was withdrawn since."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.tenancy import system_scope
from reports.models import CasebookEdition, EditionDownloads, EditionPrint, PublishedStory

State = CasebookEdition.State


@dataclass(frozen=True)
class PublicVolume:
    """An edition with the volume that is given out; None while it is set anew."""

    edition: CasebookEdition
    printed: EditionPrint | None


def issued_editions() -> list[PublicVolume]:
    """The editions that the public sees, the latest first. Three queries."""
    with system_scope(reason="show the casebook to the public"):
        return _volumes(_public().order_by("-number"))


def public_volume(edition_id: int) -> PublicVolume:
    """One of them. Raises `CasebookEdition.DoesNotExist`."""
    with system_scope(reason="show the casebook to the public"):
        return _volumes([_public().get(pk=edition_id)])[0]


def count_download(printed: EditionPrint) -> None:
    """Add one to the volume's downloads of today (local)."""
    with system_scope(reason="show the casebook to the public"):
        today = {"printed": printed, "day": timezone.localdate()}
        EditionDownloads.objects.get_or_create(**today, defaults={"number": 0})
        EditionDownloads.objects.filter(**today).update(number=F("number") + 1)


def _public() -> QuerySet[CasebookEdition]:
    return CasebookEdition.objects.filter(state=State.ISSUED, retired_at=None)


def _volumes(editions: Iterable[CasebookEdition]) -> list[PublicVolume]:
    """Each with its last print, unless a story in that was withdrawn."""
    rows = list(editions)
    prints = EditionPrint.objects.filter(edition__in=rows).select_related("edition")
    prints = prints.order_by("edition_id", "-number")
    latest = {one.edition_id: one for one in prints.distinct("edition_id")}
    held = {story[0] for one in latest.values() for story in one.stories}
    public = set(PublishedStory.objects.filter(pk__in=held).values_list("pk", flat=True))
    whole = {
        key: one for key, one in latest.items() if all(story[0] in public for story in one.stories)
    }
    return [PublicVolume(row, whole.get(row.pk)) for row in rows]
