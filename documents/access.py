"""Who may download an attachment beyond its own organisation: each purpose has its rule."""

from collections.abc import Callable

from accounts.tenancy import Actor
from documents.models import Attachment

Rule = Callable[[Actor, Attachment], bool]
_rules: dict[str, Rule] = {}
_confidential: set[str] = set()


def register(purpose: str, rule: Rule, *, confidential: bool = False) -> None:
    """Let `rule` decide about attachments of `purpose`; the wall has spoken before.

    Of what is `confidential`, the rule decides for colleagues of the same organisation too.
    """
    _rules[purpose] = rule
    if confidential:
        _confidential.add(purpose)


def may_download(actor: Actor, attachment: Attachment) -> bool:
    """Own files, unless confidential; others by their purpose's rule, and never without one."""
    own = attachment.organisation_id == actor.organisation_id
    if own and attachment.purpose not in _confidential:
        return True
    rule = _rules.get(attachment.purpose)
    return rule is not None and rule(actor, attachment)
