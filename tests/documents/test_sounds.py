"""What somebody types may stand for, and the keys that the database's index has for it."""

import re

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from documents.written.simplified import plain
from documents.written.sounds import MOST_READINGS, readings, sounds_of, spelled, syllables

CHARACTERS = st.lists(st.sampled_from(sorted(readings())), min_size=2, max_size=7)
WAYS = st.lists(st.sampled_from(["character", "sound", "letter"]), min_size=7, max_size=7)
SHORT = st.lists(st.sampled_from(["character", "letter"]), min_size=7, max_size=7)


def fits(typed, text):
    return any(re.search(one.pattern, plain(text)) for one in spelled(typed))


def written(character, way):
    said = readings()[character][0]
    return {"character": character, "sound": said, "letter": said[0]}[way]


@given(CHARACTERS, CHARACTERS, SHORT)
@example(list("青岛"), list("海纳精密"), ["letter"] * 4)
def test_each_character_is_itself_or_its_first_letter(before, said, ways):
    typed = "".join(written(one, way) for one, way in zip(said, ways, strict=False))
    assert fits(typed, "".join([*before, *said]))


@given(CHARACTERS, st.sampled_from(range(7)))
def test_a_character_is_its_whole_sound(said, place):
    typed = list(said)
    typed[place % len(said)] = written(said[place % len(said)], "sound")
    assert fits("".join(typed), "".join(said))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=40))
def test_any_letters_are_read_quickly_and_with_keys(letters):
    found = sounds_of(letters)
    assert 0 < len(found) <= MOST_READINGS + 1 and all(one.keys for one in found)
    assert fits(letters, f"示例{letters}牌")


@pytest.mark.parametrize("text", ["", "h", "海", "海纳", "91370212", "a" * 41, "...", "h%", "hn&"])
def test_what_has_no_letters_is_no_sound(text):
    assert sounds_of(text) == ()


@pytest.mark.parametrize(
    ("typed", "name", "is_found"),
    [
        ("haina", "青岛海纳精密有限公司", True),
        ("hainaj", "青岛海纳精密有限公司", True),
        ("qdhaina", "青岛海纳精密有限公司", True),
        ("青岛haina", "青岛海纳精密有限公司", True),
        ("青島hn", "青岛海纳精密有限公司", True),
        ("海na", "青岛海纳精密有限公司", True),
        ("hna", "青岛海纳精密有限公司", True),
        ("hainjingm", "青岛海纳精密有限公司", True),
        ("qdaohnajmi", "青岛海纳精密有限公司", True),
        ("hainajix", "青岛海纳精密有限公司", False),
        ("蓝湾haina", "青岛海纳精密有限公司", False),
        ("aina", "青岛海纳精密有限公司", False),
        ("xian", "西安示例厂", True),
        ("xian", "先进示例厂", True),
        ("han", "海安示例厂", True),
        ("lvse", "绿色示例厂", True),
        ("lüse", "绿色示例厂", True),
        ("celue", "营销策略", True),
        ("hnjm", "海纳（青岛）精密", False),
        ("hnqdjm", "海纳（青岛）精密", True),
        ("xiamen", "厦门示例厂", True),
        ("yinhanghangye", "银行行业", True),
        ("ledzm", "LED照明", True),
        ("led照m", "LED照明", True),
        ("5gjizhan", "5G基站", True),
        ("zhch", "轴承", True),
        ("zhouch", "轴承", True),
        ("cheng", "轴承", True),
    ],
)
def test_texts_are_found_by_what_mixes_syllables_letters_and_characters(typed, name, is_found):
    assert fits(typed, name) is is_found


def test_rows_of_the_table_are_whole():
    assert len(syllables()) > 400 and all(said.islower() for said in syllables())
    assert readings()["重"] == ["chong", "zhong"] and readings()["海"] == ["hai"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("qdhaina", "青島海納精密"), ("青岛haina", "青岛（海纳）"), ("hnjm", "海纳·精密"),
        ("chongqing", "重庆"), ("zhongd", "重点行业"), ("重点", "重点"), ("ledzm", "LED 照明"),
        ("zhch", "轴承"), ("cheng", "轴承"), ("zhcheng", "轴承"),
        ("调研", "調研"), ("5g", "5G基站"),
    ],
)  # fmt: skip
def test_database_gives_a_text_the_keys_that_are_asked_for(typed, text):
    assert fits(typed, text)
    asked = [one for one in spelled(typed) if re.search(one.pattern, plain(text))]
    with connection.cursor() as cursor:
        for one in asked:
            cursor.execute("SELECT documents_sounds(%s) @> %s", [text, [*one.keys]])
            assert cursor.fetchone() == (True,), one.keys


@pytest.mark.django_db
@given(CHARACTERS, WAYS)
def test_keys_never_miss_what_a_pattern_fits(said, ways):
    typed = "".join(written(one, way) for one, way in zip(said, ways, strict=False))
    text = "".join(said)
    fitting = [one for one in spelled(typed) if re.search(one.pattern, text)]
    with connection.cursor() as cursor:
        for one in fitting:
            cursor.execute("SELECT documents_sounds(%s) @> %s", [text, [*one.keys]])
            assert cursor.fetchone() == (True,), one.keys


@pytest.mark.django_db
def test_indexes_are_made_and_analysed_without_a_search_path():
    """As PostgreSQL does it since 17."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_catalog")
        cursor.execute("SELECT public.documents_sounds('海纳')")
        assert "hai na" in cursor.fetchone()[0]
