"""The steps of a paper's life that people take."""

from collections.abc import Collection

from accounts.errors import RuleViolation
from accounts.models import District
from accounts.tenancy import Actor
from reports.models import Paper
from reports.papers.lifecycle import MACHINE, PaperInput


def check_paper(
    actor: Actor, paper_id: int, *, version: int | None, accept_failed: bool = False
) -> Paper:
    """Say that a person has read the draft. Raises as the machine does."""
    given = PaperInput(accept_failed=accept_failed)
    return MACHINE.execute(actor, paper_id, "check", given, expected_version=version)


def reopen_paper(actor: Actor, paper_id: int, reason: str, *, version: int | None) -> Paper:
    """Make a checked paper a draft again, so that it can be changed."""
    given = PaperInput(reason=reason)
    return MACHINE.execute(actor, paper_id, "reopen", given, expected_version=version)


def withdraw_paper(actor: Actor, paper_id: int, reason: str, *, version: int | None) -> Paper:
    """Give a draft up; its period may be written again."""
    given = PaperInput(reason=reason)
    return MACHINE.execute(actor, paper_id, "withdraw", given, expected_version=version)


def issue_paper(
    actor: Actor,
    paper_id: int,
    *,
    district_ids: Collection[int],
    by_mail: bool,
    version: int | None,
) -> Paper:
    """Issue a checked paper to the leaders, the bureaus of these districts and the subscribers.

    Raises as the machine does, and `RuleViolation` for a district that there is not.
    """
    known = set(
        District.objects.exclude(kind=District.Kind.CITY)
        .filter(pk__in=list(district_ids))
        .values_list("pk", flat=True)
    )
    if known != set(district_ids):
        raise RuleViolation({"districts": "请选择名单里的区市。"})
    given = PaperInput(district_ids=tuple(sorted(known)), by_mail=by_mail)
    return MACHINE.execute(actor, paper_id, "issue", given, expected_version=version)


def archive_paper(actor: Actor | None, paper_id: int, *, version: int | None = None) -> Paper:
    """Put an issued paper away, with the snapshot that it was made from."""
    return MACHINE.execute(actor, paper_id, "archive", expected_version=version)
