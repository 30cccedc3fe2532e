"""Publishing a version: asked for by one person, done by another, after a trial on the registry."""

from accounts.tenancy import Actor
from lifecycle.transitions import TransitionInput
from schemes.lifecycle import MACHINE, asked_for_it
from schemes.models import SchemeVersion


def submit_version(actor: Actor, version_id: int) -> SchemeVersion:
    """Ask a second person to publish a draft; nobody changes it meanwhile.

    Raises `NotPermitted`, or `RuleViolation` with every reason that keeps it from publication.
    """
    return MACHINE.execute(actor, version_id, "submit")


def send_back(actor: Actor, version_id: int, note: str) -> SchemeVersion:
    """Hand a version back to be changed, with the reason; whoever asked may take it back too.

    Raises `NotPermitted`, or `RuleViolation` without a reason.
    """
    version = SchemeVersion.objects.get(pk=version_id)
    name = "take_back" if asked_for_it(actor, version) else "send_back"
    return MACHINE.execute(actor, version_id, name, TransitionInput(note))


def publish_version(actor: Actor, version_id: int) -> SchemeVersion:
    """Publish a version for ever. The second person is not the one who asked or who edited last.

    Raises `NotPermitted`, or `RuleViolation` with every reason that keeps it from publication.
    """
    return MACHINE.execute(actor, version_id, "publish")


def retire_version(actor: Actor, version_id: int) -> SchemeVersion:
    """Open no more batches on a published version; its cases go on under it.

    Raises `NotPermitted`, or `RuleViolation` while a batch of it is open or planned.
    """
    return MACHINE.execute(actor, version_id, "retire")
