"""The side navigation: each app adds its entries for the duties it serves."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.tenancy import Actor

MOST = 100


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry. `count` is what waits there; 0 shows no number, more than `MOST` show as 99+."""

    label: str
    url_name: str
    group: str = ""
    count: int = 0
    order: int = 100

    @property
    def url(self) -> str:
        return reverse(self.url_name)


Provider = Callable[[Actor], list[NavItem]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider of entries; it is asked once for each page."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def navigation_for(actor: Actor, path: str) -> list[dict[str, object]]:
    """The groups of entries for `actor`; the entry whose address is the longest prefix of
    `path` is marked as current."""
    items = sorted(
        (item for provider in _providers for item in provider(actor)), key=lambda i: i.order
    )
    current = max((item.url for item in items if path.startswith(item.url)), key=len, default="")
    groups: dict[str, list[dict[str, object]]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(
            {
                "label": item.label,
                "url": item.url,
                "count": item.count,
                "current": item.url == current,
            }
        )
    return [{"label": label, "items": entries} for label, entries in groups.items()]


@register
def account_items(actor: Actor) -> list[NavItem]:
    return [NavItem("首页", "home", order=0)]
