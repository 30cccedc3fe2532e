"""What programs are used to and browsers never ask for, at the addresses of the interfaces."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from financing.line.api.problems import KINDS, MEDIA_TYPE, OF_STATUS, problem

PROGRAMS = "/api/"
OF_TOKENS = "/api/oauth/"  # errors as RFC 6749, 5.2 has them
TOLD = {
    "too-large": f"请求超过 {settings.MOST_REQUEST_BYTES // 1_000_000} MB，请拆成几次发送。",
}
REQUEST_ID = "X-Request-Id"


class ProgramsMiddleware:
    """A number for each request, also in the trail; addresses with and without the slash at their
    end; a plain word to who sends a body without its length, which would be read as empty; and
    problem details where something that answers to people has refused the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PROGRAMS):
            return self.get_response(request)
        request_id = str(uuid4())
        setattr(request, "request_id", request_id)  # noqa: B010 - the scope and problems read it
        if not request.path_info.endswith("/"):
            # A redirect would turn a POST into a GET.
            request.path_info += "/"
            request.path += "/"
        response = self._refused(request) or self.get_response(request)
        if response.status_code >= 400 and not _is_for_programs(request, response):
            response = _as_problem(request, response)
        response[REQUEST_ID] = request_id
        return response

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if not request.headers.get("Transfer-Encoding") or request.headers.get("Content-Length"):
            return None
        told = "请求正文没有给出长度（Transfer-Encoding: chunked），请给出 Content-Length。"
        return problem(request, "length-required", told)


def _is_for_programs(request: HttpRequest, response: HttpResponse) -> bool:
    kind = response.get("Content-Type", "").partition(";")[0]
    if request.path.startswith(OF_TOKENS) and kind == "application/json":
        return True
    return kind == MEDIA_TYPE


def _as_problem(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """What a page for people says, for programs."""
    kind = OF_STATUS.get(page.status_code, "invalid-request")
    allowed = {name: page[name] for name in ("Allow", "Retry-After") if page.has_header(name)}
    return problem(request, kind, TOLD.get(kind, f"{KINDS[kind][1]}。"), headers=allowed)
