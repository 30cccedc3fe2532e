"""The list in the interface of the bank line (银企专线), version 1."""

import json
from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from accounts.tenancy import scoped_stream
from financing.feedback.written import read_code
from financing.line.api import serializers as shapes
from financing.line.api.bank_view import BankView, described, json_answer
from financing.line.api.formats import CSV_TOLD, FORMATS, Csv, Ndjson, PlainJson
from financing.models.usage import Operation
from financing.whitelist import cursors, pulls

CACHED = "private, no-cache"
CURSOR_HEADER = "Portal-Cursor"
FORMAT = OpenApiParameter(
    "format", enum=["json", "ndjson", "csv"], description="代替 Accept 请求头选择格式"
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", location="header", description="上次得到的 ETag；没有变化时返回 304"
)
CURSOR_GIVEN = OpenApiParameter(
    CURSOR_HEADER, location="header", response=[200], description="从这里继续获取变化的游标"
)
TAG_GIVEN = OpenApiParameter(
    "ETag",
    location="header",
    response=[200, 304],
    description="这份名单的标记，下次放进 If-None-Match",
)
CREDIT_CODE = OpenApiParameter(
    "credit_code", location="path", pattern=shapes.CREDIT_CODE, description="统一社会信用代码"
)


class WhitelistView(BankView):
    """The whole list."""

    operation = Operation.PULL

    renderer_classes = (PlainJson, Ndjson, Csv)

    @described(
        {
            (200, "application/json"): shapes.ListSerializer,
            (200, "application/x-ndjson"): OpenApiResponse(
                shapes.EntrySerializer, description="每行一家企业，没有数组和逗号"
            ),
            (200, "text/csv"): OpenApiResponse(str, description=CSV_TOLD),
            304: OpenApiResponse(description="名单没有变化"),
        },
        operation_id="pull_whitelist",
        summary="整份名单",
        parameters=[FORMAT, IF_NONE_MATCH, CURSOR_GIVEN, TAG_GIVEN],
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
    query = shapes.ChangesQuery

    @described(
        shapes.ChangesSerializer,
        404,
        410,
        operation_id="follow_whitelist",
        summary="名单变化",
        parameters=[shapes.ChangesQuery],
    )
    def get(self, request: Request) -> HttpResponse:
        query = self.asked(request)
        bank = self.actor.organisation_id
        place = cursors.read(query["cursor"], bank)
        found = pulls.changes_since(self.actor, place, query["limit"], self.client_name)
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
        found = pulls.look_up(self.actor, read_code(credit_code), self.client_name)
        if found is None:
            raise NotFound("这家企业现在不在名单库中。")
        return json_answer(found)


class HistoryView(BankView):
    """Who was on the list on a day."""

    operation = Operation.HISTORY
    query = shapes.HistoryQuery

    @described(
        shapes.HistorySerializer,
        404,
        operation_id="list_of_day",
        summary="某日在库的企业",
        parameters=[shapes.HistoryQuery],
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        day = self.asked(request)["date"]
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
