"""Reports that list rows: whose, which, in which order."""

from datetime import date

import pytest
from django.db import connection

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from reports.builder import listing as listing_module
from reports.builder.asked import asked
from reports.builder.listing import all_lines, listing, refuse_too_many
from reports.builder.patience import patience
from tests.enterprises.entries import code_of
from tests.reports.builder.conftest import listed, run, where

pytestmark = pytest.mark.usefixtures("enterprises")


def lines(actor, definition):
    return run(actor, definition, lambda asked: listing(asked).lines)


def test_codes_stay_text_and_choices_are_words(laoshan):
    found = lines(laoshan, listed("credit_code", "industry", "size", "in_pool"))
    assert [code_of(1), "34 通用设备制造业", "小型", "否"] in found


def test_foreign_districts_are_in_no_row(laoshan, city):
    assert len(lines(laoshan, listed("name"))) == 3
    assert len(lines(city, listed("name"))) == 4


def test_foreign_district_is_not_reached_by_naming_it(laoshan, other_district):
    definition = listed("name", conditions=(where("district", "among", str(other_district.pk)),))
    assert lines(laoshan, definition) == []


CONDITIONS = [
    (where("name", "contains", "齿轮2"), {2}),
    (where("name", "contains", "齒輪2"), {2}),
    (where("name", "contains", "齿轮２"), {2}),
    (where("name", "lacks", "齿轮2"), {1, 3, 4}),
    (where("name", "lacks", "齒 輪2"), {1, 3, 4}),
    (where("credit_code", "among", f"{code_of(1)}\n{code_of(4)}"), {1, 4}),
    (where("size", "not_among", "small"), {2}),
    (where("revenue", "least", "5,600"), {1, 2}),
    (where("revenue", "more", "5600"), {2}),
    (where("revenue", "between", "1000", "5600"), {1, 4}),
    (where("revenue", "empty"), {3}),
    (where("staff", "least", "29.5"), {1, 2, 4}),
    (where("staff", "less", "30.5"), {4}),
    (where("established_on", "between", "2018-01-01", "2018-12-31"), {2, 3}),
    (where("established_on", "since", "2018-12-31"), {3}),
    (where("established_on", "until", "2015-03-01"), {1}),
    (where("established_on", "empty"), {4}),
    (where("in_pool", "no"), {1, 2, 3, 4}),
    (where("created_at", "last_days", "1"), {1, 2, 3, 4}),
    (where("created_at", "this_month"), {1, 2, 3, 4}),
    (where("created_at", "last_year"), set()),
]


@pytest.mark.parametrize(("condition", "numbers"), CONDITIONS, ids=lambda one: str(one)[:60])
def test_condition_lets_its_rows_through(city, condition, numbers):
    found = lines(city, listed("credit_code", conditions=(condition,)))
    assert {code for (code,) in found} == {code_of(number) for number in numbers}


def test_any_condition_is_enough_where_the_report_says_so(city):
    both = (where("revenue", "least", "20000"), where("staff", "most", "30"))
    assert lines(city, listed("credit_code", conditions=both)) == []
    assert len(lines(city, listed("credit_code", conditions=both, match="any"))) == 2


def test_sign_of_a_pattern_is_a_letter_like_any_other(city):
    assert lines(city, listed("name", conditions=(where("name", "contains", "%"),))) == []


def test_rows_without_a_figure_come_last_in_either_direction(city):
    for down, first in ((True, 22000), (False, 1000)):
        order = {"by": "revenue", "descending": down}
        found = [one for (one,) in lines(city, listed("revenue", order=order))]
        assert (found[0], found[-1]) == (first, None)


def test_first_rows_alone_are_counted_as_that(city):
    order = {"by": "revenue", "descending": True}
    found = run(city, listed("revenue", order=order, top=2), listing)
    assert ([one for (one,) in found.lines], found.number, found.more) == ([22000, 5600], 2, False)


def test_number_of_queries_does_not_grow_with_rows(city, django_assert_num_queries):
    definition = listed("name", "district", "industry")
    with acting_as(city):
        found = asked(definition, city)
        with django_assert_num_queries(7):
            listing(found)


def test_too_many_rows_for_a_file_are_refused_in_words(city, monkeypatch):
    monkeypatch.setattr(listing_module, "MOST_EXPORTED", 3)
    with pytest.raises(RuleViolation, match="没有导出"):
        run(city, listed("name"), refuse_too_many)


def test_file_has_every_row(city):
    found = run(city, listed("established_on"), lambda asked: list(all_lines(asked)))
    assert {one for (one,) in found} == {
        date(2015, 3, 1), date(2018, 7, 9), date(2018, 12, 31), None
    }  # fmt: skip


def test_report_that_takes_too_long_says_so_and_spoils_nothing(city):
    with acting_as(city):
        with pytest.raises(RuleViolation, match="还没有算完"), patience(1):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(3)")
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)
