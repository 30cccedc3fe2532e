"""Choices that go with no other."""

import pytest

from schemes.answer_forms import django_field
from schemes.answers import WrongAnswer, parse_answer
from tests.schemes.test_shipped import SCHEMES

PREREQUISITE = SCHEMES["srdi_sme_2026"].field("prerequisite")


def test_none_of_them_is_refused_beside_another():
    with pytest.raises(WrongAnswer, match="“都没有”不能和其他选项同时选"):
        parse_answer(PREREQUISITE, ["none", "innovative"])


@pytest.mark.parametrize("ticked", [["none"], ["technology", "innovative"]])
def test_what_may_be_chosen_is_taken(ticked):
    assert sorted(parse_answer(PREREQUISITE, ticked)) == sorted(ticked)


def test_page_knows_which_box_clears_the_others():
    assert 'data-alone="none"' in str(django_field(PREREQUISITE).widget.render("x", []))
