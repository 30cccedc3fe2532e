"""What every request of the interface has in common: who calls, how often, what is described."""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar, cast

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.middleware import address_of
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from financing.line.api import serializers as shapes
from financing.line.api.formats import FormatFirst, PlainJson
from financing.line.api.problems import MEDIA_TYPE, answer_to
from financing.line.api.sign_in import BankProgram, SignIn
from financing.line.refusals import note_refusal
from financing.line.usage import count_call, recount
from financing.models import BankClient, ClientRefusal, ClientScope
from financing.models.usage import Operation

FORMAT_PARAMETER = "format"
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def described(ok: Any, *statuses: int, **more: Any) -> Callable[[View], View]:
    """The schema of an operation: what it gives, and with which problems it may answer."""
    answers = ok if isinstance(ok, dict) else {(200, "application/json"): ok}
    usual = (400, 401, 403, 406, 429)
    problems = {(status, MEDIA_TYPE): shapes.ProblemSerializer for status in (*usual, *statuses)}
    more.setdefault("tags", ["whitelist"])
    return extend_schema(responses=answers | problems, **more)


def json_answer(text: str) -> HttpResponse:
    """An answer whose JSON is written already."""
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@method_decorator(gzip_page, name="dispatch")
class BankView(APIView):
    """What every view of the interface shares."""

    authentication_classes = (BankProgram,)
    permission_classes = ()
    content_negotiation_class = FormatFirst
    renderer_classes: Sequence[type[BaseRenderer]] = (PlainJson,)
    required_scope = str(ClientScope.READ)
    # What describes itself is the schema, not OPTIONS.
    http_method_names: Sequence[str] = ("get", "head")
    query: type[shapes.Shape] | None = None  # what may be asked for in the address

    operation: Operation

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        client = self.client
        self.calls_this_minute = count_call(client, self.operation) if client else 0
        super().initial(request, *args, **kwargs)
        self._refuse_unknown_parameters(request)

    def head(self, request: Request, *args: object, **kwargs: object) -> HttpResponse:
        """As GET without its content: nothing is shown, so that nothing is logged as shown."""
        with transaction.atomic():
            answer: HttpResponseBase = getattr(self, "get")(request, *args, **kwargs)  # noqa: B009
            transaction.set_rollback(True)
        return HttpResponse(status=answer.status_code, headers=dict(answer.items()))

    def _refuse_unknown_parameters(self, request: Request) -> None:
        """A misspelt name would be left out in silence."""
        known = {FORMAT_PARAMETER, *(self.query().fields if self.query else ())}
        unknown = [name[:64] for name in request.query_params if name not in known]
        if unknown and request.method in ("GET", "HEAD"):
            raise serializers.ValidationError({name: ["没有这个参数。"] for name in unknown[:20]})

    def asked(self, request: Request) -> dict[str, Any]:
        """What the address asks for. Raises `ValidationError` by parameter."""
        assert self.query is not None, "the view has parameters"
        # As they are: of a form the library would leave out what is empty.
        query = self.query(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        return cast(dict[str, Any], query.validated_data)

    def check_permissions(self, request: Request) -> None:
        """The token allows what the view is for."""
        if self.required_scope not in SignIn.of(request).scopes:
            note_refusal(self.caller, ClientRefusal.Because.SCOPE, address_of(request._request))
            raise PermissionDenied(f"令牌没有“{self.required_scope}”的权限。")

    def check_throttles(self, request: Request) -> None:
        """As many requests in each minute of the clock as the program's own limit."""
        if self.calls_this_minute > self.caller.rate_per_minute:
            self.throttled(request, 60 - timezone.now().second)

    def finalize_response(
        self, request: Request, response: Any, *args: object, **kwargs: object
    ) -> Any:
        if self.client is not None:
            recount(self.client, self.operation, response.status_code)
            self._tell_limits(self.client, response)
        return super().finalize_response(request, response, *args, **kwargs)

    def _tell_limits(self, client: BankClient, response: Any) -> None:
        """How many more calls the present minute has, after the IETF draft of these headers."""
        most = client.rate_per_minute
        left = max(0, most - self.calls_this_minute)
        response["RateLimit-Policy"] = f'"minute";q={most};w=60'
        response["RateLimit"] = f'"minute";r={left};t={60 - timezone.now().second}'

    def raise_uncaught_exception(self, exc: Exception) -> NoReturn:
        if self.client is not None:
            recount(self.client, self.operation, 500)
        super().raise_uncaught_exception(exc)

    def get_exception_handler(self) -> Callable[..., JsonResponse | None]:
        return answer_to

    @property
    def actor(self) -> Actor:
        return cast(ActorRequest, self.request._request).actor

    @property
    def client(self) -> BankClient | None:
        """The program that calls; None without a right token."""
        return SignIn.of(self.request).client

    @property
    def caller(self) -> BankClient:
        """The program of a call with a right token."""
        assert self.client is not None, "it was authenticated"
        return self.client

    @property
    def client_name(self) -> str:
        """As the enterprise reads it in its log."""
        return f"接口：{self.caller.name}"[:100]
