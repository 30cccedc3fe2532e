"""Periods of papers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.models import PaperKind
from reports.papers.periods import last_over, span_with

KINDS = st.sampled_from(list(PaperKind))
DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("kind", "label", "after"),
    [
        ("daily", "2026年10月31日", date(2026, 11, 1)),
        ("monthly", "2026年10月", date(2026, 11, 1)),
        ("quarterly", "2026年第四季度", date(2027, 1, 1)),
        ("yearly", "2026年", date(2027, 1, 1)),
    ],
)
def test_period_is_named_and_made_on_the_day_after(kind, label, after):
    span = span_with(kind, date(2026, 10, 31))
    assert (span.label, span.day_after) == (label, after)


@given(KINDS, DAYS)
def test_periods_of_a_kind_follow_each_other_without_gaps(kind, day):
    span = span_with(kind, day)
    assert span.first <= day <= span.last
    assert span.before.last + timedelta(days=1) == span.first
    assert span.after.first == span.last + timedelta(days=1)


@given(KINDS, DAYS)
def test_last_period_is_over(kind, today):
    assert last_over(kind, today).last < today
