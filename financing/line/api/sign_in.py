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
from accounts.tenancy import Actor
from financing.models import BankClient, ClientScope, ClientSecret
from financing.models.client import hash_of

# What financing_token_holder (token_holder.sql) finds of the token and with whom its program acts
# as, at every request; its columns are those of the models after the part's name.
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


class Hashes(str):
    """Stands in for the one secret that the library knows of: the hashes of those that hold."""

    among: tuple[str, ...] = ()


class BankClientValidator(OAuth2Validator):  # type: ignore[misc]
    """Takes any of a program's secrets that hold. To give a token needs a system scope: nobody is
    known yet."""

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
        found, client, membership, bank, person = (part.taken_from(values) for part in _parts())
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


class Part:
    """A model of which some fields were found."""

    def __init__(self, name: str, model: type[Model], names: tuple[str, ...]) -> None:
        self.model = model
        # In the model's own order, which `from_db` takes values in.
        fields = [field for field in model._meta.concrete_fields if field.name in names]
        self.columns = [f"{name}_{field.column}" for field in fields]
        self.attributes = [field.attname for field in fields]
        self.converters = [getattr(field, "from_db_value", None) for field in fields]

    def taken_from(self, values: Iterator[Any]) -> Any:
        """A row of the model whose columns come next among `values`."""
        read = [
            convert(value, None, connection) if convert else value
            for convert, value in zip(self.converters, values, strict=False)
        ]
        return self.model.from_db(connection.alias, self.attributes, read)


@lru_cache(maxsize=1)
def _parts() -> tuple[Part, ...]:
    return tuple(Part(*part) for part in PARTS)


@lru_cache(maxsize=1)
def _statement() -> str:
    columns = ", ".join(column for part in _parts() for column in part.columns)
    return f"SELECT {columns} FROM financing_token_holder(%s)"  # noqa: S608  columns of models


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
    is_valid, found = HeaderOnly(get_oauthlib_core().server).verify_request(request, scopes=[])
    client = found.client if is_valid else None
    if client is None:
        return None
    if not is_allowed(client, address_of(request)):
        request.sign_in_problem = "不允许从这个地址调用。"  # type: ignore[attr-defined]
        return None
    membership = client.membership
    if not (membership.is_active and membership.organisation.is_active):
        return None
    request.bank_client = client  # type: ignore[attr-defined]
    request.token_scopes = frozenset(found.access_token.scopes)  # type: ignore[attr-defined]
    return actor_from(membership)


def is_allowed(client: BankClient, address: str) -> bool:
    """Whether the program may call from `address`: from anywhere, where no network is named."""
    if not client.allowed_networks:
        return True
    try:
        called_from = ip_address(address)
    except ValueError:
        return False
    return any(called_from in ip_network(one, strict=False) for one in client.allowed_networks)
