"""The two steps of an import: check the file, write the good rows. Both may be run again."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.core.files.base import ContentFile
from django.db.models import Count

from accounts.errors import RuleViolation
from documents.scanning import ScanResult, configured_scanner
from documents.workbooks.columns import Column
from documents.workbooks.doubts import doubt_about
from documents.workbooks.headings import arranged
from documents.workbooks.source import Mark, Source
from enterprises.imports.bulk import take_keys, upsert
from enterprises.imports.columns import REGISTRY_COLUMNS, TITLE_COLUMNS
from enterprises.imports.import_machine import MACHINE, ImportInput
from enterprises.imports.places import Places
from enterprises.imports.registry_apply import apply_registry_chunk
from enterprises.imports.registry_check import RegistryCheck
from enterprises.imports.registry_rows import (
    ParsedRow,
    parse_row,
)
from enterprises.imports.scope import ImportScope
from enterprises.imports.source import annotated_copy, opened
from enterprises.imports.title_apply import apply_title_chunk
from enterprises.imports.title_check import TitleCheck
from enterprises.models import ImportBatch, ImportRow

CHUNK = 1000
MOST_SHOWN = 100
MOST_MARKS = 50_000
State, Kind = ImportBatch.State, ImportBatch.Kind
# done, total (None: as before), message
Advance = Callable[[int, int | None, str], None]
T = TypeVar("T")


def silent(done: int, total: int | None, message: str) -> None:
    """For callers that show no progress."""


def check_batch(batch_id: UUID, scope: ImportScope, advance: Advance = silent) -> ImportBatch:
    """Read and judge the file, stage its good rows, and note every problem.

    Changes nothing of the registry. A batch that was checked before is returned as it is; a
    check that was cut short begins anew. A file that cannot be read makes the batch `REFUSED`
    with a Chinese reason.
    """
    with scope.enter():
        batch = ImportBatch.objects.get(pk=batch_id)
        if batch.state != State.CHECKING:
            return batch
        ImportRow.objects.filter(batch=batch).delete()
    try:
        with batch.file.open("rb") as file:
            if configured_scanner().scan(file) == ScanResult.INFECTED:
                raise RuleViolation("查毒发现这个文件带有病毒，已拒绝。")
        with opened(batch) as source:
            name, given = "pass_check", _check_rows(batch, scope, source, advance)
    except RuleViolation as violation:
        name, given = "refuse", ImportInput(str(violation))
    with scope.enter():
        return MACHINE.execute(scope.actor, batch.pk, name, given)


def refuse_batch(batch_id: UUID, scope: ImportScope, reason: str) -> None:
    """Give a batch up whose check broke off, with a Chinese reason."""
    with scope.enter():
        if ImportBatch.objects.get(pk=batch_id).state == State.CHECKING:
            MACHINE.execute(scope.actor, batch_id, "refuse", ImportInput(reason))


def _check_rows(
    batch: ImportBatch, scope: ImportScope, source: Source, advance: Advance
) -> ImportInput:
    """Stage the good rows, and give what was found."""
    is_registry = batch.kind == Kind.REGISTRY
    columns = REGISTRY_COLUMNS if is_registry else TITLE_COLUMNS
    order = arranged(source.headings, columns, others_allowed=not is_registry, sheet=source.sheet)
    with scope.enter():
        places = Places.load()
    check = (RegistryCheck if is_registry else TitleCheck)(batch, scope, places)
    places_of = {column.key: place for place, column in enumerate(order) if column}
    marks: list[Mark] = []
    done = 0
    for rows in _chunks(_parsed(source, order), CHUNK):
        with scope.enter():
            staged = check.judge(rows)
            take_keys(staged)
            upsert(staged)
        for row in rows:
            marks += [Mark(row.number, places_of.get(p.key, 0), p.reason) for p in row.problems]
        if len(marks) > MOST_MARKS:
            raise RuleViolation(f"文件中的问题超过 {MOST_MARKS:,} 处，请先对照模板整理后再上传。")
        done += len(rows)
        advance(done, max(done, source.row_count), "正在核对")
    if not done:
        raise RuleViolation("；".join(("文件中只有列名，没有数据行", *source.unread)) + "。")
    findings: dict[str, object] = {
        "rows_total": done,
        **{f"rows_{name}": number for name, number in check.counts.items()},
        "problems_total": len(marks) + len(source.unread),
        "problems": [
            *({"sheet": "", "cell": "", "column": "", "reason": one} for one in source.unread),
            *(_problem(source, order, mark) for mark in marks[:MOST_SHOWN]),
        ],
    }
    if marks:
        copy = ContentFile(annotated_copy(batch, marks))
        batch.annotated.save("annotated.xlsx", copy, save=False)
        findings["annotated"] = batch.annotated.name
    return ImportInput(findings=findings)


def _parsed(source: Source, order: list[Column | None]) -> Iterator[ParsedRow]:
    read = [(place, column) for place, column in enumerate(order) if column is not None]
    columns = [column for _, column in read]
    for number, cells in source.rows:
        width = len(cells)
        wanted = [cells[place] if place < width else None for place, _ in read]
        if any(cell not in (None, "") for cell in wanted):
            yield parse_row(number, wanted, columns, doubt_about(number, cells, order))


def _problem(source: Source, order: list[Column | None], mark: Mark) -> dict[str, str]:
    column = order[mark.column]
    return {
        "sheet": source.sheet,
        "cell": mark.address,
        "column": column.heading if column else "",
        "reason": mark.reason,
    }


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def apply_batch(batch_id: UUID, scope: ImportScope, advance: Advance = silent) -> ImportBatch:
    """Write the staged rows that are not written yet, a thousand in one transaction.

    Cut short at any moment and run again, it goes on behind the last committed thousand; run
    again after its end it changes nothing.
    """
    with scope.enter():
        batch = ImportBatch.objects.get(pk=batch_id)
        if batch.state != State.APPLYING:
            return batch
        rows = ImportRow.objects.filter(batch=batch).exclude(verdict=ImportRow.Verdict.DOUBTFUL)
        total = rows.count()
        done = rows.exclude(done_at=None).count()
    write = apply_registry_chunk if batch.kind == Kind.REGISTRY else apply_title_chunk
    advance(done, total, "正在写入")
    while written := write(batch, scope):
        done += written
        advance(done, total, "正在写入")
    with scope.enter():
        given = ImportInput(findings={"result": outcomes(batch)})
        return MACHINE.execute(scope.actor, batch.pk, "finish", given)


def outcomes(batch: ImportBatch) -> dict[str, int]:
    """How many rows of the file came to which end, by `ImportRow.Outcome`."""
    rows = ImportRow.objects.filter(batch=batch).exclude(outcome="").order_by()
    return dict(rows.values_list("outcome").annotate(rows=Count("pk")))
