"""Telling people: in the portal and by e-mail, both through the outbox."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import uuid4

from django.db.models import QuerySet, TextChoices
from django.utils import timezone

from accounts.compiled_queries import compiled_once
from accounts.duties import Duty
from accounts.models import LeaveCover, Membership, Notification
from accounts.outbox import post, posted_together
from accounts.tenancy import current_actor, system_scope


class Kind(TextChoices):
    """What a notification is about; of most kinds people choose whether they come as mail too."""

    CASES = "cases", "办理结果：退回、决定、证书、登记和变更"
    ACCOUNT = "account", "账号、成员和授权"
    WORK = "work", "新的待办"
    REMINDERS = "reminders", "期限提醒"
    OPENINGS = "openings", "批次开放、截止和延期"
    FINANCING = "financing", "融资需求、方案和授信"
    REPORTS = "reports", "工作专报和统计报告"


# What has legal effect or guards the account is always mailed.
MUST_HAVE = (Kind.CASES, Kind.ACCOUNT)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Work that comes again and again is told in one message as long as nobody has read it: of one
    `sort`, each `matter` once. `title` has {} for how many there are, `link` leads to all."""

    sort: str
    matter: str
    title: str
    link: str


def people_of(
    *,
    organisation_id: int | None = None,
    duty: Duty | None = None,
    district_id: int | None = None,
) -> list[int]:
    """The ids of the active people who match every given condition, each once."""
    chosen = {"organisation": organisation_id, "district": district_id}
    ids = {name: given for name, given in chosen.items() if given is not None}
    with system_scope(reason="find the people to notify", savepoint=False):
        return sorted(set(_members(*ids.values(), by=tuple(ids), duty=duty)))


@compiled_once
def _members(*ids: int, by: tuple[str, ...], duty: Duty | None) -> QuerySet[Membership, int]:
    """The people with the ids `ids` in the fields `by`."""
    rows = Membership.objects.working().filter(
        user__is_active=True, **dict(zip(by, ids, strict=True))
    )
    rows = rows if duty is None else rows.filter(duty=duty)
    return rows.values_list("user_id", flat=True)


def with_covers(user_ids: Iterable[int], duty: Duty) -> list[int]:
    """`user_ids`, and whoever does the work of one of them in `duty` today (local)."""
    wanted = set(user_ids)
    with system_scope(reason="find the people to notify", savepoint=False):
        covers = LeaveCover.objects.on_day(timezone.localdate()).filter(
            absent__user_id__in=wanted, absent__duty=duty, cover__is_active=True
        )
        return sorted(wanted | set(covers.values_list("cover__user_id", flat=True)))


def who_asked(user_id: int | None, duty: Duty, **where: int) -> list[int]:
    """Who began a matter and hears how it goes on, or their stand-in; all people of the duty where
    they are not there any more. `where` as in `people_of`."""
    there = people_of(duty=duty, **where)
    return with_covers([user_id], duty) if user_id in there else there


def read_with(user_id: int, path: str) -> int:
    """Mark the person's messages that lead to the page at `path` as read; returns how many."""
    unread = Notification.objects.filter(recipient_id=user_id, read_at=None, link=path)
    return int(unread.update(read_at=timezone.now()))


def notify(
    recipient_ids: Iterable[int],
    *,
    title: str,
    body: str,
    link: str,
    dedupe_key: str,
    kind: Kind = Kind.CASES,
    by_mail: bool = True,
    gathered: Gathered | None = None,
) -> None:
    """Owe `recipient_ids` a notification. `link` is a path in the portal, such as /cases/7/.

    The same `dedupe_key` never reaches the same person twice. It is mailed too, unless its `kind`
    is one that the person chose not to have as mail, or this one is not to be (`by_mail`). Nobody
    is told of work that they have made themselves. What is `gathered` joins the unread message of
    its sort and is mailed only where there is none; `work_is_done` takes it out again.
    """
    actor = current_actor()
    own = {actor.user_id} if actor and kind == Kind.WORK else set()
    with posted_together():
        for recipient_id in sorted(set(recipient_ids) - own):
            post(
                "accounts.notify",
                {
                    "recipient_id": recipient_id,
                    "title": title[:200],
                    "body": body,
                    "link": link,
                    "dedupe_key": dedupe_key,
                    "kind": kind,
                    "by_mail": by_mail,
                    **({"gathered": asdict(gathered)} if gathered else {}),
                },
                f"notify:{recipient_id}:{dedupe_key}"[:200],
            )


def work_is_done(sort: str, matter: str) -> None:
    """Owe that a matter is taken out of the gathered messages which nobody has read: whoever did
    the work, the others need not look at it."""
    post("accounts.work_done", {"sort": sort, "matter": matter}, f"done:{sort}:{matter}:{uuid4()}")
