"""A report as a file: streamed to whoever asks, or kept for whom it was scheduled."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from accounts.tenancy import Actor
from audit.trail import record_export
from documents.workbooks.export import Cell, stream_workbook
from pages.lists import Column
from pages.lists.cells import written
from pages.lists.export import export_answer, record_list_export, stream_csv
from pages.models import ListExport
from reports.builder.asked import Asked, asked
from reports.builder.definition import Definition, Shape
from reports.builder.layout import TableOfSums, table_of
from reports.builder.listing import all_lines, columns_of, ordered, refuse_too_many
from reports.builder.patience import FOR_A_FILE, ON_A_PAGE, patience
from reports.builder.sums import sums

PAGE, NAME = "report_builder", "report"
Format = ListExport.Format


class ReportFile:
    """The file of a report for one reader; made within their scope.

    Raises `RuleViolation` when it is made for what cannot be run or has too many rows: nothing of
    that kind is left to the time when the first bytes are out.
    """

    def __init__(self, definition: Definition, actor: Actor, title: str, kind: Format) -> None:
        self.definition, self.actor, self.title, self.kind = definition, actor, title, kind
        found = asked(definition, actor)
        self._table: TableOfSums | None = None
        if definition.shape == Shape.SUMS:
            self._table = table_of(sums(found))
            self.number = len(self._table.lines)
            self.columns = columns_of_table(self._table)
        else:
            with patience(ON_A_PAGE):
                self.number = refuse_too_many(found)
            self.columns = columns_of(found)

    def lines(self) -> Iterator[Sequence[Cell]]:
        """The lines; querysets are made in the scope that is active now."""
        if self._table is not None:
            yield from ([written(cell) for cell in line] for line in self._table.flat_lines())
            return
        with patience(FOR_A_FILE):
            yield from all_lines(asked(self.definition, self.actor))

    def put_on_record(self) -> None:
        """Keep that it was taken, and tell whom what was taken is about."""
        query = self.definition.model_dump_json(exclude_defaults=True, exclude={"names"})
        record_list_export(self.actor, PAGE, self.title, query, self.columns, self.kind)
        found = asked(self.definition, self.actor)
        told = [one.heading for one in self.columns if one.is_on_record]
        if told and found.source.about:
            what = f"导出报表“{self.title}”：{'、'.join(told)}"
            record_export(self.actor, found.source.about, _taken(found), what[:200])

    def content(self) -> Iterator[bytes]:
        """The bytes of the file."""
        headings = [one.file_label for one in self.columns]
        if self.kind == Format.CSV:
            return stream_csv(headings, self.lines())
        widths = [one.width or (36 if one.long else 18) for one in self.columns]
        return stream_workbook(self.title, headings, self.lines(), widths=widths)

    def answer(self) -> StreamingHttpResponse:
        """The download, on record before its first byte."""
        return export_answer(
            self.actor, NAME, self.title, self.columns, self.lines, self.put_on_record, self.kind
        )


def _taken(found: Asked) -> QuerySet[Any]:
    """The rows of a list that the file holds."""
    if not found.definition.top:
        return found.rows()
    return found.source.rows(found.actor).filter(pk__in=ordered(found).values("pk"))


def columns_of_table(table: TableOfSums) -> list[Column[Sequence[Cell]]]:
    """The columns of a table of sums, for its file."""
    return list(_named(table.flat_headings))


def _named(headings: Iterable[str]) -> Iterator[Column[Sequence[Cell]]]:
    for place, heading in enumerate(headings):
        yield Column(f"column_{place}", heading)
