"""The production server on a free port of loopback, and clients that keep their connection."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings

from reports.bench.scratch import environment_for

PORTAL = "qingdao_portal.rsgi:application"
BARE = "reports.bench.bare_site:application"
START_WITHIN = 60
WORKERS = 2


@dataclass(frozen=True)
class Request:
    """`leads_to` is where the answer must redirect to; "" for anywhere."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    expected: int = 200
    leads_to: str = ""


@contextmanager
def serving(application: str, database: str) -> Iterator[int]:
    """granian with `WORKERS` workers serving `application`; yields the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "rsgi", "--http", "1",
            "--workers", str(WORKERS), "--host", "127.0.0.1", "--port", str(port), application,
        ],
        cwd=settings.BASE_DIR,
        env=environment_for(database) | {"LOG_LEVEL": "WARNING", "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("the server ended while it started")
        try:
            Client(port).send(Request("/", expected=0))
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not answer")


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, request: Request) -> bytes:
        """The answer's body. Raises `RuntimeError` for another status than expected (0: any)."""
        self._connection.request(
            "GET" if request.body is None else "POST",
            request.path,
            body=request.body,
            headers=request.headers,
        )
        answer = self._connection.getresponse()
        body = answer.read()
        if request.expected not in (0, answer.status):
            raise RuntimeError(f"{request.path}: {answer.status} {body[:300]!r}")
        if request.leads_to and answer.headers["Location"] != request.leads_to:
            raise RuntimeError(f"{request.path}: leads to {answer.headers['Location']}")
        return body


def requests_per_second(port: int, requests: list[Request], clients: int) -> float:
    """The rate at which `clients` connections get all of `requests` answered."""
    shares = [requests[place::clients] for place in range(clients)]

    def work(share: list[Request]) -> None:
        client = Client(port)
        for request in share:
            client.send(request)

    with ThreadPoolExecutor(clients) as pool:
        started = time.perf_counter()
        list(pool.map(work, shares))
        return len(requests) / (time.perf_counter() - started)
