"""Changing a story's text, from either side."""

from collections.abc import Mapping

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.models import Enterprise
from pages.records.actions import check
from pages.stale import refuse_stale
from reports.casebook.figures import CHOICES
from reports.casebook.lifecycle import MACHINE
from reports.casebook.policies import is_its_administrator, may_edit
from reports.casebook.sections import TEXTS
from reports.models import Story

NOT_NOW = "案例现在是“{state}”，不能修改；需要修改时请先办理“退回修改”或“继续修改”。"


def save_text(actor: Actor, pk: int, values: Mapping[str, object], *, version: int | None) -> Story:
    """Save parts of the text and the title. `version` is the one that the page showed.

    Raises `Story.DoesNotExist`, `NotPermitted`, `RuleViolation` by field, and `StaleRecord`.
    """
    with transaction.atomic():
        story = locked_to_edit(actor, pk)
        refuse_stale(story, version)
        story.enterprise_name = Enterprise.objects.get(pk=story.organisation_id).name
        return _changed(story, values, TEXTS)


def choose_figures(
    actor: Actor, pk: int, values: Mapping[str, object], *, version: int | None
) -> Story:
    """Say which figures the public may read. The enterprise's administrator alone decides it.

    Raises like `save_text`.
    """
    with transaction.atomic():
        story = MACHINE.locked(actor, pk)
        if not is_its_administrator(actor, story):
            raise NotPermitted("公开哪些数据，只由企业的管理员决定。")
        locked_to_edit(actor, pk)
        refuse_stale(story, version)
        return _changed(story, values, CHOICES)


def locked_to_edit(actor: Actor, pk: int) -> Story:
    """The story, locked for a change of what it says. Raises `Story.DoesNotExist`, `NotPermitted`,
    and `RuleViolation` while it is not being written."""
    story = MACHINE.locked(actor, pk)
    if may_edit(actor, story):
        return story
    if MACHINE.state_of(story) != Story.State.WRITING:
        raise RuleViolation(NOT_NOW.format(state=MACHINE.label_for(actor, story.state)))
    raise NotPermitted("只有市级经办人和企业自己的人员可以修改案例。")


def _changed(story: Story, values: Mapping[str, object], allowed: tuple[str, ...]) -> Story:
    before = {name: getattr(story, name) for name in allowed}
    for name in allowed:
        if name in values:
            setattr(story, name, values[name])
    check(story)
    if any(getattr(story, name) != value for name, value in before.items()):
        story.version += 1
        story.save()
    return story
