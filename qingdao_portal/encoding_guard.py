"""Refusing requests in an encoding other than that of the portal's pages.

Django decodes address and form by whatever codec of Python's the request names, some of which are
none for text, and does so before its first middleware: so this stands in front of Django.
"""

import codecs
import json
from collections.abc import Iterable
from email.message import Message
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_SAID = "请求的编码不是 UTF-8。"
_TEXT = "text/plain; charset=utf-8", _SAID.encode()
# To programs errors are told as problem details (RFC 9457), as financing/line/api/problems.py does.
_PROBLEM = (
    "application/problem+json",
    json.dumps(
        {
            "type": "/api/docs/problems/#invalid-request",
            "title": "请求有误",
            "status": 400,
            "detail": _SAID,
        },
        ensure_ascii=False,
    ).encode(),
)


def utf8_only(application: WSGIApplication) -> WSGIApplication:
    """`application`, answering 400 to what states another charset than UTF-8."""

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if _is_utf8(str(environ.get("CONTENT_TYPE") or "")):
            return application(environ, start_response)
        is_program = str(environ.get("PATH_INFO") or "").startswith("/api/")
        kind, body = _PROBLEM if is_program else _TEXT
        headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
        start_response("400 Bad Request", headers)
        return [body]

    return guarded


def _is_utf8(content_type: str) -> bool:
    message = Message()
    message["Content-Type"] = " ".join(content_type.split())
    charset = message.get_param("charset", "utf-8")
    try:
        return codecs.lookup(str(charset)).name == "utf-8"
    except (LookupError, ValueError):
        return False
