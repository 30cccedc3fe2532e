"""Serving a WSGI application so that slow lines hold no thread.

granian's event loop receives a request whole before a thread gets it, and sends what the thread
answers while the thread is at the next request. How long a request may take to come in is limited:
it is the line that waits, never the portal.
"""

import asyncio
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from wsgiref.types import WSGIApplication
from wsgiref.util import FileWrapper

from granian.rsgi import HTTPProtocol, Scope

IN_MEMORY = 1_000_000
PIECE = 1 << 16
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """The size of a request, and how long to wait for all of it: `patience` seconds, and what a
    line of `slowest` bytes a second needs."""

    most_bytes: int
    patience: float = 20
    slowest: int = 2_000


class Served:
    """A WSGI application as one of RSGI, granian's own interface; one thread runs it."""

    def __init__(self, application: WSGIApplication, limits: Limits) -> None:
        self._application = application
        self._limits = limits
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="requests")

    async def __call__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                is_whole = await self._receive(proto, body, environ)
            except TimeoutError:
                return proto.response_empty(408, [("connection", "close")])
            if not is_whole:
                return proto.response_empty(400, [("connection", "close")])
            answer = Answer(asyncio.get_running_loop())
            answer.making = answer.loop.run_in_executor(self._thread, self._run, environ, answer)
            await answer.send(proto)

    async def _receive(self, proto: HTTPProtocol, body: IO[bytes], environ: dict[str, Any]) -> bool:
        """Fill `body`; False where the line broke off. What is too large is not received: the
        application refuses it by its length."""
        environ["wsgi.input"] = body
        stated = environ.get("CONTENT_LENGTH")
        if stated is not None and int(stated) > self._limits.most_bytes:
            return True
        received = 0
        async with asyncio.timeout(self._limits.patience) as waiting:
            last_moment = waiting.when() or 0
            async for piece in proto:
                received += body.write(piece)
                waiting.reschedule(last_moment + received / self._limits.slowest)
                if received > self._limits.most_bytes:
                    break
        body.seek(0)
        # A body that came in chunks stated no length; here it has one.
        environ["CONTENT_LENGTH"] = str(received)
        return stated is None or int(stated) == received

    def _run(self, environ: dict[str, Any], answer: "Answer") -> bytes:
        """Run the application; the body, unless it is a stream. The thread's part."""
        result = self._application(environ, answer.start)
        try:
            if isinstance(result, list) or not getattr(result, "streaming", True):
                return b"".join(result)
            answer.take_all(result)
            return b""
        finally:
            if hasattr(result, "close"):
                result.close()


class Answer:
    """What the thread makes and the line takes. Of a stream, what the line has not taken yet is
    kept here: so much of it as does not fit into memory lies on the disk."""

    making: asyncio.Future[bytes]

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._status, self._headers = 0, Headers()
        self._is_stream, self._is_wanted = False, True
        self._news = asyncio.Event()
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 sent later
        self._taken = self._sent = 0

    def start(self, status: str, headers: Headers, exc_info: object = None, /) -> Any:
        """WSGI's start_response; the thread's part."""
        self._status, self._headers = int(status.split(" ", 1)[0]), headers

    def take_all(self, pieces: Iterable[bytes]) -> None:
        """Take a stream, as long as anybody wants it; the thread's part."""
        self._is_stream = True
        for piece in pieces:
            if not self._is_wanted:
                break
            self.loop.call_soon_threadsafe(self._take, piece)

    async def send(self, proto: HTTPProtocol) -> None:
        """Send all of it as fast as the line takes it; raises what the application raised."""
        self.making.add_done_callback(lambda _: self._news.set())
        await self._news.wait()
        if not self._is_stream:
            body = await self.making
            if body:
                proto.response_bytes(self._status, self._headers, body)
            else:
                proto.response_empty(self._status, self._headers)
            return
        with self._file:
            line = proto.response_stream(self._status, self._headers)
            try:
                while piece := await self._next():
                    await line.send_bytes(piece)
            finally:
                self._is_wanted = False
                await self.making

    def _take(self, piece: bytes) -> None:
        if self._is_wanted:
            self._file.seek(self._taken)
            self._taken += self._file.write(piece)
            self._news.set()

    async def _next(self) -> bytes:
        """The next piece, as soon as there is one; empty at the end."""
        while self._sent == self._taken and not self.making.done():
            self._news.clear()
            await self._news.wait()
        self._file.seek(self._sent)
        piece = self._file.read(PIECE)
        self._sent += len(piece)
        return piece


def environ_of(scope: Scope) -> dict[str, Any]:
    """The request as WSGI describes it, but for its body."""
    address, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": address,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": lambda file, _size=0: FileWrapper(file, PIECE),
    }
    for name, value in scope.headers.items():
        # With "_" it would pass for another that a proxy vouches for.
        if "_" in name or name == "transfer-encoding":
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ
