"""Small applications that granian serves in the tests of slow lines."""

from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from qingdao_portal.serving import Limits, Served

STREAM_BYTES = 12_000_000


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The body as it was received; at /environ/NAME a value of the environment, at /stream much."""
    path = environ["PATH_INFO"]
    if path == "/failing":
        raise RuntimeError("a page that fails")
    start_response("200 OK", [("Content-Type", "text/plain")])
    if path == "/stream":
        return _stream()
    if path.startswith("/environ/"):
        return [str(environ.get(path.removeprefix("/environ/"), "")).encode()]
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


def _stream() -> Iterator[bytes]:
    for _ in range(STREAM_BYTES // 10_000):
        yield b"-" * 10_000


application = Served(echo, Limits(most_bytes=25_000_000))
impatient = Served(echo, Limits(most_bytes=25_000_000, patience=0.5, slowest=1_000))
