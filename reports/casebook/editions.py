"""What an edition holds, and what of it is printed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from accounts.tenancy import Actor
from reports.models import (
    CasebookEdition,
    EditionDownloads,
    EditionPrint,
    EditionStory,
    PublishedStory,
)


@dataclass(frozen=True)
class Place:
    """A story's place in an edition; `published` is None where it is not public any more."""

    story_id: int
    position: int
    published: PublishedStory | None


def places_of(edition: CasebookEdition) -> list[Place]:
    """The stories of an edition in their order, those that were withdrawn too. Two queries."""
    rows = list(EditionStory.objects.filter(edition=edition).order_by("position", "id"))
    public = PublishedStory.objects.in_bulk([row.story_id for row in rows])
    return [Place(row.story_id, row.position, public.get(row.story_id)) for row in rows]


def printed_stories(edition: CasebookEdition) -> list[PublishedStory]:
    """What a volume of now would hold: the chosen stories that are public, in their order."""
    return [one.published for one in places_of(edition) if one.published is not None]


def fingerprint_of(edition: CasebookEdition, stories: Iterable[PublishedStory]) -> str:
    """Of all that a volume is made from."""
    made_from = [
        edition.number, edition.year, edition.title, edition.foreword, edition.compiler,
        [[one.pk, one.approval_id] for one in stories],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(made_from, ensure_ascii=False).encode()).hexdigest()


def last_print(edition: CasebookEdition) -> EditionPrint | None:
    return EditionPrint.objects.filter(edition=edition).order_by("-number").first()


def is_up_to_date(edition: CasebookEdition, printed: EditionPrint) -> bool:
    """Whether a volume made now would be the same."""
    return printed.fingerprint == fingerprint_of(edition, printed_stories(edition))


def withdrawn_from(printed: EditionPrint) -> list[str]:
    """The enterprises in a volume whose story is not public any more: such a volume is not given
    out."""
    ids = [row[0] for row in printed.stories]
    public = set(PublishedStory.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [row[2] for row in printed.stories if row[0] not in public]


def downloads_of(edition: CasebookEdition) -> int:
    """How often the public took a volume of the edition."""
    rows = EditionDownloads.objects.filter(printed__edition=edition)
    return rows.aggregate(sum=Sum("number"))["sum"] or 0


def may_keep(actor: Actor) -> bool:
    """Who makes editions."""
    return actor.is_city
