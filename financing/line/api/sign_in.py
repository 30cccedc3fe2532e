"""How a bank's program signs in: OAuth 2 client credentials, with secrets that overlap."""

import hashlib
import secrets as compare
from dataclasses import dataclass
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
from oauthlib.common import Request as OAuthRequest
from oauthlib.oauth2.rfc6749.errors import InvalidClientError
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from accounts.actors import actor_from
from accounts.middleware import address_of
from accounts.model_parts import ModelPart
from accounts.models import Membership, Organisation, User
from accounts.tenancy import Actor
from financing.line.refusals import note_refusal
from financing.models import BankClient, ClientRefusal, ClientScope, ClientSecret
from financing.models.client import hash_of


@lru_cache(maxsize=1)
def _parts() -> tuple[ModelPart[Model], ...]:
    """What financing_token_holder (token_holder.sql) finds of the token and whom its program acts
    as, at every request."""
    return (
        ModelPart(
            "token", AccessToken, ("id", "expires", "scope", "resource", "user", "application")
        ),
        ModelPart(
            "client", BankClient,
            (
                "id", "name", "organisation", "district", "scopes", "allowed_networks",
                "rate_per_minute", "disabled_at", "membership",
            ),
        ),
        ModelPart(
            "membership", Membership,
            ("id", "duty", "is_active", "is_administrator", "district", "organisation", "user"),
        ),
        ModelPart("bank", Organisation, ("id", "name", "kind", "is_active")),
        ModelPart("person", User, ("id", "name", "username", "is_active")),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _statement() -> str:
    columns = ", ".join(part.columns for part in _parts())
    return f"SELECT {columns} FROM financing_token_holder(%s)"  # noqa: S608  columns of models


@dataclass
class SignIn:
    """The program whose token a request bears, what the token allows, and why there is none."""

    client: BankClient | None = None
    scopes: frozenset[str] = frozenset()
    problem: str = "请求没有令牌，或令牌无效、已过期。"

    @classmethod
    def of(cls, request: Request) -> "SignIn":
        """What `caller` found for the request."""
        found: SignIn = getattr(request._request, "sign_in", cls())
        return found


class BankProgram(BaseAuthentication):
    """The program that the scope middleware has found by the request's token."""

    def authenticate(self, request: Request) -> tuple[User, BankClient]:
        signed = SignIn.of(request)
        if signed.client is None:
            raise NotAuthenticated(signed.problem)
        return signed.client.membership.user, signed.client

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="portal"'


class Hashes(str):
    """Stands in for the one secret that the library knows of: the hashes of those that hold."""

    among: tuple[str, ...] = ()


class BankClientValidator(OAuth2Validator):
    """Takes any of a program's secrets that hold. To give a token needs a system scope: nobody is
    known yet."""

    def _load_application(self, client_id: str, request: OAuthRequest) -> BankClient | None:
        client = super()._load_application(client_id, request)
        if client is not None:
            hashes = Hashes()
            hashes.among = tuple(
                row.sha256 for row in ClientSecret.objects.filter(client=client) if row.is_valid
            )
            client.client_secret = hashes
        return client

    def _load_access_token(self, token: str) -> AccessToken | None:
        """With whom the program acts as, in the same query; None for an unknown token."""
        checksum = hashlib.sha256(token.encode()).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(_statement(), [checksum])
            row = cursor.fetchone()
        if row is None:
            return None
        values = iter(row)
        taken: list[Any] = [part.taken_from(values) for part in _parts()]
        found, client, membership, bank, person = taken
        membership.organisation, membership.user = bank, person
        client.membership = membership
        found.application = client
        return found

    def authenticate_client(self, request: OAuthRequest, *args: object, **kwargs: object) -> bool:
        """The program's secret, and a call from one of its networks."""
        if not super().authenticate_client(request, *args, **kwargs):
            return False
        address = address_of(self.build_http_request(request))
        if not is_allowed(request.client, address):
            # RFC 6749, 5.2: a description is ASCII.
            told = f"The program may not call from {address}."
            raise InvalidClientError(description=told, request=request)
        return True

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        given = hash_of(provided_secret)
        return any(
            compare.compare_digest(given, kept) for kept in getattr(stored_secret, "among", ())
        )


class ClientScopes(BaseScopes):
    """Each program has the scopes that its bank chose for it."""

    def get_all_scopes(self) -> dict[str, str]:
        return {str(scope): str(scope.label) for scope in ClientScope}

    def get_available_scopes(
        self, application: BankClient | None = None, *args: object, **kwargs: object
    ) -> list[str]:
        return list(application.scopes) if application is not None else []

    get_default_scopes = get_available_scopes


class HeaderOnly(OAuthLibCore):
    """Looks for tokens in the header alone: bodies are the views' to read."""

    def extract_body(self, request: HttpRequest) -> dict[str, str]:
        return {}


def caller(request: HttpRequest) -> Actor | None:
    """The service account of the program whose token the request bears; None without a right one.
    `SignIn.of` tells the views the rest."""
    signed = SignIn()
    setattr(request, "sign_in", signed)  # noqa: B010 - read by `SignIn.of`
    if request.headers.get("Authorization", "").split(" ")[0].lower() != "bearer":
        return None
    is_valid, found = HeaderOnly(get_oauthlib_core().server).verify_request(request, scopes=[])
    client: BankClient | None = found.client if is_valid else None
    if client is None:
        return None
    address = address_of(request)
    if because := what_refuses(client, address):
        note_refusal(client, because, address)
        signed.problem = _TOLD[because]
        return None
    # A scope that the bank has taken from the program since is none of its tokens' any more.
    signed.client = client
    signed.scopes = frozenset(found.access_token.scopes) & frozenset(client.scopes)
    return actor_from(client.membership)


def what_refuses(client: BankClient, address: str) -> ClientRefusal.Because | None:
    """Why a program whose token or secret is right does not get in from `address`."""
    membership = client.membership
    is_in_use = membership.is_active and membership.organisation.is_active
    if client.disabled_at is not None or not is_in_use:
        return ClientRefusal.Because.DISABLED
    return None if is_allowed(client, address) else ClientRefusal.Because.ADDRESS


_TOLD = {
    ClientRefusal.Because.DISABLED: "程序、它的账号或贵行的接入已停用。",
    ClientRefusal.Because.ADDRESS: "不允许从这个地址调用。",
}


def is_allowed(client: BankClient, address: str) -> bool:
    """Whether the program may call from `address`: from anywhere, where no network is named."""
    if not client.allowed_networks:
        return True
    try:
        called_from = ip_address(address)
    except ValueError:
        return False
    return any(called_from in ip_network(one, strict=False) for one in client.allowed_networks)
