"""Telling whether a PDF file opens without a password.

A file that its author only protected against changes is encrypted too, with an empty password: it
opens everywhere. Source: ISO 32000-2, 7.6.4 (standard security handler), algorithms 2, 2.B, 4-6,
11.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_REFERENCE = re.compile(rb"/Encrypt\s+(\d{1,10})\s+(\d{1,5})\s+R")
_STRING = rb"(<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\))"
_FIRST_ID = re.compile(rb"/ID\s*\[\s*" + _STRING, re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class _Lock:
    """What the dictionary of the encryption says."""

    revision: int
    bits: int
    permissions: int
    owner: bytes
    user: bytes
    identity: bytes
    hides_metadata: bool


def needs_password(data: bytes) -> bool:
    """Whether the PDF `data` can only be opened with a password. False where that cannot be
    told."""
    references = _REFERENCE.findall(data)
    if not references:
        return False
    number, generation = references[-1]
    begins = re.compile(rb"(?<!\d)%s\s+%s\s+obj" % (number, generation))
    found = list(begins.finditer(data))
    if not found:
        return False
    written = data[found[-1].end() :].split(b"endobj", 1)[0]
    if b"/Standard" not in written:
        return True  # for the holders of certain keys alone
    lock = _lock(written, _FIRST_ID.findall(data))
    return lock is not None and not _opens_without(lock)


def _lock(written: bytes, identities: list[bytes]) -> _Lock | None:
    def number(name: bytes, usual: int) -> int:
        # The last one: those of the crypt filters stand before it, in another unit.
        found = re.findall(rb"/%s\s+(-?\d{1,12})" % name, written)
        return int(found[-1]) if found else usual

    def string(name: bytes) -> bytes:
        found = re.search(rb"/%s\s*%s" % (name, _STRING), written, re.DOTALL)
        return _unquoted(found[1]) if found else b""

    user = string(b"U")
    if len(user) < 32:
        return None
    bits = [int(one) for one in re.findall(rb"/Length\s+(\d{1,4})", written) if int(one) >= 40]
    return _Lock(
        revision=number(b"R", 0),
        bits=max(bits, default=40),
        permissions=number(b"P", 0),
        owner=string(b"O"),
        user=user,
        identity=_unquoted(identities[-1]) if identities else b"",
        hides_metadata=not re.search(rb"/EncryptMetadata\s+false", written),
    )


def _unquoted(written: bytes) -> bytes:
    if written.startswith(b"<"):
        digits = re.sub(rb"\s", b"", written[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())

    def plain(match: re.Match[bytes]) -> bytes:
        code = match[1]
        if code.isdigit():
            return bytes([int(code, 8) & 255])
        return b"" if code in (b"\n", b"\r\n") else _ESCAPES.get(code, code)

    return _ESCAPED.sub(plain, written[1:-1])


def _opens_without(lock: _Lock) -> bool:
    """Whether the empty password is the user's."""
    if lock.revision >= 6:
        return _hardened(lock.user[32:40]) == lock.user[:32]
    if lock.revision == 5:
        return hashlib.sha256(lock.user[32:40]).digest() == lock.user[:32]
    key = _key(lock)
    if lock.revision < 3:
        return _rc4(key, _PADDING) == lock.user[:32]
    checked = hashlib.md5(_PADDING + lock.identity, usedforsecurity=False).digest()
    for turn in range(20):
        checked = _rc4(bytes(one ^ turn for one in key), checked)
    return checked == lock.user[:16]


def _key(lock: _Lock) -> bytes:
    permissions = (lock.permissions & 0xFFFFFFFF).to_bytes(4, "little")
    seed = _PADDING + lock.owner[:32] + permissions + lock.identity
    if lock.revision >= 4 and not lock.hides_metadata:
        seed += b"\xff\xff\xff\xff"
    key = hashlib.md5(seed, usedforsecurity=False).digest()
    if lock.revision < 3:
        return key[:5]
    length = min(lock.bits // 8, 16)
    for _ in range(50):
        key = hashlib.md5(key[:length], usedforsecurity=False).digest()
    return key[:length]


def _hardened(salt: bytes) -> bytes:
    """Algorithm 2.B for the empty password."""
    hashes: tuple[Callable[[bytes], hashlib._Hash], ...] = (
        hashlib.sha256, hashlib.sha384, hashlib.sha512,
    )  # fmt: skip
    key = hashlib.sha256(salt).digest()
    turn = 0
    while True:
        cipher = Cipher(algorithms.AES128(key[:16]), modes.CBC(key[16:32])).encryptor()
        mixed = cipher.update(key * 64)
        key = hashes[sum(mixed[:16]) % 3](mixed).digest()
        turn += 1
        if turn >= 64 and mixed[-1] <= turn - 32:
            return key[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    box, place = list(range(256)), 0
    for at in range(256):
        place = (place + box[at] + key[at % len(key)]) & 255
        box[at], box[place] = box[place], box[at]
    out, at, place = bytearray(), 0, 0
    for one in data:
        at = (at + 1) & 255
        place = (place + box[at]) & 255
        box[at], box[place] = box[place], box[at]
        out.append(one ^ box[(box[at] + box[place]) & 255])
    return bytes(out)
