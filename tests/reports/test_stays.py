"""Cutting the time in which something counted by where its enterprise stood."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pages.metrics import Stay
from reports.facts.stays import MOVED_IN, MOVED_OUT, RECLASSIFIED, Place, pieces_known

LAOSHAN, JIMO = 1, 2


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def stay(starts_on, ends_on, known=None, until=None, went="expire"):
    return Stay(7, 70, starts_on, ends_on, "issue", went, moment(known or starts_on), until)


def place(since, district=LAOSHAN, industry="34", size="small"):
    return Place(district, industry, size, since, moment(since))


def told(pieces):
    return [
        (one.piece.district_id, one.piece.starts_on, one.piece.ends_on, one.piece.came,
         one.piece.went)
        for one in pieces
        if one.until is None
    ]  # fmt: skip


FIRST, MOVE, LAST = date(2025, 1, 1), date(2025, 6, 1), date(2026, 1, 1)


def test_stay_in_one_place_is_one_piece():
    pieces = pieces_known("m", [stay(FIRST, LAST)], [place(date(2020, 1, 1))])
    assert told(pieces) == [(LAOSHAN, FIRST, LAST, "issue", "expire")]


def test_moved_district_counts_once_out_and_once_in():
    places = [place(date(2020, 1, 1)), place(MOVE, JIMO)]
    assert told(pieces_known("m", [stay(FIRST, LAST)], places)) == [
        (LAOSHAN, FIRST, MOVE, "issue", MOVED_OUT),
        (JIMO, MOVE, LAST, MOVED_IN, "expire"),
    ]


def test_another_size_is_no_move():
    places = [place(date(2020, 1, 1)), place(MOVE, size="medium")]
    assert told(pieces_known("m", [stay(FIRST, LAST)], places)) == [
        (LAOSHAN, FIRST, MOVE, "issue", RECLASSIFIED),
        (LAOSHAN, MOVE, LAST, RECLASSIFIED, "expire"),
    ]


def test_move_before_the_stay_leaves_it_whole():
    places = [place(date(2020, 1, 1)), place(date(2024, 1, 1), JIMO)]
    assert told(pieces_known("m", [stay(FIRST, LAST)], places)) == [
        (JIMO, FIRST, LAST, "issue", "expire")
    ]


def test_stay_before_the_first_known_place_is_put_there():
    assert told(pieces_known("m", [stay(FIRST, None)], [place(MOVE)])) == [
        (LAOSHAN, FIRST, None, "issue", "expire")
    ]


def test_what_was_known_before_a_correction_stays_known_as_it_was():
    revoked = moment(MOVE)
    stays = [stay(FIRST, LAST, until=revoked), stay(FIRST, MOVE, known=MOVE, went="revoke")]
    pieces = pieces_known("m", stays, [place(date(2020, 1, 1))])
    assert [(one.piece.ends_on, one.since, one.until) for one in pieces] == [
        (LAST, moment(FIRST), revoked),
        (MOVE, revoked, None),
    ]


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def places_of_one(draw):
    since = sorted(draw(st.sets(days, min_size=1, max_size=4)))
    return [place(day, draw(st.integers(1, 3)), size=draw(st.sampled_from("ab"))) for day in since]


@given(start=days, length=st.integers(1, 900), places=places_of_one(), day=days)
def test_a_stay_counts_in_one_place_on_each_of_its_days_and_in_none_on_others(
    start, length, places, day
):
    end = start + timedelta(days=length)
    pieces = pieces_known("m", [stay(start, end)], places)
    on_the_day = [
        one.piece
        for one in pieces
        if one.until is None and one.piece.starts_on <= day < one.piece.ends_on
    ]
    assert len(on_the_day) == (start <= day < end)
    for piece in on_the_day:
        stood = [one for one in places if one.since <= day] or places[:1]
        assert (piece.district_id, piece.size) == (stood[-1].district_id, stood[-1].size)


@given(start=days, length=st.integers(1, 900), places=places_of_one())
def test_every_piece_begins_where_the_one_before_it_ends(start, length, places):
    pieces = told(pieces_known("m", [stay(start, start + timedelta(days=length))], places))
    assert pieces[0][3] == "issue" and pieces[-1][4] == "expire"
    for one, after in zip(pieces, pieces[1:], strict=False):
        assert one[2] == after[1]
        assert (one[4], after[3]) in {(MOVED_OUT, MOVED_IN), (RECLASSIFIED, RECLASSIFIED)}
