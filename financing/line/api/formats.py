"""The list as JSON, as lines of JSON, and as CSV, sent while it is read."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from financing.whitelist.feed_content import IDENTITY

Chunks = Iterable[list[str]]
TOP = ("credit_code", "name", "status", "listed_at", "valid_to", "consent", "consent_until")
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?[\d\s().-]+")
CONTACTS = ("name", "phone", "email")
YEARLY = ("year", *MONEY_FIGURES, *COUNT_FIGURES)
CSV_COLUMNS = (
    *TOP,
    *IDENTITY,
    "certificates",
    *(f"figures_{name}" for name in YEARLY),
    *(f"contact_{name}" for name in CONTACTS),
)


CSV_TOLD = (
    f"UTF-8，不带 BOM，首行为列名：{'、'.join(CSV_COLUMNS)}。多值以分号连接，没有授权的列为空"
)


class FormatFirst(DefaultContentNegotiation):
    """`?format=` instead of the Accept header, for programs that cannot set one."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if request.query_params.get(self.settings.URL_FORMAT_OVERRIDE) == "":
            raise NotAcceptable("没有写明格式。")
        return super().select_renderer(request, renderers, format_suffix)

    def get_accept_list(self, request: Request) -> list[str]:
        if request.query_params.get(self.settings.URL_FORMAT_OVERRIDE):
            return ["*/*"]
        return super().get_accept_list(request)

    def filter_renderers(
        self, renderers: Iterable[BaseRenderer], format: str
    ) -> list[BaseRenderer]:
        chosen = [one for one in renderers if one.format == format]
        if not chosen:
            raise NotAcceptable(f"没有“{format[:20]}”这种格式。")
        return chosen


class PlainJson(JSONRenderer):
    charset = "utf-8"


class Ndjson(BaseRenderer):
    """One object a line."""

    media_type, format, charset = "application/x-ndjson", "ndjson", "utf-8"


class Csv(BaseRenderer):
    """A table with a line of headings."""

    media_type, format, charset = "text/csv", "csv", "utf-8"


def as_json(chunks: Chunks, cursor: str) -> Iterator[bytes]:
    """An object with the cursor and the entries."""
    yield f'{{"cursor":{json.dumps(cursor)},"entries":['.encode()
    first = True
    for rows in chunks:
        yield (("" if first else ",\n") + ",\n".join(rows)).encode()
        first = False
    yield b"]}\n"


def as_ndjson(chunks: Chunks, cursor: str) -> Iterator[bytes]:
    for rows in chunks:
        yield ("\n".join(rows) + "\n").encode()


def as_csv(chunks: Chunks, cursor: str) -> Iterator[bytes]:
    """What is a list in JSON is joined by semicolons: kinds of consent, numbers of certificates.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    yield (",".join(CSV_COLUMNS) + "\r\n").encode()
    for rows in chunks:
        text = io.StringIO()
        csv.writer(text).writerows(map(_harmless, _cells(json.loads(row))) for row in rows)
        yield text.getvalue().encode()


# By the renderer's format; a header has the cursor for those that cannot hold it.
FORMATS: dict[str, Callable[[Chunks, str], Iterator[bytes]]] = {
    "json": as_json, "ndjson": as_ndjson, "csv": as_csv,
}  # fmt: skip


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _cells(row: dict[str, Any]) -> list[object]:
    identity = row.get("identity") or {}
    figures = row.get("figures") or {}
    contacts = row.get("contacts") or {}
    certificates = row.get("certificates") or []
    top = [";".join(row[name]) if name == "consent" else row.get(name) for name in TOP]
    return [
        *top,
        *(identity.get(name) for name in IDENTITY),
        ";".join(one["number"] for one in certificates),
        *(figures.get(name) for name in YEARLY),
        *(contacts.get(name) for name in CONTACTS),
    ]
