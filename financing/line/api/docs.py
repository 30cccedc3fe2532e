"""The documentation of the interface, served without any outside host."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response

from financing.line.actions.save_webhook import OVERLAP
from financing.line.api.formats import CSV_COLUMNS
from financing.line.api.guide import CHANGES, tables
from financing.line.api.problems import KINDS
from financing.line.webhooks.announce import MOST_NAMED
from financing.line.webhooks.deliver import DEADLINE, PAUSES
from pages.lists import Column
from pages.lists.table import table_html

# What a bank's program does about each kind of problem.
ADVICE = {
    "unauthenticated": "重新取令牌；仍失败时，核对标识、密钥和调用地址，看程序是否停用。",
    "forbidden": "令牌缺少这个接口需要的权限（scope）。请管理员在“接口程序”登记有此权限的程序。",
    "not-found": "地址写错，或该企业不在库、该业务编号没有反馈过。",
    "invalid-request": "按 errors 中每个字段的说明改正后重发；请求没有产生任何影响。",
    "unknown-cursor": "游标被改动过，或属于另一家银行。请整份拉取，换用新的游标。",
    "purged-cursor": "游标超过 90 天，其间的变化已清除。请整份拉取，换用新的游标。",
    "key-used-otherwise": "同一个 Idempotency-Key 只能重发同样的内容；新的内容请换新的键。",
    "too-large": "请求正文超过平台的上限，请拆成几次发送。",
    "length-required": "请给出 Content-Length，不要用分块传输（Transfer-Encoding: chunked）。",
    "unsupported-media-type": "请求正文请用 application/json（UTF-8）。",
    "not-acceptable": "Accept 请求头请用 application/json、application/x-ndjson 或 text/csv。",
    "method-not-allowed": "这个地址不支持该方法，请看接口说明。",
    "too-many-requests": "按 Retry-After 的秒数等待后再试；需要更高的上限请联系市级主管部门。",
    "internal-error": "平台出错，已记录。稍后重试；写入请带 Idempotency-Key，重试不会重复。",
}
# Of a kind with its status and title.
PROBLEM_COLUMNS: tuple[Column[tuple[str, int, str]], ...] = (
    Column("kind", "类型", html=lambda row: format_html('<span id="{0}">{0}</span>', row[0])),
    Column("status", "状态码", lambda row: row[1], number=True),
    Column("title", "含义", lambda row: row[2], long=True),
    Column("advice", "怎么办", lambda row: ADVICE[row[0]], long=True),
)


class DocsView(SpectacularSwaggerSplitView):
    """How a bank connects, and every request, to be tried out."""

    url_name = "api:schema"
    # The page says who reads it; the requests tried out on it are made by a program's token.
    authentication_classes = (SessionAuthentication,)
    template_name = "financing/api_docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        answer = super().get(request, *args, **kwargs)
        hours = sum(pause.total_seconds() for pause in PAUSES) / 3600
        answer.data |= {
            "most_named": MOST_NAMED,
            "attempts": len(PAUSES) + 1,
            "hours": round(hours),
            "deadline": round(DEADLINE),
            "key_overlap": OVERLAP.days,
            "csv_columns": CSV_COLUMNS,
            "tables": tables(),
            "changes": CHANGES,
            "base": request.build_absolute_uri("/").rstrip("/"),
        }
        return answer


@require_GET
def problems(request: HttpRequest) -> HttpResponse:
    """Each kind of problem: what it means and what to do. `type` of an answer leads here."""
    rows = [(kind, status, title) for kind, (status, title) in KINDS.items()]
    context = {"table": table_html(PROBLEM_COLUMNS, rows)}
    return render(request, "financing/api_problems.html", context)
