"""The clamd client, against a server on loopback that speaks INSTREAM."""

import io
import socketserver
import struct
import threading
from collections.abc import Iterator

import clamd
import pytest

from documents.scanning import ClamdScanner, NoScanner, ScanResult, configured_scanner

MARK = b"harmless-test-signature"


class _Clamd(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = b""
        while not command.endswith((b"\0", b"\n")):
            command += self.rfile.read(1)
        body = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            body += self.rfile.read(size)
        answer = b"stream: Test-Signature FOUND" if MARK in body else b"stream: OK"
        if not body:
            answer = b"stream: size limit ERROR"
        self.wfile.write(answer + command[-1:])


@pytest.fixture
def address() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_clean_file_is_clean(address):
    assert ClamdScanner(address).scan(io.BytesIO(b"report")) == ScanResult.CLEAN


def test_file_with_a_signature_is_infected(address):
    assert ClamdScanner(address).scan(io.BytesIO(b"a" + MARK)) == ScanResult.INFECTED


def test_signature_deep_in_a_large_file_is_found(address):
    file = io.BytesIO(b"a" * 300_000 + MARK)
    assert ClamdScanner(address).scan(file) == ScanResult.INFECTED


def test_error_of_the_scanner_is_never_clean(address):
    with pytest.raises(clamd.ClamdError):
        ClamdScanner(address).scan(io.BytesIO(b""))


def test_scanner_out_of_reach_raises(address):
    host, port = "127.0.0.1", 1
    with pytest.raises((OSError, clamd.ClamdError)):
        ClamdScanner(f"{host}:{port}").scan(io.BytesIO(b"report"))


def test_without_an_address_files_stay_unscanned(settings):
    settings.CLAMD_ADDRESS = ""
    assert isinstance(configured_scanner(), NoScanner)


def test_no_scanner_never_says_clean():
    assert NoScanner().scan(io.BytesIO(b"report")) == ScanResult.UNSCANNED
