"""The interface of the bank line (银企专线), version 1."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar, cast

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import quote_etag
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.requests import ActorRequest
from accounts.tenancy import Actor, scoped_stream
from financing.line.api import serializers as shapes
from financing.line.api.formats import FORMATS, Csv, FormatFirst, Ndjson, PlainJson
from financing.line.api.problems import MEDIA_TYPE, answer_to
from financing.line.api.sign_in import BankProgram, SignIn
from financing.line.usage import count_call, recount
from financing.models import BankClient, ClientScope
from financing.models.usage import Operation
from financing.whitelist import cursors, pulls

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
CACHED = "private, no-cache"
CURSOR_HEADER = "Portal-Cursor"
FORMAT = OpenApiParameter(
    "format", enum=["json", "ndjson", "csv"], description="代替 Accept 请求头选择格式"
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", location="header", description="上次得到的 ETag；没有变化时返回 304"
)
CREDIT_CODE = OpenApiParameter(
    "credit_code", location="path", pattern=shapes.CREDIT_CODE, description="统一社会信用代码"
)


def described(ok: Any, *statuses: int, **more: Any) -> Callable[[View], View]:
    """The schema of an operation: what it gives, and with which problems it may answer."""
    answers = ok if isinstance(ok, dict) else {(200, "application/json"): ok}
    problems = {
        (status, MEDIA_TYPE): shapes.ProblemSerializer for status in (401, 403, 406, 429, *statuses)
    }
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
    http_method_names = ("get",)  # what describes itself is the schema, not OPTIONS

    operation: Operation

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        client = self.client
        self.calls_this_minute = count_call(client, self.operation) if client else 0
        super().initial(request, *args, **kwargs)

    def check_permissions(self, request: Request) -> None:
        """The token allows what the view is for."""
        if self.required_scope not in SignIn.of(request).scopes:
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
        return super().finalize_response(request, response, *args, **kwargs)

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


class WhitelistView(BankView):
    """The whole list."""

    operation = Operation.PULL

    renderer_classes = (PlainJson, Ndjson, Csv)

    @described(
        {
            (200, "application/json"): shapes.ListSerializer,
            (200, "application/x-ndjson"): str,
            (200, "text/csv"): str,
            304: OpenApiResponse(description="名单没有变化"),
        },
        operation_id="pull_whitelist",
        summary="整份名单",
        parameters=[FORMAT, IF_NONE_MATCH],
    )
    def get(self, request: Request) -> HttpResponseBase:
        tag = quote_etag(f"{pulls.list_state(self.actor)}-{request.accepted_renderer.format}")
        unchanged = get_conditional_response(request._request, etag=tag)
        if unchanged is not None:
            unchanged["ETag"], unchanged["Cache-Control"] = tag, CACHED
            return unchanged
        started = pulls.start_pull(self.actor, self.client_name)
        cursor = cursors.written(started.place, self.actor.organisation_id)
        renderer = request.accepted_renderer
        body = FORMATS[renderer.format](pulls.rows_of_pull(self.actor, started), cursor)
        response = StreamingHttpResponse(body, content_type=f"{renderer.media_type}; charset=utf-8")
        response["ETag"] = tag
        response[CURSOR_HEADER] = cursor
        response["Cache-Control"] = CACHED
        return response


class ChangesView(BankView):
    """What has changed since a cursor."""

    operation = Operation.CHANGES

    @described(
        shapes.ChangesSerializer,
        400,
        404,
        410,
        operation_id="follow_whitelist",
        summary="名单变化",
        parameters=[shapes.ChangesQuery],
    )
    def get(self, request: Request) -> HttpResponse:
        query = shapes.ChangesQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        bank = self.actor.organisation_id
        place = cursors.read(query.validated_data["cursor"], bank)
        found = pulls.changes_since(
            self.actor, place, query.validated_data["limit"], self.client_name
        )
        head = {"cursor": cursors.written(found.place, bank), "has_more": not found.is_complete}
        # The rows are JSON already.
        return json_answer(f'{json.dumps(head)[:-1]}, "changes": [{",".join(found.rows)}]}}')


class EntryView(BankView):
    """One enterprise by its credit code."""

    operation = Operation.LOOKUP

    @described(
        shapes.EntrySerializer,
        404,
        operation_id="look_up_enterprise",
        summary="按统一社会信用代码查询",
        parameters=[CREDIT_CODE],
    )
    def get(self, request: Request, credit_code: str) -> HttpResponse:
        found = pulls.look_up(self.actor, credit_code.upper(), self.client_name)
        if found is None:
            raise NotFound("这家企业现在不在名单库中。")
        return json_answer(found)


class HistoryView(BankView):
    """Who was on the list on a day."""

    operation = Operation.HISTORY

    @described(
        shapes.HistorySerializer,
        400,
        404,
        operation_id="list_of_day",
        summary="某日在库的企业",
        parameters=[shapes.HistoryQuery],
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        query = shapes.HistoryQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        day = query.validated_data["date"]
        if day > timezone.localdate():
            raise NotFound("这一天还没有到。")
        actor = self.actor

        def rows() -> Iterator[bytes]:
            yield f'{{"date":"{day.isoformat()}","entries":['.encode()
            for number, row in enumerate(pulls.listed_on(actor, day)):
                text = json.dumps(row, ensure_ascii=False)
                yield (f",\n{text}" if number else text).encode()
            yield b"]}\n"

        return StreamingHttpResponse(
            scoped_stream(actor, rows), content_type="application/json; charset=utf-8"
        )
