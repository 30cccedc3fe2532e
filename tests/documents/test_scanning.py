"""The clamd client, against a server on loopback that speaks INSTREAM."""

import io
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import clamd
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.duties import Duty
from documents.scanning import ClamdScanner, NoScanner, ScanResult, configured_scanner
from tests.waiting import open_transactions

MARK = b"harmless-test-signature"


looked: list[list[str]] = []


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


class _WatchingClamd(_Clamd):
    def handle(self) -> None:
        time.sleep(0.1)
        looked.append(open_transactions())
        super().handle()


@contextmanager
def answering(handler: type[_Clamd]) -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def address() -> Iterator[str]:
    with answering(_Clamd) as address:
        yield address


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


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_brought_in_file_is_scanned(as_actor, signed_in, settings):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    looked.clear()
    with answering(_WatchingClamd) as address:
        settings.CLAMD_ADDRESS = address
        file = SimpleUploadedFile("政策.csv", "政策名称\n".encode())
        answer = client.post(reverse("services:policy_import"), {"file": file})
    assert "查毒服务" not in answer.content.decode()
    assert looked == [[]]
