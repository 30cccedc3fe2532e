"""The two addresses of the single sign-on: leaving for the provider, and coming back.

The transaction of the request begins when the provider has answered.
"""

import logging
from collections.abc import Callable
from functools import wraps

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from accounts.requests import begin
from accounts.single_sign_on.provider import VerifyingAdapter

logger = logging.getLogger(__name__)
View = Callable[[HttpRequest, str], HttpResponse]


def _of_known_provider(view: View) -> View:
    """404 for a provider that is not configured; a plain page for one that does not answer."""

    @wraps(view)
    def wrapper(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except SocialApp.DoesNotExist as error:
            begin(request)
            raise Http404 from error
        except RequestException as error:
            logger.warning("single sign-on %s does not answer: %s", provider_id, error)
            provider = get_adapter().get_provider(request, provider_id)
            return render_authentication_error(request, provider, exception=error)

    return login_not_required(wrapper)


@_of_known_provider
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    if request.method != "POST":  # a page that asks, and asks nobody else
        begin(request)
    return OAuth2LoginView.adapter_view(VerifyingAdapter(request, provider_id))(request)


@_of_known_provider
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return OAuth2CallbackView.adapter_view(VerifyingAdapter(request, provider_id))(request)
