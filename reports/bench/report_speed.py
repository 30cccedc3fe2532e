"""A long file of the report builder against the writer alone, and the memory that it takes."""

import time
from collections.abc import Iterable, Iterator

import psutil

from accounts.tenancy import Actor, acting_as
from documents.workbooks.export import stream_workbook
from reports.bench.people import actor_named
from reports.bench.results import Measurement
from reports.bench.scratch import use_database
from reports.builder.asked import asked
from reports.builder.definition import Definition
from reports.builder.export import Format, ReportFile
from reports.builder.listing import MOST_EXPORTED, all_lines

DEFINITION = {
    "source": "enterprises",
    "columns": [
        "name", "credit_code", "district", "industry", "size", "state", "staff", "revenue",
        "assets", "established_on", "created_at",
    ],
}  # fmt: skip
MOST_MEGABYTES = 32.0


def report_measurements(database: str, size: int) -> Iterator[Measurement]:
    """A list of up to 200,000 enterprises as a workbook, as the city gets it."""
    use_database(database)
    actor, number = actor_named("city"), min(size, MOST_EXPORTED)
    # Not validated: people may not ask for so many first rows.
    definition = Definition.model_validate(DEFINITION).model_copy(update={"top": number})
    with acting_as(actor):
        lines = list(all_lines(asked(definition, actor)))
    bare = _seconds(stream_workbook("报表", DEFINITION["columns"], lines))
    del lines
    took, grown = _export(definition, actor)
    name = f"report of {number:,} rows as a workbook"
    yield Measurement(name, took, bare, "s", 1.6, "the writer alone, with rows in memory")
    yield Measurement(f"{name}: memory", grown, MOST_MEGABYTES, "MB", 1, f"{MOST_MEGABYTES:g} MB")


def _export(definition: Definition, actor: Actor) -> tuple[float, float]:
    """The seconds that the file takes, and by how many MB the process grows meanwhile."""
    process = psutil.Process()
    before = highest = process.memory_info().rss
    started = time.perf_counter()
    with acting_as(actor):
        for _ in ReportFile(definition, actor, "报表", Format.XLSX).content():
            highest = max(highest, process.memory_info().rss)
    return time.perf_counter() - started, (highest - before) / 1024**2


def _seconds(pieces: Iterable[bytes]) -> float:
    started = time.perf_counter()
    for _ in pieces:
        pass
    return time.perf_counter() - started
