"""Only UTF-8 reaches Django, which would decode by any codec of Python's."""

import json
from io import BytesIO

import pytest

from qingdao_portal.encoding_guard import utf8_only
from qingdao_portal.wsgi import application


def status_of(content_type, app=application, method="GET"):
    said = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": "/healthz", "QUERY_STRING": "a=b",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "CONTENT_TYPE": content_type,
        "wsgi.input": BytesIO(), "wsgi.url_scheme": "http", "HTTP_HOST": "127.0.0.1",
    }  # fmt: skip
    body = app(environ, lambda status, headers, *_: said.append(status))
    assert b"".join(body)
    return said[0][:3]


@pytest.mark.parametrize("charset", ["hex", "utf-7", "unicode_escape", "idna", "no-such", "\x00"])
@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x"])
def test_other_encoding_is_a_bad_request(charset, kind):
    assert status_of(f"{kind}; charset={charset}") == "400"


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "text/plain; charset=UTF8", 'a/b; charset="utf-8"']
)
def test_utf_8_by_any_of_its_names_is_taken(content_type):
    def served(environ, start_response):
        start_response("200 OK", [])
        return [b"ok"]

    assert status_of(content_type, utf8_only(served)) == "200"


def test_program_is_told_as_a_problem():
    said = {}
    environ = {"PATH_INFO": "/api/v1/feedback/", "CONTENT_TYPE": "application/json; charset=utf-16"}
    body = utf8_only(application)(environ, lambda status, headers: said.update(headers))
    assert said["Content-Type"] == "application/problem+json"
    assert json.loads(b"".join(body))["status"] == 400
