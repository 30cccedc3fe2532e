"""Virus scanning: a clamd client behind a small interface."""

from enum import StrEnum
from typing import IO, Protocol

import clamd
from django.conf import settings


class ScanResult(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


class Scanner(Protocol):
    """Scans one file. Raises `OSError` or `clamd.ClamdError` while the scanner is out of reach."""

    def scan(self, file: IO[bytes]) -> ScanResult: ...


class NoScanner:
    """Stands in where no scanner is configured, and says so."""

    def scan(self, file: IO[bytes]) -> ScanResult:
        return ScanResult.UNSCANNED


class ClamdScanner:
    """Streams the file to a clamd daemon (INSTREAM) at "host:port" or at a socket path."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        if port.isdigit():
            self._client = clamd.ClamdNetworkSocket(host or "127.0.0.1", int(port), timeout=30)
        else:
            self._client = clamd.ClamdUnixSocket(address, timeout=30)

    def scan(self, file: IO[bytes]) -> ScanResult:
        answer = self._client.instream(file)
        verdict = answer["stream"][0]
        if verdict == "OK":
            return ScanResult.CLEAN
        if verdict == "FOUND":
            return ScanResult.INFECTED
        raise clamd.ClamdError(f"clamd answered {answer['stream']}")


def configured_scanner() -> Scanner:
    """The scanner that `CLAMD_ADDRESS` names."""
    return ClamdScanner(settings.CLAMD_ADDRESS) if settings.CLAMD_ADDRESS else NoScanner()
