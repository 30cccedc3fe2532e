"""Errors of the interface as problem details (RFC 9457)."""

from typing import cast

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from rest_framework import exceptions, status
from rest_framework.request import Request

from accounts.errors import NotPermitted, RuleViolation
from financing.line.api.idempotency import KeyUsedOtherwise
from financing.whitelist.cursors import PurgedCursor, UnknownCursor

MEDIA_TYPE = "application/problem+json"
# type -> status and title; the types are addresses of the documentation.
KINDS: dict[str, tuple[int, str]] = {
    "unauthenticated": (401, "没有登录或令牌无效"),
    "forbidden": (403, "没有权限"),
    "not-found": (404, "没有找到"),
    "invalid-request": (400, "请求有误"),
    "unknown-cursor": (404, "游标无效"),
    "purged-cursor": (410, "游标已失效"),
    "key-used-otherwise": (409, "幂等键已用于其他请求"),
    "length-required": (411, "没有给出正文长度"),
    "too-large": (413, "请求过大"),
    "unsupported-media-type": (415, "不支持的内容类型"),
    "not-acceptable": (406, "不支持的格式"),
    "method-not-allowed": (405, "不支持的方法"),
    "too-many-requests": (429, "请求过于频繁"),
    "internal-error": (500, "平台内部错误"),
}
OF_STATUS = {code: kind for kind, (code, _) in KINDS.items() if kind != "unknown-cursor"}


def problem(
    request: HttpRequest,
    kind: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    *,
    headers: dict[str, str] | None = None,
) -> JsonResponse:
    """The answer for an error of `kind`; `errors` name the parameters that are wrong. `instance`
    is the request's number, which the header X-Request-Id has too."""
    code, title = KINDS[kind]
    content: dict[str, object] = {
        "type": f"{settings.PUBLIC_URL}{reverse('api:problems')}#{kind}",
        "title": title,
        "status": code,
        "detail": detail,
        "instance": f"urn:uuid:{getattr(request, 'request_id', '')}",
    }
    if errors:
        content["errors"] = errors
    answer = JsonResponse(
        content, status=code, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


def answer_to(error: Exception, context: dict[str, object]) -> JsonResponse | None:
    """What the interface answers to an error; None for one that nobody foresaw."""
    request = cast(Request, context["request"])._request
    if isinstance(error, PurgedCursor | UnknownCursor):
        is_purged = isinstance(error, PurgedCursor)
        return problem(request, "purged-cursor" if is_purged else "unknown-cursor", str(error))
    if isinstance(error, KeyUsedOtherwise):
        return problem(request, "key-used-otherwise", "这个 Idempotency-Key 已用于内容不同的请求。")
    if isinstance(error, RuleViolation):
        return problem(request, "invalid-request", str(error), _named(error.errors))
    if isinstance(error, NotPermitted):
        return problem(request, "forbidden", error.message)
    if isinstance(error, Http404 | ObjectDoesNotExist):
        return problem(request, "not-found", "没有这条记录。")
    if isinstance(error, exceptions.ValidationError):
        return problem(request, "invalid-request", "参数有误。", _flat(error.detail))
    if isinstance(error, exceptions.Throttled):
        seconds = int(getattr(error, "wait", None) or 1)
        return problem(
            request,
            "too-many-requests",
            f"请 {seconds} 秒后再试。",
            headers={"Retry-After": str(seconds)},
        )
    if isinstance(error, exceptions.APIException):
        kind = OF_STATUS.get(error.status_code, "invalid-request")
        headers = {}
        if error.status_code == status.HTTP_401_UNAUTHORIZED:
            headers["WWW-Authenticate"] = 'Bearer realm="portal"'
        return problem(request, kind, str(error.detail), headers=headers)
    return None


def _named(errors: dict[str, str]) -> list[dict[str, str]]:
    return [{"field": field, "message": text} for field, text in errors.items() if field]


def _flat(detail: object, field: str = "") -> list[dict[str, str]]:
    """The messages of a tree of errors, each with the dotted way to its field."""
    if isinstance(detail, dict):
        inner = [(f"{field}.{name}".strip("."), one) for name, one in detail.items()]
    elif isinstance(detail, list):
        inner = [(field, one) for one in detail]
    else:
        return [{"field": field, "message": str(detail)}]
    return [found for name, one in inner for found in _flat(one, name)]
