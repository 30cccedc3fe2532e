"""The parts of a scheme by their place."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemes.designer.outline import (
    NoSuchPart,
    keys_in,
    kind_of,
    moved_part,
    new_key,
    part_at,
    path_of,
    place_of,
    with_part,
    without_part,
)
from tests.schemes.test_shipped import SCHEMES


@pytest.fixture
def data():
    return SCHEMES["demonstration_enterprise_2018"].model_dump(mode="json")


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("sections.0", "section"),
        ("sections.0.fields.2", "field"),
        ("sections.0.fields.new", "field"),
        ("indicators.3", "indicator"),
        ("criteria.1", "group"),
        ("criteria.1.groups.0", "group"),
        ("criteria.1.criteria.0", "criterion"),
        ("criteria.1.groups.0.criteria.0", "criterion"),
        ("scoring.dimensions.0", "dimension"),
        ("scoring.dimensions.0.items.1", "item"),
        ("scoring.dimensions.0.items.1.measures.0", "measure"),
    ],
)
def test_kind_of_a_part_follows_from_its_place(place, kind):
    assert kind_of(path_of(place)) == kind
    assert place_of(path_of(place)) == place


@pytest.mark.parametrize("place", ["", "title", "sections", "a..b", "sections.99999", "x.0", "-1"])
def test_place_that_is_none_is_refused(data, place):
    with pytest.raises(NoSuchPart):
        path = path_of(place)
        kind_of(path)
        part_at(data, path)


def test_part_is_put_in_its_place_and_nothing_else_changes(data):
    before = copy.deepcopy(data)
    changed = with_part(data, path_of("indicators.0"), {"key": "k"})
    assert data == before
    assert changed["indicators"][0] == {"key": "k"}
    assert changed["indicators"][1:] == before["indicators"][1:]


def test_new_part_comes_last(data):
    changed = with_part(data, path_of("criteria.1.groups.new"), {"title": "组"})
    assert changed["criteria"][1]["groups"] == [{"title": "组"}]


def test_removed_part_is_gone(data):
    changed = without_part(data, path_of("sections.0.fields.0"))
    assert len(changed["sections"][0]["fields"]) == len(data["sections"][0]["fields"]) - 1


@pytest.mark.parametrize(("number", "by"), [(0, 1), (1, -1)])
def test_part_changes_places_with_its_neighbour(data, number, by):
    changed = moved_part(data, ("sections", number), by)
    names = [section["key"] for section in data["sections"]]
    names[0], names[1] = names[1], names[0]
    assert [section["key"] for section in changed["sections"]] == names


def test_part_at_the_end_stays(data):
    assert moved_part(data, ("sections", 0), -1) == data


def test_keys_are_those_of_the_kind_wherever_they_stand(data):
    assert "main_product" in keys_in(data, "field")
    assert "rd_intensity" in keys_in(data, "criterion")
    assert "rd" in keys_in(data, "item")
    assert "main_product" not in keys_in(data, "indicator")


@pytest.mark.parametrize(
    ("label", "key"),
    [("研发费用", "yan_fa_fei_yong"), ("ISO 9001", "iso9001"), ("2018 年", "x_2018_nian"),
     ("（）", "x")],
)  # fmt: skip
def test_key_is_the_pinyin_of_the_label(label, key):
    assert new_key(label, set()) == key


@given(st.text(max_size=80), st.integers(0, 5))
def test_key_is_valid_and_not_taken(label, number):
    taken: set[str] = set()
    for _ in range(number):
        key = new_key(label, taken)
        assert key not in taken
        assert len(key) <= 40
        assert key[0].isalpha()
        assert all(one.isascii() and (one.isalnum() or one == "_") and not one.isupper()
                   for one in key)  # fmt: skip
        taken.add(key)
