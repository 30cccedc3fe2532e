"""When certificates were in force, and which rung that made."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from certification.rungs import certificates_of, rung_history
from certification.standing_history import Span, Step, rung_spans, spans_in_force
from certification.yearly_update import due_day, years_owed
from tests.certification.certificates import act, certified

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
AFTER = LAST + timedelta(days=1)
TODAY = date(2026, 6, 1)


def at(name, month, valid_to=LAST):
    return Step(name, date(2025, month, 1), valid_to)


def test_without_events_a_certificate_is_in_force_through_its_last_day():
    assert spans_in_force(FIRST, LAST, []) == [Span(FIRST, AFTER)]


def test_suspension_is_a_gap():
    spans = spans_in_force(FIRST, LAST, [at("suspend", 3), at("lift", 5)])
    assert spans == [Span(FIRST, date(2025, 3, 1)), Span(date(2025, 5, 1), AFTER)]


def test_revocation_ends_it():
    assert spans_in_force(FIRST, LAST, [at("revoke", 3)]) == [Span(FIRST, date(2025, 3, 1))]


def test_renewal_in_time_leaves_no_gap():
    steps = [Step("renew", date(2025, 3, 1), date(2025, 4, 1))]
    assert spans_in_force(FIRST, LAST, steps) == [Span(FIRST, AFTER)]


def test_renewal_after_the_end_leaves_the_gap():
    steps = [Step("renew", date(2025, 3, 1), date(2025, 1, 31))]
    spans = spans_in_force(FIRST, LAST, steps)
    assert spans == [Span(FIRST, date(2025, 2, 1)), Span(date(2025, 3, 1), AFTER)]


def test_renaming_changes_nothing():
    assert spans_in_force(FIRST, LAST, [at("rename", 3)]) == [Span(FIRST, AFTER)]


def test_higher_rung_hides_the_lower_one_while_it_lasts():
    held = [(1, Span(FIRST, AFTER)), (2, Span(date(2025, 1, 1), date(2025, 7, 1)))]
    told = [(one.level, one.since, one.until) for one in rung_spans(held, TODAY)]
    assert told == [
        (1, FIRST, date(2025, 1, 1)),
        (2, date(2025, 1, 1), date(2025, 7, 1)),
        (1, date(2025, 7, 1), None),
    ]


def test_nothing_is_told_of_the_future():
    assert rung_spans([(1, Span(date(2027, 1, 1), date(2030, 1, 1)))], TODAY) == []


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
spans = st.tuples(days, st.integers(1, 900)).map(
    lambda pair: Span(pair[0], pair[0] + timedelta(days=pair[1]))
)
holdings = st.lists(st.tuples(st.integers(1, 3), spans), max_size=6)


@given(holdings, days)
def test_history_agrees_with_the_spans_on_every_day(held, day):
    told = rung_spans(held, TODAY)
    wanted = max((level for level, span in held if span.start <= day < span.end), default=0)
    if day <= TODAY:
        found = [one.level for one in told if one.since <= day < (one.until or date.max)]
        assert (found or [0]) == [wanted]


@given(holdings)
def test_history_has_neither_gaps_nor_doubles(held):
    told = rung_spans(held, TODAY)
    for one, following in zip(told, told[1:], strict=False):
        assert one.until == following.since
        assert one.level != following.level


def test_history_is_read_from_the_certificate_and_its_events(people, django_assert_num_queries):
    from accounts.tenancy import acting_as

    certificate = certified(people)
    with acting_as(people.staff):
        with django_assert_num_queries(2):
            (span,) = rung_history(certificates_of(certificate.organisation_id))
        assert (span.level, span.since, span.until) == (1, certificate.valid_from, None)
    act(people.city, certificate, "revoke")
    with acting_as(people.staff):
        # It was revoked on its first day.
        assert rung_history(certificates_of(certificate.organisation_id)) == []


def test_day_that_a_month_does_not_have_is_its_last():
    assert due_day("02-31", 2025) == date(2025, 2, 28)


def test_first_update_is_owed_in_the_year_after_issuing():
    owed = years_owed(date(2024, 11, 1), "04-30", date(2026, 2, 1))
    assert owed == [(2024, date(2025, 4, 30)), (2025, date(2026, 4, 30))]
