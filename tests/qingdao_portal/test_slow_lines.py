"""Slow lines hold no thread of the portal: each server here has one worker of one thread."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from qingdao_portal.engines import processes
from qingdao_portal.engines.folders import REPOSITORY
from qingdao_portal.engines.ports import choose_port
from tests.qingdao_portal.echo import STREAM_BYTES

SLOW_CLIENTS = 50


@contextmanager
def served(application: str) -> Iterator[int]:
    """granian on loopback as in production, with one worker; yields the port."""
    port = choose_port()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "rsgi", "--http", "1",
            "--workers", "1", "--port", str(port), "--workers-kill-timeout", "2", application,
        ],
        cwd=REPOSITORY, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert processes.wait_until(lambda: _listens(port), 30, pause=0.1)
        yield port
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()


def _listens(port: int) -> bool:
    try:
        return b"HTTP/1.1" in asked(port, "GET /healthz HTTP/1.1")
    except OSError:
        return False


def line_to(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def asked(port: int, *lines: str, body: bytes = b"") -> bytes:
    """The whole answer to one request."""
    with line_to(port) as line:
        head = "\r\n".join((*lines, "Host: 127.0.0.1", "Connection: close", "", ""))
        line.sendall(head.encode() + body)
        return _rest(line)


def _rest(line: socket.socket) -> bytes:
    answer = b""
    while piece := line.recv(1 << 16):
        answer += piece
    return answer


@pytest.fixture(scope="module")
def echo() -> Iterator[int]:
    with served("tests.qingdao_portal.echo:application") as port:
        yield port


@pytest.fixture(scope="module")
def impatient() -> Iterator[int]:
    with served("tests.qingdao_portal.echo:impatient") as port:
        yield port


def test_fifty_half_sent_forms_do_not_keep_the_portal_from_others() -> None:
    with served("qingdao_portal.rsgi:application") as port, contextlib.ExitStack() as lines:
        for _ in range(SLOW_CLIENTS):
            line = lines.enter_context(line_to(port))
            line.sendall(
                b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="
            )
        time.sleep(0.3)
        began = time.monotonic()
        answer = asked(port, "GET /healthz HTTP/1.1")
        assert b'"status"' in answer
        assert time.monotonic() - began < 8  # the health page itself waits for what is down


def test_uploads_that_trickle_in_arrive_whole_beside_a_fast_visitor(echo: int) -> None:
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(line_to(echo)) for _ in range(3)]
        for line in lines:
            line.sendall(
                b"POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5\r\n\r\n"
            )
        for letter in b"slowl":
            began = time.monotonic()
            assert asked(echo, "GET /environ/REQUEST_METHOD HTTP/1.1").endswith(b"GET")
            assert time.monotonic() - began < 1
            for line in lines:
                line.sendall(bytes([letter]))
        assert all(_rest(line).endswith(b"\r\n\r\nslowl") for line in lines)


def test_slow_reader_of_a_long_answer_holds_nobody_up_and_gets_all_of_it(echo: int) -> None:
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", echo))
        line.settimeout(20)
        line.sendall(b"GET /stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        time.sleep(0.3)
        began = time.monotonic()
        assert asked(echo, "GET /environ/REQUEST_METHOD HTTP/1.1").endswith(b"GET")
        assert time.monotonic() - began < 5
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        assert _rest(line).count(b"-") >= STREAM_BYTES


def test_body_that_does_not_come_in_time_is_given_up(impatient: int) -> None:
    with line_to(impatient) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nlogin=")
        began = time.monotonic()
        assert _rest(line).startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - began < 3


def test_steady_line_gets_the_time_that_it_needs(impatient: int) -> None:
    with line_to(impatient) as line:
        line.sendall(
            b"POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n"
        )
        for _ in range(10):
            time.sleep(0.1)
            line.sendall(b"-" * 200)
        assert _rest(line).endswith(b"-" * 2000)


def test_body_in_chunks_arrives_with_its_length(echo: int) -> None:
    chunks = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    answer = asked(echo, "POST / HTTP/1.1", "Transfer-Encoding: chunked", body=chunks)
    assert answer.endswith(b"\r\n\r\nabcde")


def test_large_body_arrives_as_it_was_sent(echo: int) -> None:
    body = os.urandom(3_000_000)
    answer = asked(echo, "POST / HTTP/1.1", f"Content-Length: {len(body)}", body=body)
    assert answer.endswith(body)


def test_line_that_breaks_off_is_not_answered_as_if_it_were_whole(echo: int) -> None:
    with line_to(echo) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc")
        line.shutdown(socket.SHUT_WR)
        assert b"abc" not in _rest(line)


def test_too_large_body_is_refused_before_it_is_received(echo: int) -> None:
    answer = asked(echo, "GET /environ/CONTENT_LENGTH HTTP/1.1", "Content-Length: 99000000")
    assert answer.endswith(b"99000000")


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [
        ("HTTP_COOKIE", ("Cookie: a=1", "Cookie: b=2"), b"a=1; b=2"),
        ("HTTP_X_FORWARDED_FOR", ("X-Forwarded-For: 1.1.1.1", "X_Forwarded_For: 2"), b"1.1.1.1"),
        ("CONTENT_TYPE", ("Content-Type: text/csv",), b"text/csv"),
        ("REMOTE_ADDR", (), b"127.0.0.1"),
        ("SERVER_PROTOCOL", (), b"HTTP/1.1"),
        ("wsgi.url_scheme", (), b"http"),
    ],
)
def test_application_is_told_what_wsgi_promises(
    echo: int, name: str, header: tuple[str, ...], value: bytes
) -> None:
    assert asked(echo, f"GET /environ/{name} HTTP/1.1", *header).endswith(b"\r\n\r\n" + value)


def test_page_that_fails_is_an_error_and_the_next_one_is_served(echo: int) -> None:
    assert asked(echo, "GET /failing HTTP/1.1").startswith(b"HTTP/1.1 500 ")
    assert asked(echo, "GET /environ/REQUEST_METHOD HTTP/1.1").endswith(b"GET")
