"""The side navigation: each app adds its entries for the duties it serves."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.counts import MOST, counts_for
from accounts.models import Notification
from accounts.notifications import read_with
from accounts.tenancy import Actor

Rows = QuerySet[Model]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry. `count` gives what waits there, as one queryset or several that count together;
    nothing shows no number, more than `MOST` show as 99+. One with `only_where` is there while that
    has a row."""

    label: str
    url_name: str
    group: str = ""
    count: Callable[[], Rows | tuple[Rows, ...]] | None = None
    order: int = 100
    only_where: Callable[[], Rows] | None = None

    @property
    def url(self) -> str:
        return _address(self.url_name)

    @property
    def counted(self) -> tuple[Rows, ...]:
        rows = self.count() if self.count else ()
        return rows if isinstance(rows, tuple) else (rows,)


Provider = Callable[[Actor], list[NavItem]]
_providers: list[Provider] = []


class Entry(TypedDict):
    """An entry as the shell shows it; `count` is "" where nothing waits."""

    label: str
    url: str
    count: str
    current: bool


class Group(TypedDict):
    """Entries under one heading."""

    label: str
    items: list[Entry]


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds a page: groups of entries, and how many messages are unread, as shown."""

    navigation: list[Group]
    unread: str


def register(provider: Provider) -> Provider:
    """Add a provider of entries; it is asked once for each page, and runs no query.

    What its entries count is counted in one query for all of them, with the unread messages; which
    rows these are may depend on the actor and the local day alone (`accounts.counts.counts_for`).
    """
    if provider not in _providers:
        _providers.append(provider)
    return provider


def shell_for(actor: Actor, path: str, *, is_read: bool = False) -> Shell:
    """The entries for `actor` with their numbers, the one whose address is the longest prefix of
    `path` marked as current, and the unread messages. One query; one more where messages are
    unread and the page at `path` `is_read`, for those that led to it are read with it."""
    items = entries_for(actor)
    asked = [one.url_name for one in items if one.count or one.only_where]
    unread, *numbers = counts_for(actor, ("shell", *asked), _unread_and_waiting)
    found = iter(numbers)
    waiting = {one.url_name: next(found) for one in items if one.count}
    there = {one.url_name: next(found) for one in items if one.only_where}
    items = [one for one in items if there.get(one.url_name, 1)]
    current = max((one.url for one in items if path.startswith(one.url)), key=len, default="")
    groups: dict[str, list[Entry]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(
            {
                "label": item.label,
                "url": item.url,
                "count": _shown(waiting.get(item.url_name, 0)),
                "current": item.url == current,
            }
        )
    navigation: list[Group] = [
        {"label": label, "items": entries} for label, entries in groups.items()
    ]
    if unread and is_read:
        unread -= read_with(actor.user_id, path)
    return Shell(navigation, _shown(unread))


def _shown(number: int) -> str:
    if number > MOST:
        return f"{MOST}+"
    return str(number) if number else ""


def entries_for(actor: Actor) -> list[NavItem]:
    """All entries of the actor, in their order."""
    return sorted(
        (item for provider in _providers for item in provider(actor)), key=lambda i: i.order
    )


def _unread_and_waiting(actor: Actor) -> list[tuple[Rows, ...]]:
    unread = Notification.objects.filter(recipient_id=actor.user_id, read_at=None)
    items = entries_for(actor)
    return [
        (unread,),
        *(item.counted for item in items if item.count),
        *((item.only_where(),) for item in items if item.only_where),
    ]


@cache
def _address(url_name: str) -> str:
    return reverse(url_name)


@register
def account_items(actor: Actor) -> list[NavItem]:
    return [NavItem("首页", "home", order=0)]
