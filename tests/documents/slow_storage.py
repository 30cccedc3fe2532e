"""An S3 storage on loopback that takes its time, and looks meanwhile who has a transaction open."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.waiting import open_transactions

WAIT_SECONDS = 0.1


@dataclass
class SlowStorage:
    """`kept` are its objects, `asked` the requests, `waiting` the transactions that were open."""

    kept: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    is_broken: bool = False
    url: str = ""

    @property
    def settings(self) -> dict[str, dict[str, object]]:
        return {
            "attachments": {
                "BACKEND": "documents.later_storage.LaterStorage",
                "OPTIONS": {"behind": "attachments_over_network"},
            },
            "attachments_over_network": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "endpoint_url": self.url,
                    "bucket_name": "attachments",
                    "access_key": "loopback",
                    "secret_key": "loopback-only",
                    "file_overwrite": False,
                },
            },
        }


@contextmanager
def storing() -> Iterator[SlowStorage]:
    """A storage that answers until the block ends."""
    storage = SlowStorage()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            if "aws-chunked" in self.headers.get("content-encoding", ""):
                body = self._chunks()
            else:
                body = self.rfile.read(int(self.headers["content-length"]))
            self._look()
            if storage.is_broken:
                return self._answer(403)  # one that no client tries again at once
            storage.kept[self.path] = body
            self._answer(200)

        def do_HEAD(self) -> None:
            self._look()
            self._answer(200 if self.path in storage.kept else 404, storage.kept.get(self.path))

        def do_GET(self) -> None:
            self.do_HEAD()

        def do_DELETE(self) -> None:
            self._look()
            storage.kept.pop(self.path, None)
            self._answer(204)

        def _chunks(self) -> bytes:
            """A body in pieces, each after its length in hexadecimal; trailers are left aside."""
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(pieces)

        def _look(self) -> None:
            storage.asked.append(self.command)
            time.sleep(WAIT_SECONDS)
            storage.waiting += open_transactions()

        def _answer(self, status: int, body: bytes | None = None) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body or b"")))
            self.send_header("last-modified", "Sun, 29 Nov 2026 00:00:00 GMT")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    storage.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield storage
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
