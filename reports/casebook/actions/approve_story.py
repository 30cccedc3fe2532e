"""The enterprise's approval: of what was read, word for word."""

from django.db import transaction

from accounts.tenancy import Actor
from reports.casebook.content import content_of, fingerprint
from reports.casebook.inputs import StoryInput
from reports.casebook.lifecycle import MACHINE
from reports.models import Story


def approve_story(
    actor: Actor, pk: int, *, name: str, declares: bool, seen: str, version: int | None = None
) -> Story:
    """Approve the story for publication. `seen` is the fingerprint of the content that the page
    showed.

    Raises like `Machine.execute`, and `RuleViolation` where the content is another one by now.
    """
    with transaction.atomic():
        story = MACHINE.locked(actor, pk)
        content = content_of(story)
        given = StoryInput(
            name=name,
            own_name=actor.user_name,
            declares=declares,
            seen=seen,
            content=content,
            sha256=fingerprint(content),
        )
        return MACHINE.execute(actor, pk, "approve", given, expected_version=version)
