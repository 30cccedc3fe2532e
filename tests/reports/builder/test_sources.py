"""Every field that an app registers can be listed, sorted, filtered, grouped and measured."""

import pytest

from accounts.tenancy import acting_as
from pages.report_sources import FieldKind, report_sources
from reports.builder.asked import asked
from reports.builder.conditions import OPERATORS, Asks
from reports.builder.definition import Condition, Definition, Dimension, Measure
from reports.builder.faults import functions_of
from reports.builder.layout import table_of
from reports.builder.listing import all_lines, listing
from reports.builder.sums import sums
from tests.reports.builder.test_definitions import VALUES

SOURCES = pytest.mark.parametrize("source", report_sources().values(), ids=lambda one: one.key)
pytestmark = pytest.mark.usefixtures("enterprises")


@SOURCES
def test_every_field_is_listed_and_sorted_by(source, city):
    keys = [one.key for one in source.fields]
    with acting_as(city):
        for key in keys:
            definition = Definition(
                source=source.key, columns=keys, order={"by": key, "descending": True}
            )
            found = listing(asked(definition, city))
            assert len(list(all_lines(asked(definition, city)))) == found.number


@SOURCES
def test_every_field_is_filtered_by_each_of_its_operators(source, city):
    with acting_as(city):
        for field in source.fields:
            for operator in OPERATORS[field.kind].values() if field.may_be_filtered else ():
                values = VALUES.get(operator.asks, ())
                if operator.asks == Asks.CHOICES:
                    values = tuple(str(key) for key in field.labels())[:3]
                if operator.asks == Asks.CHOICES and not values:
                    continue
                one = Condition(field=field.key, operator=operator.key, values=values)
                definition = Definition(source=source.key, columns=source.usual, conditions=[one])
                listing(asked(definition, city))


@SOURCES
def test_every_field_is_grouped_and_measured(source, city):
    measures = [
        Measure(function=function, field=field.key)
        for field in source.fields
        for function in functions_of(field)
    ]
    with acting_as(city):
        for field in source.fields:
            if field.may_be_grouped:
                bucket = "month" if field.kind in (FieldKind.DATE, FieldKind.MOMENT) else None
                by = Dimension(field=field.key, bucket=bucket)
                made = Definition(
                    source=source.key, shape="sums", rows=[by], measures=[{"function": "count"}]
                )
                table = table_of(sums(asked(made, city)))
                assert sum(line.cells[0] for line in table.groups) == table.lines[-1].cells[0]
        for start in range(0, len(measures), 4):
            made = Definition(source=source.key, shape="sums", measures=measures[start : start + 4])
            table_of(sums(asked(made, city)))


@SOURCES
def test_rows_that_are_told_of_belong_to_somebody(source, city):
    with acting_as(city):
        if source.about:
            source.rows(city).values("organisation_id", "district_id").first()
