"""What the portal answers where no view does: a page for people, problem details for programs."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from financing.line.api.problems import problem

PROGRAMS = "/api/"


def bad_request(request: HttpRequest, exception: Exception, **more: str) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return problem(request, "invalid-request", "请求的地址或内容无法识别。")
    return defaults.bad_request(request, exception, **more)


def not_found(request: HttpRequest, exception: Exception, **more: str) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return problem(request, "not-found", "没有这个地址。")
    return defaults.page_not_found(request, exception, **more)


def server_error(request: HttpRequest, **more: str) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return problem(request, "internal-error", "平台内部错误，已记录，请稍后再试。")
    return defaults.server_error(request, **more)
