"""The lot: nobody twice, no conflict, even loads, the same again from the seed."""

from hypothesis import given
from hypothesis import strategies as st

from procedures.experts.panels.conflicts import Candidate, Subject, conflict
from procedures.experts.panels.drawing import draw, draw_another


def people(number, works_for=()):
    barred = dict(works_for)
    return [
        Candidate(
            user_id=i, name=f"专家{i}", employer=f"大学{i}",
            works_for=frozenset(barred.get(i, ())), industries=frozenset({str(30 + i % 3)}),
        )
        for i in range(number)
    ]  # fmt: skip


def cases(number):
    return [
        Subject(
            application_id=100 + i, organisation_id=i, name=f"企业{i}", industry=str(30 + i % 3)
        )
        for i in range(number)
    ]


@given(st.integers(0, 40), st.integers(3, 12), st.integers(1, 3), st.integers(0, 2**60))
def test_without_conflicts_every_case_is_full_and_loads_differ_by_one_at_most(
    number, experts, per_case, seed
):
    drawn = draw(cases(number), people(experts), per_case, seed)
    assert not drawn.short
    assert all(len(set(seats)) == per_case for seats in drawn.seats.values())
    loads = [drawn.load().get(expert, 0) for expert in range(experts)]
    assert max(loads) - min(loads) <= 1


@given(
    st.integers(1, 25),
    st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 24), max_size=10)),
    st.integers(1, 4),
    st.integers(0, 2**60),
)
def test_conflicts_are_never_seated_and_what_lacks_is_told(number, works_for, per_case, seed):
    experts, listed = people(6, works_for.items()), cases(number)
    by_id = {one.user_id: one for one in experts}
    drawn = draw(listed, experts, per_case, seed)
    for case in listed:
        seats = drawn.seats[case.application_id]
        assert not any(conflict(by_id[one], case) for one in seats)
        free = sum(not conflict(one, case) for one in experts)
        assert len(seats) == min(per_case, free)
        assert drawn.short.get(case.application_id, 0) == per_case - len(seats)


def test_same_seed_draws_the_same_again():
    assert draw(cases(9), people(7), 3, 5) == draw(cases(9), people(7), 3, 5)
    assert draw(cases(9), people(7), 3, 5) != draw(cases(9), people(7), 3, 6)


def test_knower_of_the_industry_comes_before_others_of_equal_load():
    (seats,) = draw(cases(1), people(3), 1, 1).seats.values()
    assert seats == (0,)


def test_another_expert_is_none_of_those_seated_and_the_least_loaded():
    load = {0: 1, 1: 4, 2: 2, 3: 3}
    assert draw_another(cases(1)[0], people(4), load, frozenset({0}), 1) == 2


def test_nobody_left_is_none():
    assert draw_another(cases(1)[0], people(2), {}, frozenset({0, 1}), 1) is None
