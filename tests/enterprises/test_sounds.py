"""What typed letters may stand for, against the pinyin that is kept beside names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.imports.names import name_fields
from enterprises.rules.sounds import MOST_READINGS, sounds_of, syllables

SYLLABLES = st.lists(st.sampled_from(sorted(syllables())), min_size=2, max_size=8)


def fits(typed, spelled):
    return any(re.search(one.pattern, spelled) for one in sounds_of(typed))


@given(SYLLABLES, SYLLABLES)
def test_first_letters_fit_where_they_stand(before, said):
    assert fits("".join(one[0] for one in said), " ".join([*before, *said]))


@given(SYLLABLES)
def test_no_more_readings_than_people_mean(said):
    readings = sounds_of("".join(said))
    assert readings and len(readings) <= MOST_READINGS + 1


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=41))
def test_any_letters_are_read_quickly_and_with_keys(letters):
    assert all(one.keys for one in sounds_of(letters))


@pytest.mark.parametrize("text", ["", "h", "海", "h海", "hn1", "91370212", "a" * 41, "...", "h%"])
def test_what_is_no_letters_has_no_sound(text):
    assert sounds_of(text) == ()


@pytest.mark.parametrize(
    ("typed", "name", "is_found"),
    [
        ("haina", "青岛海纳精密有限公司", True),
        ("hainaj", "青岛海纳精密有限公司", True),
        ("xian", "西安示例厂", True),
        ("xian", "先进示例厂", True),
        ("lvse", "绿色示例厂", True),
        ("lüse", "绿色示例厂", True),
        ("hnjm", "海纳（青岛）精密", False),
        ("hnqdjm", "海纳（青岛）精密", True),
        ("aina", "青岛海纳精密有限公司", False),
        ("xiamen", "厦门示例厂", True),
    ],
)
def test_names_are_found_by_syllables_and_by_first_letters(typed, name, is_found):
    assert fits(typed, name_fields(name)["name_pinyin"]) is is_found
