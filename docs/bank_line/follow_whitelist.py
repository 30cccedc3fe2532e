#!/usr/bin/env python3
"""A bank's copy of the financing whitelist, kept true: the reference client of the bank line.

Python's standard library alone. Signs in, pulls the whole list, then follows its changes:

    PORTAL=https://portal.example CLIENT_ID=… CLIENT_SECRET=… python follow_whitelist.py copy.json

Run again, it goes on from the cursor in copy.json. `--once` ends after the changes there are now.
"""

import argparse
import base64
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

PAUSE = 5  # seconds between two looks at the changes
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


def keep_up(portal: Portal, copy: Copy) -> int:
    """Follow, or pull afresh where the portal no longer knows the cursor's past."""
    if not copy.cursor:
        copy.pull(portal)
        return len(copy.entries)
    try:
        return copy.follow(portal)
    except urllib.error.HTTPError as error:
        if error.code != 410:
            raise
        copy.pull(portal)
        return len(copy.entries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--once", action="store_true")
    chosen = parser.parse_args()
    portal = Portal(
        os.environ.get("PORTAL", "http://127.0.0.1:8000"),
        os.environ["CLIENT_ID"],
        os.environ["CLIENT_SECRET"],
    )
    copy = Copy(chosen.copy)
    while True:
        changed = keep_up(portal, copy)
        print(f"{time.strftime('%H:%M:%S')} {changed} changed, {len(copy.entries)} on the list")
        if chosen.once:
            return
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
