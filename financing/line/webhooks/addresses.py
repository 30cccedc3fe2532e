"""Which addresses messages are sent to: public ones, never those of the inner network."""

import re
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from ssrfguard import DEFAULT_DENIED, AddressTable, Block, Policy, Reach
from ssrfguard.errors import SSRFGuardError

# What the library's table leaves open: IPv4 inside IPv6 as RFC 7915 writes it, and the address at
# which a cloud's host machine answers its guests.
DENIED = AddressTable(
    (
        *DEFAULT_DENIED.blocks,
        Block(ip_network("::ffff:0:0:0/96"), "IPv4-translated", "RFC 7915", Reach.DENIED),
        Block(ip_network("168.63.129.16/32"), "platform host", "", Reach.DENIED),
    )
)
LOOPBACK = "127.0.0.1"
NO_PUBLIC_ADDRESS = (
    "请填写公网的 https 地址（端口 443 或 8443），不能是内网地址，也不能带用户名和密码。"
)
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
PORTS = frozenset({443, 8443})
UNPRIVILEGED = frozenset(range(1024, 65536))


def policy() -> Policy:
    """What may be connected to. HTTPS on the usual ports of public addresses; and where the
    settings name inner networks, as on a developer's machine, HTTP and further ports as well."""
    return _policy(tuple(ip_network(text) for text in settings.WEBHOOK_INNER_NETWORKS))


def _policy(inner: tuple[IPv4Network | IPv6Network, ...]) -> Policy:
    return Policy(
        denied_networks=DENIED,
        allowed_schemes=frozenset({"https", "http"} if inner else {"https"}),
        allowed_networks=inner,
        allowed_ports=PORTS | UNPRIVILEGED if inner else PORTS,
        max_connection_attempts=2,
        max_url_length=500,
    )


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower().rstrip(".")


def _names_an_inner_machine(url: str) -> bool:
    """Whether the host is an address of the inner networks that are allowed; this machine is one
    by its name where they hold its loopback."""
    host = _host_of(url)
    try:
        address = ip_address(LOOPBACK if host == "localhost" else host)
    except ValueError:
        return False
    return any(address in ip_network(text) for text in settings.WEBHOOK_INNER_NETWORKS)


def _may_be_public(url: str) -> bool:
    """Whether the host is an address, or a name that can be public: one with a domain that is no
    number, which some resolvers take for an address in another spelling.

    Source: RFC 6761, 6.3 (localhost); RFC 3696, 2 (no top-level domain is all-numeric).
    """
    host = _host_of(url)
    with suppress(ValueError):
        return bool(ip_address(host))
    _, dot, domain = host.rpartition(".")
    return bool(dot) and domain != "localhost" and not _NUMBER.fullmatch(domain)


def refusal(url: str) -> str:
    """Why no message can go to `url`, in Chinese; "" when one may. Names are resolved only when
    a message is sent, and checked again then."""
    try:
        policy().check_url(url)
        if not _names_an_inner_machine(url):
            # What is allowed on inner networks is not allowed elsewhere.
            _policy(()).check_url(url)
            if not _may_be_public(url):
                return NO_PUBLIC_ADDRESS
    except SSRFGuardError:
        return NO_PUBLIC_ADDRESS
    return ""
