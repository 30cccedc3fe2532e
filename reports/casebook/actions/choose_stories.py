"""Which stories an edition holds, and in which order."""

from collections.abc import Sequence

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.casebook.editions import may_keep
from reports.models import CasebookEdition, EditionStory, PublishedStory

MOST_STORIES = 100
State = CasebookEdition.State


def choose_stories(
    actor: Actor, pk: int, story_ids: Sequence[int], *, version: int | None
) -> CasebookEdition:
    """Let the edition hold these stories in this order. Only what is public may be added; what was
    withdrawn since may stay in its place, and is left out of print.

    Raises `NotPermitted`, `CasebookEdition.DoesNotExist`, `RuleViolation` at "stories", and
    `StaleRecord`.
    """
    if not may_keep(actor):
        raise NotPermitted
    wanted = list(dict.fromkeys(story_ids))
    with transaction.atomic():
        edition = CasebookEdition.objects.select_for_update(of=("self",)).get(pk=pk)
        refuse_stale(edition, version)
        if edition.state != State.DRAFT or edition.is_retired:
            raise RuleViolation("只有编辑中的一辑可以改收录的案例。")
        if len(wanted) > MOST_STORIES:
            raise RuleViolation({"stories": f"一辑最多收录 {MOST_STORIES} 篇。"})
        before = _ids(edition)
        public = set(PublishedStory.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if set(wanted) - public - set(before):
            raise RuleViolation({"stories": "只能收录已发布的案例，请刷新后重新选择。"})
        if wanted != before:
            EditionStory.objects.filter(edition=edition).delete()
            EditionStory.objects.bulk_create(
                EditionStory(edition=edition, story_id=one, position=place)
                for place, one in enumerate(wanted, 1)
            )
            edition.version += 1
            edition.save(update_fields=["version"])
        return edition


def _ids(edition: CasebookEdition) -> list[int]:
    rows = EditionStory.objects.filter(edition=edition).order_by("position", "id")
    return list(rows.values_list("story_id", flat=True))
