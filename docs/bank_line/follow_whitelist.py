#!/usr/bin/env python3
"""A bank's copy of the financing whitelist, kept true: the reference client of the bank line.

Python's standard library alone. Signs in, pulls the whole list, then follows its changes:

    PORTAL=https://portal.example CLIENT_ID=… CLIENT_SECRET=… python follow_whitelist.py copy.json

Run again, it goes on from the cursor in copy.json. `--once` ends after the changes there are now.
With `--listen 9000` and the signing key in WEBHOOK_KEY it takes the portal's messages (Standard
Webhooks) on that port, verifies them, and follows the changes as soon as one has come.
"""

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import os
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAUSE = 5  # seconds between two looks at the changes
PAUSE_WITH_MESSAGES = 300  # the same where messages tell when to look
TOLERANCE = 300  # seconds that a message's time may be off
LONGEST_MESSAGE = 1_000_000  # bytes
MARGIN = 60  # seconds before its end that a token is renewed


class Portal:
    """The interface, signed in to as one program of a bank."""

    def __init__(self, address: str, client_id: str, client_secret: str) -> None:
        self.address = address.rstrip("/")
        self.credentials = f"{client_id}:{client_secret}"
        self.token, self.ends_at = "", 0.0

    def get(self, path: str, **query: str | int) -> dict:
        """The JSON answer; waits where the portal asks to. Raises `HTTPError` for other errors."""
        while True:
            url = f"{self.address}/api/v1/{path}"
            if query:
                url += f"?{urllib.parse.urlencode(query)}"
            request = urllib.request.Request(url, headers={"Accept": "application/json"})
            request.add_header("Authorization", f"Bearer {self._token()}")
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code == 401 and self.token:
                    self.token = ""  # ended early: sign in again, once
                    self.ends_at = 0.0
                    if error.headers.get("WWW-Authenticate"):
                        self._token()
                        continue
                if error.code == 429:
                    time.sleep(int(error.headers.get("Retry-After", "1")))
                    continue
                raise

    def _token(self) -> str:
        if time.monotonic() > self.ends_at - MARGIN:
            request = urllib.request.Request(
                f"{self.address}/api/oauth/token/", data=b"grant_type=client_credentials"
            )
            basic = base64.b64encode(self.credentials.encode()).decode()
            request.add_header("Authorization", f"Basic {basic}")
            with urllib.request.urlopen(request, timeout=60) as answer:
                content = json.load(answer)
            self.token = content["access_token"]
            self.ends_at = time.monotonic() + content["expires_in"]
        return self.token


class Copy:
    """The bank's copy: entries by credit code, and the cursor up to which they are true."""

    def __init__(self, path: Path) -> None:
        self.path, self.cursor, self.entries = path, "", {}
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.cursor, self.entries = kept["cursor"], kept["entries"]

    def pull(self, portal: Portal) -> None:
        """Start afresh with the whole list."""
        answer = portal.get("whitelist/")
        self.entries = {entry["credit_code"]: entry for entry in answer["entries"]}
        self.cursor = answer["cursor"]
        self.save()

    def follow(self, portal: Portal) -> int:
        """Take in what has changed since the cursor; returns how many enterprises."""
        count, has_more = 0, True
        while has_more:
            answer = portal.get("whitelist/changes/", cursor=self.cursor)
            for change in answer["changes"]:
                if change["status"] == "left":
                    self.entries.pop(change["credit_code"], None)
                else:
                    self.entries[change["credit_code"]] = change
            count += len(answer["changes"])
            has_more, self.cursor = answer["has_more"], answer["cursor"]
            self.save()  # cursor and entries together: a crash repeats at most one page
        return count

    def save(self) -> None:
        text = json.dumps({"cursor": self.cursor, "entries": self.entries}, ensure_ascii=False)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.path)


def verified(key: str, headers: "dict[str, str]", body: bytes) -> dict:
    """The message, if `key` (whsec_…) signed it within the last minutes. Raises `ValueError`."""
    message_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isdigit() or abs(time.time() - int(sent_at)) > TOLERANCE:
        raise ValueError("too old, too new, or without a time")
    secret = base64.b64decode(key.removeprefix("whsec_"))
    signed = f"{message_id}.{sent_at}.".encode() + body
    right = hmac.new(secret, signed, hashlib.sha256).digest()
    for signature in headers.get("webhook-signature", "").split():
        version, _, value = signature.partition(",")
        try:
            given = base64.b64decode(value, validate=True)
        except binascii.Error:
            continue
        if version == "v1" and hmac.compare_digest(right, given):
            return json.loads(body)
    raise ValueError("no right signature")


def listen(port: int, key: str) -> threading.Event:
    """Take messages on a port in the background; the event is set when one on the list came."""
    came, seen = threading.Event(), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            body = self.rfile.read(min(length, LONGEST_MESSAGE))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                message = verified(key, headers, body)
            except ValueError as wrong:
                self.answer(400, str(wrong))
                return
            # A message may come twice; its number is the same then.
            if headers["webhook-id"] not in seen:
                seen[:] = [*seen[-999:], headers["webhook-id"]]
                print(f"{time.strftime('%H:%M:%S')} message {message['type']}", flush=True)
                if message["type"] == "whitelist.changed":
                    came.set()
            self.answer(204, "")

        def answer(self, status: int, text: str) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """What came is printed above."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return came


def keep_up(portal: Portal, copy: Copy) -> int:
    """Follow, or pull afresh where the portal no longer knows the cursor's past."""
    if not copy.cursor:
        copy.pull(portal)
        return len(copy.entries)
    try:
        return copy.follow(portal)
    except urllib.error.HTTPError as error:
        if error.code not in (404, 410):  # unknown to this portal, or too old
            raise
        copy.pull(portal)
        return len(copy.entries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--listen", type=int, metavar="PORT")
    chosen = parser.parse_args()
    portal = Portal(
        os.environ.get("PORTAL", "http://127.0.0.1:8000"),
        os.environ["CLIENT_ID"],
        os.environ["CLIENT_SECRET"],
    )
    copy = Copy(chosen.copy)
    came = listen(chosen.listen, os.environ["WEBHOOK_KEY"]) if chosen.listen else None
    while True:
        if came:
            came.clear()  # before looking: what comes meanwhile is looked at next
        changed = keep_up(portal, copy)
        now = time.strftime("%H:%M:%S")
        print(f"{now} {changed} changed, {len(copy.entries)} on the list", flush=True)
        if chosen.once:
            return
        if came:
            came.wait(PAUSE_WITH_MESSAGES)
        else:
            time.sleep(PAUSE)


if __name__ == "__main__":
    main()
