"""The benchmark's own tools: what it is told to measure, and the city that it copies."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.duties import Duty
from accounts.tenancy import system_scope
from pages.district_figures import district_figures
from reports.assessment.indicators import IndicatorSet
from reports.bench.assessment_speed import SCORERS, assess, indicator_of
from reports.bench.growth import grow
from reports.bench.scratch import owner_cursor
from tests.enterprises.entries import entry
from tests.procedures import factories


def test_unknown_part_is_refused_with_those_there_are():
    with pytest.raises(CommandError, match="nothing; there are lists, search"):
        call_command("bench", only="pages,nothing")


def test_measured_assessment_gives_every_district_a_place(db):
    figure = next(iter(district_figures().values()))
    pair = tuple(indicator_of(number, figure, scorer) for number, scorer in enumerate(SCORERS))
    with system_scope(reason="test"):
        places = assess(
            IndicatorSet(title="示例", indicators=pair), [1, 2], date(2026, 1, 1), date(2026, 9, 30)
        )
    assert places == {1: 1, 2: 1}


@pytest.fixture
def owner():
    """A cursor of the tables' owner, whose changes are undone."""
    with owner_cursor(settings.DATABASES["default"]["NAME"]) as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield cursor
        cursor.execute("ROLLBACK")


def column(cursor, query):
    cursor.execute(query)
    return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_grown_city_has_so_many_times_the_enterprises_and_cases(as_actor, district, owner):
    for number in range(2):
        enterprise = entry(number)
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)
    with system_scope(reason="test"):
        factories.case(staff, district.pk, factories.open_batch(), number="示例-1")
    indexes = "SELECT indexname FROM pg_indexes WHERE tablename = 'enterprises_enterprise'"
    before = set(column(owner, indexes))
    grow(owner, 3)
    assert len(set(column(owner, "SELECT credit_code FROM enterprises_enterprise"))) == 6
    assert len(set(column(owner, "SELECT name FROM enterprises_enterprise"))) == 6
    assert sorted(column(owner, "SELECT number FROM procedures_application")) == [
        "示例-1", "示例-1-1", "示例-1-2",
    ]  # fmt: skip
    assert set(column(owner, indexes)) == before
