"""Enterprises of two districts, and definitions that ask for them."""

from datetime import date

import pytest

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from reports.builder.asked import asked
from reports.builder.definition import Condition, Definition, Dimension, Measure
from tests.enterprises.entries import entry

ENTRIES = (
    (1, "370212", "34", "small", 5600, 120, date(2015, 3, 1)),
    (2, "370212", "34", "medium", 22000, 400, date(2018, 7, 9)),
    (3, "370212", "39", "small", None, None, date(2018, 12, 31)),
    (4, "370214", "39", "small", 1000, 30, None),
)


@pytest.fixture
def enterprises(db):
    """Three of 崂山, one of 城阳."""
    found = []
    for number, district, industry, size, revenue, staff, since in ENTRIES:
        one = entry(number, district=district)
        with system_scope(reason="test"):
            Enterprise.objects.filter(pk=one.pk).update(
                industry_code=industry, size_class=size, revenue=revenue, staff=staff,
                established_on=since,
            )  # fmt: skip
        found.append(one)
    return found


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def laoshan(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def listed(*columns, conditions=(), **more):
    return Definition(source="enterprises", columns=columns, conditions=conditions, **more)


def summed(*rows, across=None, measures=("count:",), conditions=(), **more):
    return Definition(
        source="enterprises", shape="sums", rows=tuple(map(dimension, rows)),
        across=dimension(across) if across else None,
        measures=tuple(map(measure, measures)), conditions=conditions, **more,
    )  # fmt: skip


def dimension(key):
    field, _, bucket = key.partition("/")
    return Dimension(field=field, bucket=bucket or None)


def measure(key):
    function, _, field = key.partition(":")
    return Measure(function=function, field=field)


def where(field, operator, *values):
    return Condition(field=field, operator=operator, values=values)


def run(actor, definition, make):
    """What `make` gives of the definition, in the actor's scope."""
    with acting_as(actor):
        return make(asked(definition, actor))
