"""The published table of districts and indicators: headed by what each indicator gives at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.assessment.rounds import read
from reports.assessment.written import written
from reports.models import AssessmentRound, PublishedResult


@dataclass(frozen=True)
class PublishedTable:
    """`heads` are (name, most), `rows` are (district, cells), as they are printed."""

    heads: list[tuple[str, str]]
    rows: list[tuple[str, list[str]]]


def published_table(one: AssessmentRound, results: Iterable[PublishedResult]) -> PublishedTable:
    """The lines as they were published, in the order of the indicators; "—" where a line did not
    count in a district. One query."""
    results = list(results)
    shown = {name for row in results for name, _, _ in row.lines}
    heads = {row.name: written(read(row).most) for row in one.indicators.all() if row.name in shown}
    rows = []
    for row in results:
        said = {name: points if Decimal(most) else "—" for name, points, most in row.lines}
        rows.append((row.district.short_name, [said.get(name, "—") for name in heads]))
    return PublishedTable(list(heads.items()), rows)
