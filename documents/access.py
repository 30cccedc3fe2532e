"""Who may download an attachment beyond its own organisation: each purpose has its rule."""

from collections.abc import Callable

from accounts.tenancy import Actor
from documents.models import Attachment

Rule = Callable[[Actor, Attachment], bool]
_rules: dict[str, Rule] = {}


def register(purpose: str, rule: Rule) -> None:
    """Let `rule` decide about attachments of `purpose`; the wall has spoken before."""
    _rules[purpose] = rule


def may_download(actor: Actor, attachment: Attachment) -> bool:
    """Own files always; others by the rule of their purpose, and never without one."""
    if attachment.organisation_id == actor.organisation_id:
        return True
    rule = _rules.get(attachment.purpose)
    return rule is not None and rule(actor, attachment)
