"""A definition as a query: the rows that it asks for, of those that its reader may see."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth, TruncQuarter, TruncYear
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from pages.report_sources import ReportField, ReportSource, report_sources
from reports.builder.conditions import OPERATORS, read_values
from reports.builder.definition import Bucket, Condition, Definition, Dimension
from reports.builder.faults import faults

_TRUNCATED = {
    Bucket.YEAR: TruncYear,
    Bucket.QUARTER: TruncQuarter,
    Bucket.MONTH: TruncMonth,
}


def annotation(key: str) -> str:
    """Under which name a field stands in the query, where no column of a model has its name."""
    return f"field_{key}"


@dataclass(frozen=True)
class Asked:
    """A definition that has no faults, with who asks for it and the local day on which."""

    definition: Definition
    source: ReportSource
    actor: Actor
    today: date = field(default_factory=timezone.localdate)

    @cached_property
    def labels(self) -> dict[str, dict[Any, str]]:
        """The words of the values of each choice that the report names; each is asked for once."""
        named = dict.fromkeys(self.definition.fields_named())
        return {
            key: self.source.by_key[key].labels()
            for key in named
            if self.source.by_key[key].choices
        }

    def field(self, key: str) -> ReportField:
        return self.source.by_key[key]

    def rows(self) -> QuerySet[Any]:
        """The rows that the conditions let through, with the fields as annotations, unordered.
        Make it in the scope in which it is read."""
        named = dict.fromkeys(self.definition.fields_named())
        expressions = {annotation(key): self.field(key).expression for key in named}
        rows = self.source.rows(self.actor).order_by().annotate(**expressions)
        return rows.filter(self._condition()) if self.definition.conditions else rows

    def _condition(self) -> Q:
        joined = and_ if self.definition.match == "all" else or_
        return reduce(joined, map(self._condition_of, self.definition.conditions))

    def _condition_of(self, condition: Condition) -> Q:
        field = self.field(condition.field)
        operator = OPERATORS[field.kind][condition.operator]
        values = read_values(field, operator, condition.values)
        return operator.filter(annotation(condition.field), values, self.today)


def bucketed(dimension: Dimension) -> Combinable:
    """What rows are grouped by: the annotation, or the first day of its piece of local time."""
    name = annotation(dimension.field)
    if dimension.bucket is None:
        return F(name)
    # With an output field of days a moment is cut in local time.
    return _TRUNCATED[dimension.bucket](name, output_field=DateField())


def source_of(definition: Definition, actor: Actor) -> ReportSource | None:
    """The source of a definition; None where there is none, or not for the actor."""
    return report_sources(actor).get(definition.source)


def asked(definition: Definition, actor: Actor) -> Asked:
    """What `actor` asks for. Raises `RuleViolation` with every fault of the definition."""
    source = source_of(definition, actor)
    found = faults(definition, source)
    if found or source is None:
        raise RuleViolation(" ".join(found))
    return Asked(definition, source, actor)
