"""A list as an Excel or CSV file, sent while it is read, and put on record."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from accounts.actors import home_of
from accounts.tenancy import Actor, M, acting_as, active_scope, system_scope
from documents.workbooks.export import XLSX, stream_workbook
from pages.lists.cells import Cell, as_text, written
from pages.lists.columns import Column, Row
from pages.models import ListExport

CHUNK = 1000
USUAL_WIDTH, LONG_WIDTH = 18, 36
CSV = "text/csv; charset=utf-8"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def export_answer(
    actor: Actor | None,
    name: str,
    title: str,
    columns: Sequence[Column[Row]],
    lines: Callable[[], Iterable[Sequence[Cell]]],
    put_on_record: Callable[[], None],
    kind: ListExport.Format,
) -> StreamingHttpResponse:
    """A download called `name` and today's date (local).

    `put_on_record` is called first, in a transaction of its own that is committed before the first
    byte goes out. `lines` is called in the actor's scope in the stream's own transaction: its
    querysets are to be made inside it. Without an actor the file is one of a public list, of
    which nobody keeps who took it.
    """

    # The request is over when the file goes out: the trail is to know still where it came from.
    asked = active_scope()
    ip, request_id = (asked.ip, asked.request_id) if asked else ("", "")

    def scope() -> AbstractContextManager[object]:
        if actor is None:
            return system_scope(reason="give a public list as a file")
        return acting_as(actor, ip=ip, request_id=request_id)

    def stream() -> Iterator[bytes]:
        if actor is not None:
            with scope():
                put_on_record()
        with scope():
            headings = [column.file_label for column in columns]
            if kind == ListExport.Format.CSV:
                yield from stream_csv(headings, lines())
            else:
                yield from stream_workbook(title, headings, lines(), widths=_widths(columns))

    answer = StreamingHttpResponse(
        stream(), content_type=CSV if kind == ListExport.Format.CSV else XLSX
    )
    file_name = f"{name}-{timezone.localdate():%Y%m%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def in_chunks(rows: QuerySet[M], prepare: Callable[[list[M]], None]) -> Iterator[M]:
    """All of `rows`, prepared `CHUNK` at a time, so that what they need beside their own row is
    asked for once for many."""
    chunk: list[M] = []
    for row in rows.iterator(CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            prepare(chunk)
            yield from chunk
            chunk = []
    prepare(chunk)
    yield from chunk


def cells_of(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    """What a file holds of each row."""
    for row in rows:
        yield [written(column.cell(row)) for column in columns]


def record_list_export(
    actor: Actor, page: str, title: str, query: str, columns: Sequence[Column[Row]], kind: str
) -> None:
    """Put on record that `actor` exported the list `page` with these filters and columns."""
    ListExport.objects.create(
        user_id=actor.user_id,
        page=page,
        title=title,
        query=query[:2000],
        columns=[column.file_label for column in columns],
        format=kind,
        **home_of(actor),
    )


def stream_csv(headings: Sequence[str], lines: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The bytes of a CSV file in UTF-8 with a byte-order mark, as Excel and WPS expect it.

    Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP: CSV
    injection).
    """
    pipe = _Line()
    writer = csv.writer(pipe)
    writer.writerow([_harmless(heading) for heading in headings])
    yield "\ufeff".encode() + pipe.taken()
    for number, line in enumerate(lines, 1):
        writer.writerow([_harmless(cell) for cell in line])
        if number % CHUNK == 0:
            yield pipe.taken()
    yield pipe.taken()


class _Line:
    """Holds what the CSV writer wrote until it is taken."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, text: str) -> int:
        self._parts.append(text)
        return len(text)

    def taken(self) -> bytes:
        data = "".join(self._parts).encode()
        self._parts = []
        return data


def _harmless(value: Cell) -> str:
    text = as_text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_SIGNS) else text


def _widths(columns: Sequence[Column[Row]]) -> list[int]:
    return [one.width or (LONG_WIDTH if one.long else USUAL_WIDTH) for one in columns]
