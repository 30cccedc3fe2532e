"""Comparing names of enterprises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.name_matching import (
    DOUBTFUL_FROM,
    match_key,
    same_full_name,
    similarity,
)

names = st.text(
    "海尔华精密机械电子青岛市山东（）() ＡA有限责任公司集团股份", min_size=1, max_size=20
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青岛明月海藻集团", "青岛明月海藻集团有限公司"),
        ("赛轮集团", "赛轮集团股份有限公司"),
        ("特锐德电气股份有限公司", "青岛特锐德电气股份有限公司"),
        ("致真精密仪器(青岛)有限公司", "致真精密仪器（青岛）有限公司"),
        ("青岛海佳机械有限公司", "青岛海佳机械有限责任公司"),
        ("山东省青岛市海佳机械有限公司", "海佳机械有限公司"),
        ("海尔（集团）公司", "海尔集团公司"),
    ],
)
def test_spellings_of_one_enterprise_share_a_key(one, other):
    assert match_key(one) == match_key(other)
    assert similarity(one, other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青岛三祥科技股份有限公司", "青岛豪江智能科技股份有限公司"),
        ("青岛科海生物有限公司", "青岛海佳机械有限公司"),
    ],
)
def test_different_enterprises_are_not_even_doubtful(one, other):
    assert similarity(one, other) < DOUBTFUL_FROM


def test_one_changed_character_is_doubtful_not_the_same():
    score = similarity("青岛河钢新材料科技股份有限公司", "青岛河刚新材料科技股份有限公司")
    assert DOUBTFUL_FROM <= score < 1


@given(names)
def test_key_is_stable_and_symmetric(name):
    assert same_full_name(name, name)
    assert similarity(name, name[::-1]) == pytest.approx(similarity(name, name[::-1]))


@given(names.filter(lambda n: any(c.isalnum() for c in n)))
def test_key_is_never_empty_for_a_name_with_letters(name):
    assert match_key(name)
