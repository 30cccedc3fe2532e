"""What came of a report, as its page and its preview show it."""

from dataclasses import dataclass

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from audit.trail import record_export
from pages.charts import Chart
from reports.builder.asked import Asked, asked
from reports.builder.charts import chart_of
from reports.builder.definition import Definition, Function, Measure, Shape, read_definition
from reports.builder.layout import TableOfSums, table_of
from reports.builder.listing import Listing, listing
from reports.builder.sums import sums

MOST_LINES_SHOWN, COUNT = 500, Measure(function=Function.COUNT).key


@dataclass(frozen=True)
class Outcome:
    """A list or a table of sums, with its chart and why there is none; or the `problem` that kept
    the report from being run."""

    asked: Asked | None = None
    listing: Listing | None = None
    table: TableOfSums | None = None
    chart: Chart | None = None
    undrawn: str = ""
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        if self.listing is not None:
            return not self.listing.lines
        return self.table is not None and bool(self.table.dimensions) and not self.table.groups

    @property
    def headline(self) -> str:
        """How much there is: 共 1,234 家企业, or how many groups."""
        if self.asked is None:
            return ""
        source = self.asked.source
        if self.listing is not None:
            over = "超过 " if self.listing.more else ""
            return f"{over}{self.listing.number:,} {source.counter}{source.noun}"
        if self.table is None:
            return ""
        keys = [one.key for one in self.asked.definition.measures]
        total = self.table.lines[-1].cells[-len(keys) :]
        parts = []
        if COUNT in keys:
            parts.append(f"{total[keys.index(COUNT)]:,} {source.counter}{source.noun}")
        if self.table.dimensions:
            parts.append(f"{len(self.table.groups):,} 组")
        return "，".join(parts)

    @property
    def left_out(self) -> int:
        """How many rows stand in the file and not on the page."""
        if self.listing is not None:
            return self.listing.number - len(self.listing.lines)
        return max(0, len(self.table.lines) - MOST_LINES_SHOWN) if self.table else 0


def outcome_of(
    definition: Definition, actor: Actor, title: str, *, is_preview: bool = False
) -> Outcome:
    """Run a report within the active scope, for a page or for its preview, which is shorter and
    shows no personal data; showing them goes on record. The number of queries does not grow with
    the rows."""
    try:
        found = asked(definition, actor)
        if definition.shape == Shape.LIST:
            rows = listing(found, is_preview=is_preview)
            if not is_preview:
                _tell_shown(found, rows, title)
            return Outcome(found, listing=rows)
        counted = sums(found)
    except RuleViolation as refusal:
        return Outcome(problem=str(refusal))
    table = table_of(counted)
    chart, undrawn = chart_of(counted, table, title)
    return Outcome(found, table=table, chart=chart, undrawn=undrawn)


def outcome_of_kept(kept: object, actor: Actor, title: str) -> Outcome:
    """The outcome of a definition as it was kept."""
    try:
        return outcome_of(read_definition(kept), actor, title)
    except RuleViolation as refusal:
        return Outcome(problem=str(refusal))


def _tell_shown(asked: Asked, rows: Listing, title: str) -> None:
    shown = [one.heading for one in rows.columns if one.personal]
    if shown and rows.keys and asked.source.about:
        concerned = asked.source.rows(asked.actor).filter(pk__in=rows.keys)
        what = f"报表“{title or asked.source.label}”：{'、'.join(shown)}"
        record_export(asked.actor, asked.source.about, concerned, what[:200])
