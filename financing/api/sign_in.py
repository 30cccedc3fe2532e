"""How a bank's program signs in: OAuth 2 client credentials, with secrets that overlap."""

import hashlib
import secrets as compare
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from oauth2_provider.models import AccessToken
from oauth2_provider.oauth2_backends import OAuthLibCore, get_oauthlib_core
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes

from accounts.actors import actor_from
from accounts.middleware import address_of
from accounts.models import Membership, Organisation, User
from accounts.tenancy import Actor, system_scope
from financing.models import BankClient, ClientScope, ClientSecret
from financing.models.client import hash_of

# What is asked at every request, of the token and with whom its program acts as: written down as
# one statement, for to compile it each time takes longer than all the rest of a lookup.
PARTS: tuple[tuple[str, type[Model], tuple[str, ...]], ...] = (
    ("token", AccessToken, ("id", "expires", "scope", "resource", "user", "application")),
    (
        "client",
        BankClient,
        (
            "id", "name", "organisation", "district", "scopes", "allowed_networks",
            "rate_per_minute", "disabled_at", "membership",
        ),
    ),
    (
        "membership",
        Membership,
        ("id", "duty", "is_active", "is_administrator", "district", "organisation", "user"),
    ),
    ("bank", Organisation, ("id", "name", "kind", "is_active")),
    ("person", User, ("id", "name", "username", "is_active")),
)  # fmt: skip
JOINS = """
  FROM oauth2_provider_accesstoken token
  JOIN financing_bankclient client ON client.id = token.application_id
  JOIN accounts_membership membership ON membership.id = client.membership_id
  JOIN accounts_organisation bank ON bank.id = membership.organisation_id
  JOIN accounts_user person ON person.id = membership.user_id
 WHERE token.token_checksum = %s"""


class Hashes(str):
    """Stands in for the one secret that the library knows of: the hashes of those that hold."""

    among: tuple[str, ...] = ()


class BankClientValidator(OAuth2Validator):  # type: ignore[misc]
    """Takes any of a program's secrets that hold. Needs a system scope: nobody is known yet."""

    def _load_application(self, client_id: str, request: Any) -> Any:
        client = super()._load_application(client_id, request)
        if client is not None:
            hashes = Hashes()
            hashes.among = tuple(
                row.sha256 for row in ClientSecret.objects.filter(client=client) if row.is_valid
            )
            client.client_secret = hashes
        return client

    def _load_access_token(self, token: str) -> Any:
        """With whom the program acts as, in the same query; None for an unknown token."""
        checksum = hashlib.sha256(token.encode()).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(_statement(), [checksum])
            row = cursor.fetchone()
        if row is None:
            return None
        values = iter(row)
        found, client, membership, bank, person = (
            _loaded(model, names, values) for _, model, names in PARTS
        )
        membership.organisation, membership.user = bank, person
        client.membership = membership
        found.application = client
        return found

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """The program's secret, and a call from one of its networks."""
        is_known: bool = super().authenticate_client(request, *args, **kwargs)
        return is_known and is_allowed(request.client, address_of(self.build_http_request(request)))

    def _check_secret(self, provided_secret: str, stored_secret: Any) -> bool:
        given = hash_of(provided_secret)
        return any(
            compare.compare_digest(given, kept) for kept in getattr(stored_secret, "among", ())
        )


@lru_cache(maxsize=1)
def _statement() -> str:
    columns = ", ".join(
        f"{table}.{field.column}"
        for table, model, names in PARTS
        for field in _fields(model, names)
    )
    return f"SELECT {columns}{JOINS}"


def _fields(model: type[Model], names: tuple[str, ...]) -> list[Any]:
    """In the model's own order, which `from_db` takes values in."""
    return [field for field in model._meta.concrete_fields if field.name in names]


def _loaded(model: type[Model], names: tuple[str, ...], values: Iterator[Any]) -> Any:
    """A row of `model` with the fields `names`, which take their columns from `values`."""
    fields, read = _fields(model, names), []
    for field in fields:
        value = next(values)
        if hasattr(field, "from_db_value"):
            value = field.from_db_value(value, None, connection)
        read.append(value)
    return model.from_db(connection.alias, [field.attname for field in fields], read)


class ClientScopes(BaseScopes):  # type: ignore[misc]
    """Each program has the scopes that its bank chose for it."""

    def get_all_scopes(self) -> dict[str, str]:
        return {str(scope): str(scope.label) for scope in ClientScope}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return list(application.scopes) if application is not None else []

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application)


class HeaderOnly(OAuthLibCore):  # type: ignore[misc]
    """Looks for tokens in the header alone: bodies are the views' to read."""

    def extract_body(self, request: HttpRequest) -> dict[str, str]:
        return {}


def caller(request: HttpRequest) -> Actor | None:
    """The service account of the program whose token the request bears; None without a right one.

    `request.bank_client` is the program, `request.token_scopes` what the token allows, and
    `request.sign_in_problem` why there is none.
    """
    request.bank_client = None  # type: ignore[attr-defined]
    request.token_scopes = frozenset()  # type: ignore[attr-defined]
    request.sign_in_problem = "请求没有令牌，或令牌无效、已过期。"  # type: ignore[attr-defined]
    if not request.headers.get("Authorization", "").startswith("Bearer "):
        return None
    with system_scope(reason="sign a bank's program in"):
        core = HeaderOnly(get_oauthlib_core().server)
        is_valid, found = core.verify_request(request, scopes=[])
        client = found.client if is_valid else None
        if client is None:
            return None
        if not is_allowed(client, address_of(request)):
            request.sign_in_problem = "不允许从这个地址调用。"  # type: ignore[attr-defined]
            return None
        membership = client.membership
        if not (membership.is_active and membership.organisation.is_active):
            return None
        actor = actor_from(membership)
    request.bank_client = client  # type: ignore[attr-defined]
    request.token_scopes = frozenset(found.access_token.scopes)  # type: ignore[attr-defined]
    return actor


def is_allowed(client: BankClient, address: str) -> bool:
    """Whether the program may call from `address`: from anywhere, where no network is named."""
    if not client.allowed_networks:
        return True
    try:
        called_from = ip_address(address)
    except ValueError:
        return False
    return any(called_from in ip_network(one, strict=False) for one in client.allowed_networks)
