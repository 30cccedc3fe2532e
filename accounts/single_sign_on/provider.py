"""The OpenID Connect provider of django-allauth, with the checks that it leaves out.

allauth takes an ID token that came straight from the token endpoint without looking at its
signature. That leans on TLS alone; inside a government network it is often ended at a proxy.
Here every ID token is checked (OpenID Connect Core 1.0, 3.1.3.7), and the user information must
be about the same subject (5.3.2).
"""

from collections.abc import Mapping

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from accounts.requests import begin

# No symmetric ones: a key that the provider publishes must never serve as a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
CLOCK_SKEW_SECONDS = 30


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):
    """Accepts a login only with an ID token that the provider has signed for this portal."""

    def complete_login(
        self,
        request: HttpRequest,
        app: SocialApp,
        token: SocialToken,
        *,
        response: Mapping[str, object],
        **kwargs: object,
    ) -> SocialLogin:
        if not response.get("id_token"):
            raise OAuth2Error("the provider gave no id_token")
        login = super().complete_login(request, app, token, response=response, **kwargs)
        data = login.account.extra_data
        if "userinfo" in data and data["userinfo"].get("sub") != data["id_token"]["sub"]:
            raise OAuth2Error("userinfo and id_token are about different subjects")
        begin(request)  # from here on nobody else is asked
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, object]:
        try:
            return jwt.decode(
                id_token,
                key=self._signing_key(id_token),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCK_SKEW_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("invalid id_token") from error

    def _signing_key(self, id_token: str) -> jwt.PyJWK:
        """The published key that the token names; the only one where it names none."""
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(response.json()).keys
        wanted = jwt.get_unverified_header(id_token).get("kid")
        fitting = [key for key in keys if wanted in (None, key.key_id)]
        if len(fitting) != 1:
            raise OAuth2Error("no single published key fits the id_token")
        return fitting[0]


class SingleSignOnProvider(OpenIDConnectProvider):
    """Named by `OIDC_NAME`; its addresses are under /accounts/oidc/<OIDC_PROVIDER_ID>/."""

    oauth2_adapter_class = VerifyingAdapter
    pkce_enabled_default = True

    def extract_email_addresses(self, data: dict[str, object]) -> list[EmailAddress]:
        """The address, verified only where the provider says so with a real truth value: some
        send the text "false", which Python takes for true."""
        addresses = super().extract_email_addresses(data)
        for address in addresses:
            address.verified = address.verified is True or address.verified == "true"
        return addresses


provider_classes = [SingleSignOnProvider]
