"""The unified social credit code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.credit_code import (
    ALPHABET,
    complete_credit_code,
    credit_code_problem,
    normalise_credit_code,
)

digits6 = st.text("0123456789", min_size=6, max_size=6)
body = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)
codes = st.builds(lambda place, b: complete_credit_code(f"91{place}", b), digits6, body)


@given(codes)
def test_completed_code_is_right(code):
    assert credit_code_problem(code) == ""


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_changed_character_is_noticed(code, place, other):
    changed = code[:place] + other + code[place + 1 :]
    assert bool(credit_code_problem(changed)) == (changed != code)


@given(codes)
def test_spaces_hyphens_case_and_width_do_not_matter(code):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())
    assert normalise_credit_code(f" {wide[:4]}-{wide[4:]} ") == code


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("9137021", "18 位"),
        ("9137021ZMA3ABCDE0X", "不能含有“Z”"),
        ("91ABCDEFMA3ABCDE0X", "第 3 至 8 位"),
    ],
)
def test_problem_names_the_wrong_part(code, part):
    assert part in credit_code_problem(code)


def test_inner_check_character_is_checked_on_its_own():
    from stdnum.cn import uscc

    right = complete_credit_code("91370212", "MA3ABCDE")
    inner = "0" if right[16] != "0" else "1"
    seventeen = right[:16] + inner
    code = seventeen + str(uscc.calc_check_digit(seventeen))
    assert "第 9 至 17 位" in credit_code_problem(code)
