"""What programs are used to and browsers never ask for, at the addresses of the interfaces."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from financing.line.api.problems import problem

PROGRAMS = "/api/"
REQUEST_ID = "X-Request-Id"


class ProgramsMiddleware:
    """A number for each request, also in the trail; addresses with and without the slash at their
    end; and a plain word to who sends a body without its length, which would be read as empty."""

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
        response[REQUEST_ID] = request_id
        return response

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if not request.headers.get("Transfer-Encoding") or request.headers.get("Content-Length"):
            return None
        told = "请求正文没有给出长度（Transfer-Encoding: chunked），请给出 Content-Length。"
        return problem(request, "length-required", told)
